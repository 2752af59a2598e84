import { SkybucketError } from '../errors';
import { PlaneSky, type Positions } from '../sky/plane-sky';
import type { Wcs } from '../sky/wcs';

/** Where pixels of one plane lie on another; NaN where they are not in its coordinates. */
export type PixelMap = (pixels: Positions) => Positions;

/** A plane of an image and its coordinate system. */
export interface PlacedPlane {
  /** For people, as it stands within a sentence. */
  readonly name: string;
  readonly wcs: Wcs;
  /** 0-based pixel on each axis from the third on. */
  readonly slice: readonly number[];
}

/**
 * From the pixels of one plane over the sky to those of another: pixel to sky, from frame to frame, sky to
 * pixel. Positions are 0-based, the centre of the first pixel at 0, and need not be whole.
 *
 * @throws SkybucketError `unsupported` where one of both has no place on the sky, or their frames cannot be
 *   converted.
 */
export function pixelMap(from: PlacedPlane, to: PlacedPlane): PixelMap {
  for (const { name, wcs } of [from, to]) {
    if (wcs.celestial === undefined || wcs.pixelAxes < 2) {
      throw notOnSky(name, 'its coordinates are not on the sky');
    }
  }
  const target = new PlaneSky(to.wcs, to.slice);
  const source = new PlaneSky(from.wcs, from.slice, target.frame);
  return (pixels) => target.toPixels(source.toSky(pixels));
}

/** @param why without a full stop. */
export function notOnSky(name: string, why: string): SkybucketError {
  const subject = name.charAt(0).toUpperCase() + name.slice(1);
  return new SkybucketError('unsupported', `${subject} cannot be matched: ${why}.`, {
    hint: 'Two images are matched by the sky coordinates of both.',
  });
}
