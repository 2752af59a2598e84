import type { PlaneRef } from './methods';
import type { SkyFrame } from './position';

/**
 * What is asked about the sky behind an image. Pixel positions are 0-based with the centre of the first
 * pixel at (0, 0), and may lie between pixels and outside of the image. Angles are degrees. Arrays are
 * little-endian float64 as bytes, `x, y` or `longitude, latitude` in turns; what has no counterpart is NaN.
 */

/** What the coordinate system of an image is, in general and at one place. */
export interface SkyReply {
  /** Its own frame for people: `ICRS`, `FK5 J2000`; undefined where the image has no celestial coordinates. */
  readonly frame: string | undefined;
  /** How it is projected, for people: `TAN with SIP distortion`, `gwcs`. */
  readonly projection: string;
  /** Undefined where the place asked for is not on the sky. */
  readonly scale: SkyScale | undefined;
  /** Why there are no coordinates, or what is odd about them, one sentence each. */
  readonly problems: readonly string[];
}

/** The image around one place. */
export interface SkyScale {
  /** Degrees a pixel along x and along y. */
  readonly scaleX: number;
  readonly scaleY: number;
  /** Square degrees of one pixel. */
  readonly area: number;
  /** Unit vectors in pixels towards north and east of the frame asked for. */
  readonly north: readonly [x: number, y: number];
  readonly east: readonly [x: number, y: number];
}

/** One line of a coordinate grid. */
export interface GridLine {
  readonly kind: 'longitude' | 'latitude';
  /** Degrees. */
  readonly value: number;
  /** `10h21m30s`, `+41d12m`, `150.25°`: as short as tells it from its neighbours. */
  readonly sexagesimal: string;
  readonly degrees: string;
  /** Pixel positions along it, float64 bytes; a pair of NaN interrupts it. */
  readonly positions: Uint8Array;
}

export interface SkyGridReply {
  /** The frame the grid is of, for people; undefined where the image has none. */
  readonly frame: string | undefined;
  readonly lines: readonly GridLine[];
}

/** A place that was typed or asked for by name. */
export interface PlaceReply {
  readonly x: number;
  readonly y: number;
  /** What was understood: `10h21m33s +41d12m00s (ICRS)`, `M 101, by Sesame (SIMBAD): 14h03m12.6s +54d20m57s (ICRS)`, `pixel (12, 40)`. */
  readonly understood: string;
  readonly inside: boolean;
}

export interface SeparationReply {
  readonly pixels: number;
  /** Degrees; undefined where an end is not on the sky. */
  readonly separation: number | undefined;
  /** Of the second place seen from the first, degrees from north through east, in the frame asked for. */
  readonly positionAngle: number | undefined;
}

/** webview → host: `[params, result, progress]`. */
export interface SkyMethods {
  /** `x`, `y`: where the scale is asked for. */
  sky: [
    params: PlaneRef & { x: number; y: number; frame: SkyFrame },
    result: SkyReply,
    progress: never,
  ];
  /**
   * A grid over the box `[x0, x1] × [y0, y1]` (positions), about `lines` lines each way at round values,
   * smooth at `pixelsPerPoint` pixels; bounded whatever is asked.
   */
  skyGrid: [
    params: PlaneRef & {
      x0: number;
      y0: number;
      x1: number;
      y1: number;
      frame: SkyFrame;
      style: 'sexagesimal' | 'degrees';
      lines: number;
      pixelsPerPoint: number;
    },
    result: SkyGridReply,
    progress: never,
  ];
  toSky: [
    params: PlaneRef & { positions: Uint8Array; frame: SkyFrame },
    result: { positions: Uint8Array },
    progress: never,
  ];
  toPixels: [
    params: PlaneRef & { positions: Uint8Array; frame: SkyFrame },
    result: { positions: Uint8Array },
    progress: never,
  ];
  /**
   * A coordinate in any of the usual spellings, a pixel (`12 40 px`, counted from `origin`), or the name of
   * an object, which is looked up over the network only where it is no coordinate.
   */
  findPlace: [
    params: PlaneRef & { text: string; frame: SkyFrame; origin: 0 | 1 },
    result: PlaceReply,
    progress: never,
  ];
  separation: [
    params: PlaneRef & {
      from: readonly [x: number, y: number];
      to: readonly [x: number, y: number];
      frame: SkyFrame;
    },
    result: SeparationReply,
    progress: never,
  ];
}
