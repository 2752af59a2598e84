import type { MarkerStyle } from './marker-style';
import type { MarkerView, PaintedPoints } from './marker-view';
import type { PointIndex } from './point-index';

/** Draws markers on a canvas of its own. */
export interface MarkerPainter {
  readonly name: 'webgl2' | 'canvas2d';
  /** How many of its markers stand for one at most. */
  readonly mostThinning: number;
  /** Milliseconds that it may take while the picture rests. */
  readonly restBudget: number;
  /** Clears the canvas. */
  begin(view: MarkerView): void;
  /** Draws one of every `thinning` points of some ranges. */
  draw(
    points: PointIndex,
    style: MarkerStyle,
    view: MarkerView,
    painted: PaintedPoints,
    thinning: number,
  ): void;
  end(): void;
  /** Whether what was drawn last is on the canvas: a GPU works on its own. */
  readonly done: boolean;
  forget(points: PointIndex): void;
}
