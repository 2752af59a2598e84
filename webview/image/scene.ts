import type { Limits } from '../../src/protocol/methods';
import type { Grid } from './grid';
import type { Placement, Size } from './view';

export type Rgb = readonly [red: number, green: number, blue: number];

/** Everything one frame shows. Grids are drawn in order, later ones over earlier ones. */
export interface Scene {
  readonly placement: Placement;
  /** Size of the whole image, in image pixels. */
  readonly image: Size;
  readonly limits: Limits;
  readonly grids: readonly Grid[];
  /** Around the picture, 0 to 255. */
  readonly background: Rgb;
}
