import { polygonBorders } from '../../catalogs/region/polygon';
import type { SkyRegion } from '../../catalogs/region/region';
import type { SkyBox } from '../../catalogs/region/box';
import { SkybucketError } from '../../errors';
import { mocPixels, type Moc } from '../../healpix/moc/moc';
import { joined, piece, type Piece } from './piece';
import { pixelCondition, type PixelColumn } from './pixel-sql';
import { doubleLiteral } from './words';

/** What a condition on the place of a row may use: SQL of right ascension and declination in degrees, as doubles. */
export interface PlaceSql {
  readonly ra: string;
  readonly dec: string;
  /** Columns with the HEALPix pixel of each row. */
  readonly pixels: readonly PixelColumn[];
}

/** More edges make a condition that no engine takes. */
const MOST_EDGES = 400;
const MOST_PARTS = 500;
const DEGREES = 180 / Math.PI;

/**
 * The rows that lie in a region, as its own test has them: borders belong to cones and boxes.
 *
 * @throws SkybucketError `unsupported` for what has no such condition here, `too-large`, `format` of a region that is none
 */
export function regionSql(
  region: Exclude<SkyRegion, { kind: 'everywhere' }>,
  place: PlaceSql,
): Piece {
  switch (region.kind) {
    case 'cone':
      return coneSql(region, place);
    case 'box':
      return boxSql(region, place);
    case 'polygon':
      return polygonSql(region, place);
    case 'moc':
      return mocSql(region.moc, place);
    case 'union': {
      if (region.parts.length > MOST_PARTS) {
        throw new SkybucketError('too-large', `The region has ${region.parts.length} parts.`, {
          hint: `An engine takes ${MOST_PARTS}; use the built-in reader.`,
        });
      }
      const parts = region.parts.map((part) =>
        part.kind === 'everywhere' ? piece('TRUE') : regionSql(part, place),
      );
      return parts.length === 0 ? piece('FALSE') : joined(parts, 'or');
    }
  }
}

/** By the haversine, of large cones from the opposite direction. */
function coneSql(
  { centre, radius }: Extract<SkyRegion, { kind: 'cone' }>,
  { ra, dec }: PlaceSql,
): Piece {
  const large = radius > 90;
  const [longitude, latitude] = large
    ? [(centre.longitude + 180) % 360, -centre.latitude]
    : [centre.longitude, centre.latitude];
  const reach = large ? Math.max(0, 180 - radius) : radius;
  const limit = doubleLiteral(Math.sin(reach / 2 / DEGREES) ** 2);
  const up = `power(sin(radians(${dec} - ${bracketed(latitude)}) / 2E0), 2E0)`;
  const across = `power(sin(radians(${ra} - ${bracketed(longitude)}) / 2E0), 2E0)`;
  const cosine = doubleLiteral(Math.cos(latitude / DEGREES));
  const squared = `${up} + ${cosine} * cos(radians(${dec})) * ${across}`;
  const margin = 1e-9;
  const [south, north] = [centre.latitude - radius - margin, centre.latitude + radius + margin];
  return joined(
    [
      // Statistics of declinations rule out files before any of it is calculated.
      between(dec, Math.max(-90, south), Math.min(90, north)),
      piece(`${squared} ${large ? '>=' : '<='} ${limit}`, 'compare'),
    ],
    'and',
  );
}

function boxSql(box: SkyBox, { ra, dec }: PlaceSql): Piece {
  const latitudes = between(dec, box.south, box.north);
  if (box.east - box.west >= 360) {
    return joined([latitudes, piece(`is_finite(${ra})`)], 'and');
  }
  const [west, east] = [onCircle(box.west), onCircle(box.east)];
  const longitudes = (of: string): Piece =>
    west <= east
      ? between(of, west, east)
      : joined([atLeast(of, west), piece(`${of} <= ${doubleLiteral(east)}`, 'compare')], 'or');
  const outside = joined([below(ra, 0), atLeast(ra, 360)], 'or');
  const plain = joined([atLeast(ra, 0), below(ra, 360), longitudes(ra)], 'and');
  // Negative right ascensions, and those beyond a turn, are rare; the others can be pruned by statistics.
  const other = joined([outside, longitudes(turned(ra))], 'and');
  return joined([latitudes, joined([west <= east ? longitudes(ra) : plain, other], 'or')], 'and');
}

/**
 * By the number of edges on the way from the south pole. An edge is looked at between its longitudes, and lies to the
 * south of what is on the positive side of its normal: n · (cos ra, sin ra, tan dec) > 0.
 */
function polygonSql(
  { corners, larger = false }: Extract<SkyRegion, { kind: 'polygon' }>,
  { ra, dec }: PlaceSql,
): Piece {
  const { edges, southIn } = polygonBorders(corners, larger);
  if (edges.length > MOST_EDGES) {
    throw new SkybucketError('too-large', `The polygon has ${edges.length} corners.`, {
      hint: `An engine takes ${MOST_EDGES}; use the built-in reader.`,
    });
  }
  const longitude = turned(ra);
  const crossed = edges.map(({ west, east, normal: [x, y, z] }) => {
    const [from, to] = [doubleLiteral(west * DEGREES), doubleLiteral((east * DEGREES) % 360)];
    const after = `${longitude} >= ${from}`;
    const before = `${longitude} < ${to}`;
    const passes = east * DEGREES < 360 ? `${after} AND ${before}` : `(${after} OR ${before})`;
    const side = `${doubleLiteral(x)} * cos(radians(${ra})) + ${doubleLiteral(y)} * sin(radians(${ra})) + ${doubleLiteral(z)} * tan(radians(${dec})) > 0E0`;
    return `CASE WHEN ${passes} AND ${side} THEN 1 ELSE 0 END`;
  });
  const odd = southIn ? 0 : 1;
  return joined(
    [
      between(dec, -90, 90),
      piece(`is_finite(${ra})`),
      piece(`mod(${crossed.join(' + ')}, 2) = ${odd}`, 'compare'),
    ],
    'and',
  );
}

/** Exactly, where a column has pixels at least as small as those of the map. */
function mocSql(moc: Moc, { pixels }: PlaceSql): Piece {
  const column = pixels
    .filter(({ order }) => order >= moc.order)
    .sort((a, b) => a.order - b.order)[0];
  if (column === undefined) {
    throw new SkybucketError(
      'unsupported',
      `A coverage map of order ${moc.order} can be asked of an engine only where a column has HEALPix pixels as small.`,
      { hint: 'Choose another region, or use the built-in reader.' },
    );
  }
  return pixelCondition(column, mocPixels(moc, Math.min(moc.order, 24)));
}

function between(sql: string, from: number, to: number): Piece {
  return piece(`${sql} BETWEEN ${doubleLiteral(from)} AND ${doubleLiteral(to)}`, 'compare');
}

function below(sql: string, end: number): Piece {
  return piece(`${sql} < ${doubleLiteral(end)}`, 'compare');
}

function atLeast(sql: string, from: number): Piece {
  return piece(`${sql} >= ${doubleLiteral(from)}`, 'compare');
}

/** From 0 to below 360, unchanged where it is there before. */
function turned(ra: string): string {
  return `(${ra} - 360E0 * floor(${ra} / 360E0))`;
}

function onCircle(longitude: number): number {
  if (longitude >= 0 && longitude < 360) {
    return longitude;
  }
  const rest = longitude % 360;
  return rest < 0 ? (rest + 360) % 360 : rest;
}

function bracketed(value: number): string {
  const literal = doubleLiteral(value);
  return literal.startsWith('-') ? `(${literal})` : literal;
}
