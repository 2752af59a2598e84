import { SkybucketError } from '../../errors';
import { polygonBorders } from '../region/polygon';
import type { SkyRegion } from '../region/region';
import { regionOf } from '../request/region-of';
import type { RegionSpec } from '../request/request';
import { pythonNumber, pythonText } from './python-words';

/** Python of a function `inside(ra, dec)`, which is true for arrays of degrees in a region. */
export interface RegionPython {
  /** Modules beside numpy. */
  readonly imports: readonly string[];
  readonly code: string;
}

const MOST_EDGES = 2000;
const DEGREES = 180 / Math.PI;

/** @throws SkybucketError `too-large`, `format` of a region that is none */
export function regionPython(spec: RegionSpec): RegionPython {
  const imports = new Set<string>();
  const body = testOf(spec, regionOf(spec), imports);
  const code = [
    'def inside(ra, dec):',
    `    """True in ${wordsOf(spec)}; right ascension and declination in degrees."""`,
    '    ra, dec = np.asarray(ra, dtype=float), np.asarray(dec, dtype=float)',
    ...body.lines.map((line) => (line === '' ? '' : `    ${line}`)),
    `    return ${body.result}`,
  ].join('\n');
  return { imports: [...imports], code };
}

interface Test {
  readonly lines: readonly string[];
  readonly result: string;
}

function testOf(spec: RegionSpec, region: SkyRegion, imports: Set<string>): Test {
  const number = pythonNumber;
  switch (region.kind) {
    case 'everywhere':
      return { lines: [], result: 'np.ones(ra.shape, dtype=bool)' };
    case 'cone': {
      const { centre, radius } = region;
      const [lon, lat] = [number(centre.longitude), number(centre.latitude)];
      return {
        lines: [
          `up = np.sin(np.radians(dec - ${bracketed(lat)}) / 2) ** 2`,
          `across = np.sin(np.radians(ra - ${bracketed(lon)}) / 2) ** 2`,
          `squared = up + np.cos(np.radians(${lat})) * np.cos(np.radians(dec)) * across`,
        ],
        result: `squared <= np.sin(np.radians(${number(Math.min(radius, 180))}) / 2) ** 2`,
      };
    }
    case 'box': {
      const [south, north] = [number(region.south), number(region.north)];
      const latitudes = `(dec >= ${south}) & (dec <= ${north})`;
      if (region.east - region.west >= 360) {
        return { lines: [], result: `${latitudes} & np.isfinite(ra)` };
      }
      const [west, east] = [onCircle(region.west), onCircle(region.east)];
      const how = west <= east ? '&' : '|';
      return {
        lines: ['lon = np.where((ra >= 0) & (ra < 360), ra, ra % 360)'],
        result: `${latitudes} & ((lon >= ${number(west)}) ${how} (lon <= ${number(east)}))`,
      };
    }
    case 'polygon': {
      const { edges, southIn } = polygonBorders(region.corners, region.larger);
      if (edges.length > MOST_EDGES) {
        throw new SkybucketError('too-large', `The polygon has ${edges.length} corners.`, {
          hint: `Python is written for ${MOST_EDGES}; choose a simpler region.`,
        });
      }
      const rows = edges.map(({ west, east, normal }) => {
        const numbers = [west * DEGREES, east * DEGREES, ...normal].map(number);
        return `    [${numbers.join(', ')}],`;
      });
      return {
        lines: [
          '# From the south pole on, each edge on the way changes the side: longitudes and normal of each.',
          'edges = np.array([',
          ...rows,
          '])',
          'lon = ra % 360',
          'x, y = np.cos(np.radians(dec)) * [np.cos(np.radians(ra)), np.sin(np.radians(ra))]',
          'z = np.sin(np.radians(dec))',
          'crossed = np.zeros(ra.shape, dtype=int)',
          'for west, east, a, b, c in edges:',
          '    passes = ((lon >= west) & (lon < east)) | ((lon + 360 >= west) & (lon + 360 < east))',
          '    crossed += passes & (a * x + b * y + c * z > 0)',
        ],
        result: `np.isfinite(ra) & (abs(dec) <= 90) & (crossed % 2 == ${southIn ? 0 : 1})`,
      };
    }
    case 'moc': {
      imports.add('import astropy.units as u');
      imports.add('from mocpy import MOC');
      const text = spec.kind === 'moc' ? spec.text.trim().replace(/\s+/g, ' ') : '';
      return {
        lines: [
          `coverage = MOC.from_string(${pythonText(text)}, "ascii")`,
          'known = np.isfinite(ra) & (abs(dec) <= 90)',
          'ra, dec = np.where(known, ra, 0), np.where(known, dec, 0)',
        ],
        result: 'known & coverage.contains_lonlat(ra * u.deg, dec * u.deg)',
      };
    }
    case 'union': {
      const parts = spec.kind === 'union' ? spec.parts : [];
      const lines = region.parts.flatMap((part, k) => {
        const test = testOf(parts[k] as RegionSpec, part, imports);
        const inner = test.lines.map((line) => `    ${line}`);
        return [`def part_${k}(ra, dec):`, ...inner, `    return ${test.result}`, ''];
      });
      const calls = region.parts.map((_, k) => `part_${k}(ra, dec)`);
      return {
        lines,
        result: calls.length === 0 ? 'np.zeros(ra.shape, dtype=bool)' : calls.join(' | '),
      };
    }
  }
}

/** What a region is, in a few words. */
export function wordsOf(spec: RegionSpec): string {
  switch (spec.kind) {
    case 'everywhere':
      return 'the whole sky';
    case 'cone':
      return `the cone of ${spec.radius}° around RA ${spec.ra}°, Dec ${spec.dec}°`;
    case 'box':
      return `the box RA ${spec.ra[0]}° to ${spec.ra[1]}°, Dec ${spec.dec[0]}° to ${spec.dec[1]}°`;
    case 'polygon':
      return `a polygon of ${spec.corners.length} corners`;
    case 'moc':
      return 'the coverage map';
    case 'union':
      return `${spec.parts.length} regions`;
  }
}

function bracketed(text: string): string {
  return text.startsWith('-') ? `(${text})` : text;
}

function onCircle(longitude: number): number {
  if (longitude >= 0 && longitude < 360) {
    return longitude;
  }
  const rest = longitude % 360;
  return rest < 0 ? (rest + 360) % 360 : rest;
}
