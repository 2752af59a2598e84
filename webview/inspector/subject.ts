import type { GridReply, Limits, PlaneRef, PlaneReply } from '../../src/protocol/methods';
import type { PixelBox, Position } from '../image/view';

/** Values along one row or column of the image, as far as it is in sight, from what is on screen. */
export interface Profile {
  /** Image positions (0-based) of the samples along the axis, ascending: the middle of what each stands for. */
  readonly positions: Float64Array;
  /** NaN where nothing is known yet, or the pixel is missing. */
  readonly values: Float32Array;
  /** The coarsest kind among the samples, and the largest step. */
  readonly kind: GridReply['kind'];
  readonly step: number;
}

/** What the inspector looks at: the picture on show. Read anew at each `update()`. */
export interface Subject {
  readonly ref: PlaneRef | undefined;
  readonly plane: PlaneReply | undefined;
  /** The limits drawn with. */
  readonly limits: Limits | undefined;
  /** The quantiles of `OverviewProgress`, or undefined before there are any. */
  readonly quantiles: Float32Array | undefined;
  /** Share of the overview that has been read, 0 to 1. */
  readonly done: number;
  /** What the quantiles are of: every pixel, some pixels as they are, or means. */
  readonly valuesKind: GridReply['kind'] | undefined;
  readonly overviewStep: number | undefined;
  /** Image pixels in sight. */
  readonly viewBox: PixelBox | undefined;
  /** The profile through a pixel (0-based) along its row or its column; undefined before the picture. */
  profile(along: 'row' | 'column', pixel: Position): Profile | undefined;
}
