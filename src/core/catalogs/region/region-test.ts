import { coverArea, type Coverage, type CoverOptions, type SkyArea } from '../../healpix/coverage';
import type { Directions } from '../../sky/frames';

/** A part of the sky as a query needs it: which pixels have a part in it, and which rows lie inside. */
export interface RegionTest {
  /**
   * The nested pixels of an order (up to 24) that have a point in common with the region: none is missing, and
   * hardly any has none.
   */
  cover(order: number, options?: CoverOptions): Coverage;
  /** 1 for each direction (degrees) inside or on the border; 0 for the others and those that are not finite. */
  contains(directions: Directions): Uint8Array;
}

export function areaTest(
  area: SkyArea,
  contains: (directions: Directions) => Uint8Array,
): RegionTest {
  return { cover: (order, options) => coverArea(area, order, options), contains };
}
