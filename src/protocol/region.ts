import type { Region, Shape } from '../core/regions/shape';
import type { PlaneRef } from './methods';
import type { SkyFrame } from './position';

export type { Region, Shape };

/** The most regions of one image. */
export const MOST_REGIONS = 20_000;

/** Systems a region file can be written in: pixels, or a frame of the sky. */
export type RegionSystem = 'image' | SkyFrame;

/**
 * Statistics of the pixels whose centres lie inside of a shape. What is not a finite number, as of no
 * pixel, is undefined.
 */
export interface RegionStatisticsReply {
  /** Pixels of the shape that lie on the image, read so far and in all. */
  readonly pixels: number;
  readonly pixelsInShape: number;
  readonly finite: number;
  readonly sum: number | undefined;
  readonly mean: number | undefined;
  readonly median: number | undefined;
  /** False where the median is known to within one part in some thousands of its value only. */
  readonly medianExact: boolean;
  /** Standard deviation of the population. */
  readonly deviation: number | undefined;
  /** Root of the mean square. */
  readonly rms: number | undefined;
  readonly min: number | undefined;
  readonly max: number | undefined;
  /** Square degrees of these pixels; undefined where they are not on the sky. */
  readonly area: number | undefined;
}

export interface SegmentProfileReply {
  /** Pixels from one sample to the next. */
  readonly step: number;
  /** Degrees from one sample to the next, or undefined. */
  readonly skyStep: number | undefined;
  /** Values by bilinear interpolation, little-endian float64; NaN where there is none. */
  readonly values: Uint8Array;
}

/** Rings one pixel wide, or wider where there are more than a thousand of them. */
export interface RadialProfileReply {
  /** Outer radius of the first ring, and from one ring to the next, pixels. */
  readonly step: number;
  /** Degrees a pixel, or undefined. */
  readonly scale: number | undefined;
  /** One a ring, little-endian float64: mean and standard deviation of its finite pixels, and how many there are. */
  readonly mean: Uint8Array;
  readonly deviation: Uint8Array;
  readonly pixels: Uint8Array;
}

export interface ContourPath {
  readonly level: number;
  /** Pixel positions, little-endian float32 pairs; a pair of NaN between two paths. */
  readonly positions: Uint8Array;
}

/** webview → host: `[params, result, progress]`. */
export interface RegionMethods {
  regionStatistics: [
    params: PlaneRef & { shape: Shape },
    result: RegionStatisticsReply,
    progress: RegionStatisticsReply,
  ];
  segmentProfile: [
    params: PlaneRef & {
      from: readonly [x: number, y: number];
      to: readonly [x: number, y: number];
    },
    result: SegmentProfileReply,
    progress: { done: number },
  ];
  /**
   * Circles around a place, or, with a `ratio` below 1 (the shorter semi-axis over the longer), ellipses whose
   * longer axis has that `angle` (degrees from the x axis) and `radius` (pixels): distances of the reply are
   * along it.
   */
  radialProfile: [
    params: PlaneRef & {
      x: number;
      y: number;
      radius: number;
      ratio?: number | undefined;
      angle?: number | undefined;
    },
    result: RadialProfileReply,
    progress: { done: number },
  ];
  /**
   * Contours of the box (half-open, pixels), of the cells of the picture: one for `step` × `step` pixels (a
   * power of two), which is their mean, or where the picture is sampled the sample that stands for them
   * there. Smoothed by a Gaussian of `smooth` cells; at most {@link MOST_CONTOUR_CELLS} cells.
   */
  contours: [
    params: PlaneRef & {
      x0: number;
      y0: number;
      x1: number;
      y1: number;
      step: number;
      levels: readonly number[];
      smooth: number;
    },
    result: { readonly paths: readonly ContourPath[] },
    progress: { done: number },
  ];
  /** The regions of a DS9 region file as shapes of this image. */
  readRegions: [
    params: PlaneRef & { text: string },
    result: { readonly regions: readonly Region[]; readonly problems: readonly string[] },
    progress: never,
  ];
  /** A DS9 region file. Fails where the system needs coordinates that the image has not. */
  writeRegions: [
    params: PlaneRef & { regions: readonly Region[]; system: RegionSystem },
    result: { readonly text: string },
    progress: never,
  ];
  /** Asks the user for a region file and gives its text; null where they chose none. */
  openRegions: [
    params: Record<string, never>,
    result: { readonly name: string; readonly text: string } | null,
    progress: never,
  ];
  /** Asks the user where to write a region file; false where they chose nowhere. */
  saveRegions: [
    params: { name: string; text: string },
    result: { readonly saved: boolean },
    progress: never,
  ];
}

/** Cells that one `contours` request looks at, at most. */
export const MOST_CONTOUR_CELLS = 4_194_304;
export const MOST_CONTOUR_LEVELS = 64;
