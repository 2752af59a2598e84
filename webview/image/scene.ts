import type { Limits } from '../../src/protocol/methods';
import type { MaskScene } from '../mask/mask-levels';
import type { Curve } from './curve';
import type { Grid } from './grid';
import type { Orientation } from './orientation';
import type { Placement, Size } from './view';

export type Rgb = readonly [red: number, green: number, blue: number];

/** Everything one frame shows. Grids are drawn in order, later ones over earlier ones. */
export interface Scene {
  /** Where the *turned* image lies on the canvas; see `orientation.ts`. */
  readonly placement: Placement;
  /** Size of the whole image as the file has it, in image pixels. */
  readonly image: Size;
  readonly orientation: Orientation;
  readonly limits: Limits;
  /** What a value between the limits becomes before it takes its colour. */
  readonly curve: Curve;
  /** Red, green, blue, alpha for each of the `COLOURS` levels; the same array while it is the same table. */
  readonly colours: Uint8Array;
  /** Of missing pixels, 0 to 255. */
  readonly blank: Rgb;
  readonly grids: readonly Grid[];
  /** Lies over the picture; undefined where nothing does. */
  readonly mask?: MaskScene | undefined;
  /** Around the picture, 0 to 255. */
  readonly background: Rgb;
}
