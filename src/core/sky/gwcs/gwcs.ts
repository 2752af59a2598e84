import type { Wcs } from '../wcs';
import type { BoundingBox } from './bounding-box';
import type { GwcsFrame } from './gwcs-frames';

/** How positions outside of the bounding box are taken. */
export interface OutsideOptions {
  /** Default false: they are NaN, as gwcs has it. True: the transforms go on beyond it. */
  readonly outside?: boolean;
}

/**
 * The coordinate system of a gwcs tree (JWST, Roman). Conventions as in {@link Wcs}: pixels are 0-based
 * with the centre of the first at 0, x first. Celestial axes come in degrees; all others in the unit of
 * the last frame.
 */
export interface Gwcs extends Wcs {
  /** Along the way, the detector first, the world last. */
  readonly frames: readonly GwcsFrame[];
  /** Where it holds: an interval for each pixel axis, x first, the ends included. */
  readonly boundingBox: BoundingBox | undefined;
  /** How the way back is found: all in closed form, as the file gives it, or by Newton's method alone. */
  readonly inverse: 'closed' | 'given' | 'numerical' | 'none';
  toWorld(pixels: readonly Float64Array[], options?: OutsideOptions): Float64Array[];
  /**
   * The pixels whose world coordinates these are, to 1e-6 pixel. Inverses that files give are often
   * approximate polynomials, good to some hundredths of a pixel: the search starts there.
   */
  toPixel(world: readonly Float64Array[], options?: OutsideOptions): Float64Array[];
  /** By the inverses alone, as gwcs does it, undefined where there is none. */
  toPixelAsGiven(
    world: readonly Float64Array[],
    options?: OutsideOptions,
  ): Float64Array[] | undefined;
  /**
   * Coordinates in a frame along the way, in the unit of that frame, one array for each axis.
   *
   * @throws SkybucketError `not-found` for a frame that is not there.
   */
  toFrame(name: string, pixels: readonly Float64Array[], options?: OutsideOptions): Float64Array[];
}
