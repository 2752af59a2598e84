import { SkybucketError } from '../errors';
import { frameConversion } from '../sky/frames';
import { PlaneSky } from '../sky/plane-sky';
import type { CelestialFrame, Wcs } from '../sky/wcs';
import { isWithin, skyCap } from './sky-cap';

/** The image that rows are placed on. */
export interface PlacedOn {
  readonly wcs: Wcs;
  readonly width: number;
  readonly height: number;
  /** 0-based pixel on each axis above the second. */
  readonly rest: readonly number[];
}

/**
 * Turns directions (degrees in the frame given) into pixels, 0-based `x, y` in turns; NaN for those that the
 * image's part of the sky does not hold.
 */
export type PlaceRows = (longitude: Float64Array, latitude: Float64Array) => Float32Array;

/**
 * @param frame the frame of the directions; undefined for that of the image
 * @throws SkybucketError `unsupported` for an image without celestial coordinates, or in a frame that the
 *   directions cannot be converted to.
 */
export function rowPlacer(image: PlacedOn, frame: CelestialFrame | undefined): PlaceRows {
  const { wcs, width, height, rest } = image;
  const { celestial } = wcs;
  if (celestial === undefined || wcs.pixelAxes < 2) {
    throw new SkybucketError(
      'unsupported',
      'The coordinates of this image are not those of the sky.',
      { hint: 'Markers are shown on images whose pixels have a longitude and a latitude.' },
    );
  }
  const convert = frame && frameConversion(frame, celestial.frame);
  const cap = skyCap(wcs, width, height, rest);
  const plane = new PlaneSky(wcs, rest);

  return (longitude, latitude) => {
    const sky = convert?.(longitude, latitude) ?? { longitude, latitude };
    const count = longitude.length;
    // Only those that can be on it.
    const within = new Uint32Array(count);
    let found = 0;
    for (let k = 0; k < count; k++) {
      const [lon, lat] = [sky.longitude[k] as number, sky.latitude[k] as number];
      if (cap === undefined ? lon - lon + (lat - lat) === 0 : isWithin(cap, lon, lat)) {
        within[found++] = k;
      }
    }
    const positions = new Float32Array(2 * count).fill(NaN);
    if (found === 0) {
      return positions;
    }
    const some = (from: Float64Array): Float64Array => {
      const values = new Float64Array(found);
      for (let k = 0; k < found; k++) {
        values[k] = from[within[k] as number] as number;
      }
      return values;
    };
    const { x, y } = plane.toPixels({
      longitude: some(sky.longitude),
      latitude: some(sky.latitude),
    });
    for (let k = 0; k < found; k++) {
      const at = 2 * (within[k] as number);
      positions[at] = x[k] ?? NaN;
      positions[at + 1] = y[k] ?? NaN;
    }
    return positions;
  };
}
