/**
 * A shape on an image. Positions and lengths are in pixels, 0-based with the centre of the first pixel at
 * (0, 0); angles are degrees from the x axis towards the y axis.
 */
export type Shape =
  | { readonly kind: 'point'; readonly x: number; readonly y: number }
  | Circle
  | {
      readonly kind: 'annulus';
      readonly x: number;
      readonly y: number;
      readonly inner: number;
      readonly outer: number;
    }
  | Ellipse
  | Rectangle
  | Polygon
  | {
      readonly kind: 'line';
      readonly from: readonly [number, number];
      readonly to: readonly [number, number];
    };

export interface Circle {
  readonly kind: 'circle';
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

export interface Ellipse {
  readonly kind: 'ellipse';
  readonly x: number;
  readonly y: number;
  /** Semi-axes: `a` along the angle, `b` across. */
  readonly a: number;
  readonly b: number;
  readonly angle: number;
}

export interface Rectangle {
  readonly kind: 'box';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly angle: number;
}

export interface Polygon {
  readonly kind: 'polygon';
  readonly vertices: readonly (readonly [number, number])[];
}

/** A shape with what a DS9 region file says of it. */
export interface Region {
  readonly shape: Shape;
  /** Its label. */
  readonly text: string;
  /** A DS9 colour name or `#rrggbb`; empty for the default. */
  readonly colour: string;
  /** False for a region that is cut out of the others (`-circle(…)`). */
  readonly include: boolean;
}

/** The most corners of one polygon: each is looked at for every row of pixels. */
export const MOST_CORNERS = 10_000;
