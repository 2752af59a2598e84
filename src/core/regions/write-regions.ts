import { SkybucketError } from '../errors';
import type { CelestialFrame } from '../sky/wcs';
import { skyAngle } from './ds9-shapes';
import { fileFrame } from './ds9-systems';
import type { LocalSky, RegionSky } from './region-sky';
import type { Region, Shape } from './shape';

/** DS9 itself writes 8 digits of pixels, and about 10 of degrees. */
const PIXEL_DIGITS = 12;
const DEGREE_DECIMALS = 10;
const LENGTH_DIGITS = 12;

type Position = readonly [x: number, y: number];

/** How positions and sizes are written. */
interface Notation {
  position(x: number, y: number): string;
  /** Those of one shape, at its middle. */
  around(
    x: number,
    y: number,
  ): {
    length(pixels: number): string;
    angle(degrees: number): string;
  };
}

/**
 * Regions as a DS9 region file, which DS9 and {@link readRegions} read back as they are.
 *
 * @param system `image`, or a frame of the sky; those DS9 does not have are written in the nearest it has
 * @param sky of the image
 * @throws SkybucketError `unsupported` where the image has no coordinates for that system, or a region is
 *   not on its sky.
 */
export function writeRegions(
  regions: readonly Region[],
  system: 'image' | CelestialFrame,
  sky: RegionSky | undefined,
): string {
  const { name, notation } = system === 'image' ? inPixels() : onSky(system, sky);
  const lines = regions.map((region, k) => {
    try {
      return lineOf(region, notation);
    } catch (error) {
      if (error instanceof NotOnSky) {
        throw new SkybucketError(
          'unsupported',
          `Region ${k + 1} (${region.shape.kind}) is not on the sky of the image.`,
          { hint: 'Save the regions in image coordinates.', cause: error },
        );
      }
      throw error;
    }
  });
  return `${['# Region file format: DS9 version 4.1', name, ...lines].join('\n')}\n`;
}

class NotOnSky extends Error {}

function inPixels(): { readonly name: string; readonly notation: Notation } {
  const length = (pixels: number): string => digits(pixels, PIXEL_DIGITS);
  const notation: Notation = {
    position: (x, y) => `${length(x + 1)},${length(y + 1)}`,
    around: () => ({ length, angle: length }),
  };
  return { name: 'image', notation };
}

function onSky(
  wanted: CelestialFrame,
  sky: RegionSky | undefined,
): { readonly name: string; readonly notation: Notation } {
  const file = fileFrame(wanted);
  if (sky === undefined || file === undefined) {
    throw new SkybucketError('unsupported', 'The image has no celestial coordinates.', {
      hint: 'Save the regions in image coordinates.',
    });
  }
  const { name, frame } = file;
  const there = sky.in(frame);
  const notation: Notation = {
    position: (x, y) => {
      const { longitude, latitude } = there.toSky({
        x: Float64Array.of(x),
        y: Float64Array.of(y),
      });
      const [lon = NaN, lat = NaN] = [longitude[0], latitude[0]];
      if (!Number.isFinite(lon) || !Number.isFinite(lat)) {
        throw new NotOnSky();
      }
      return `${lon.toFixed(DEGREE_DECIMALS)},${lat.toFixed(DEGREE_DECIMALS)}`;
    },
    around: (x, y) => {
      let known: LocalSky | undefined;
      const local = (): LocalSky => {
        known ??= sky.around(x, y, frame);
        if (known === undefined) {
          throw new NotOnSky();
        }
        return known;
      };
      return {
        length: (pixels) => `${digits(pixels * local().scale * 3600, LENGTH_DIGITS)}"`,
        angle: (degrees) => digits(skyAngle(degrees, local()), LENGTH_DIGITS),
      };
    },
  };
  return { name, notation };
}

function lineOf({ shape, text, colour, include }: Region, notation: Notation): string {
  const properties = [
    ...(shape.kind === 'line' ? ['line=0 0'] : []),
    ...(colour === '' ? [] : [`color=${colour}`]),
    ...(text === '' ? [] : [`text=${quoted(text)}`]),
  ];
  const sign = include ? '' : '-';
  const end = properties.length === 0 ? '' : ` # ${properties.join(' ')}`;
  return `${sign}${shapeText(shape, notation)}${end}`;
}

function shapeText(shape: Shape, notation: Notation): string {
  if (shape.kind === 'polygon' || shape.kind === 'line') {
    const places: readonly Position[] =
      shape.kind === 'polygon' ? shape.vertices : [shape.from, shape.to];
    return `${shape.kind}(${places.map(([x, y]) => notation.position(x, y)).join(',')})`;
  }
  const { x, y } = shape;
  const { length, angle } = notation.around(x, y);
  const numbers = (): string[] => {
    switch (shape.kind) {
      case 'point':
        return [];
      case 'circle':
        return [length(shape.radius)];
      case 'annulus':
        return [length(shape.inner), length(shape.outer)];
      case 'ellipse':
        return [length(shape.a), length(shape.b), angle(shape.angle)];
      case 'box':
        return [length(shape.width), length(shape.height), angle(shape.angle)];
    }
  };
  return `${shape.kind}(${[notation.position(x, y), ...numbers()].join(',')})`;
}

/** In the quotes that it does not have itself. */
function quoted(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (!line.includes('}') && !line.includes('{')) {
    return `{${line}}`;
  }
  return line.includes('"') ? `'${line.replaceAll("'", '’')}'` : `"${line}"`;
}

function digits(value: number, count: number): string {
  return plain(Number(value.toPrecision(count)));
}

/** Without an exponent: not every reader takes one. */
function plain(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toFixed(20).replace(/\.?0+$/, '') : text;
}
