import type { MarkerStyle } from './marker-style';
import type { PointIndex } from './point-index';

/** What is drawn of a table. */
export interface DrawnMarkers {
  readonly points: PointIndex;
  readonly style: MarkerStyle;
}

/** A marker that stands out: under the pointer, or selected. */
export interface MarkedPoint {
  readonly drawn: DrawnMarkers;
  readonly point: number;
}

/** A marker with a ring about it. */
export interface RingedPoint extends MarkedPoint {
  readonly selected: boolean;
}
