import type { DisplayDefaults } from './display';

/**
 * The methods of the image viewer (view type `skybucket.image`): what the webview may ask of the host,
 * and what the host tells the webview. Values that come from files are data: the webview shows them as
 * text only.
 */

/** One line of the HDU list, as astropy's `info()` gives it. */
export interface HduLine {
  readonly index: number;
  readonly name: string;
  readonly version: number;
  /** The class astropy makes of it: `PrimaryHDU`, `ImageHDU`, `BinTableHDU`, …; `CorruptedHDU` where the header cannot be used. */
  readonly type: string;
  readonly cards: number;
  /** Text in astropy's spelling: `(2048, 2048)`, `1R x 1C`, `()`. NAXIS1 first. */
  readonly dimensions: string;
  /** `float32`, `int32 (rescales to uint32)`, `[14904B]`, or empty. */
  readonly format: string;
  /** What can be shown of it: a picture now, nothing to see, or why there is no picture. */
  readonly picture: 'yes' | 'empty' | { readonly reason: string };
}

export interface StructureReply {
  /** What people call the file. */
  readonly title: string;
  readonly lines: readonly HduLine[];
  /** Warnings about the file as a whole, each one sentence. */
  readonly warnings: readonly string[];
  /** The HDU to show first, or undefined where the file has no picture. */
  readonly first: number | undefined;
}

export interface CardLine {
  readonly keyword: string;
  /** As text, the way it is shown and copied: strings without quotes, logicals T or F. */
  readonly value: string;
  readonly comment: string;
  /** The 80-character records of the file this card came from, for "copy card". */
  readonly raw: string;
}

export interface HeaderReply {
  readonly cards: readonly CardLine[];
  readonly warnings: readonly string[];
}

export interface PlaneReply {
  readonly width: number;
  readonly height: number;
  readonly unit: string | undefined;
  /** Bytes of one full row as stored: what reading it costs. */
  readonly bytesPerRow: number;
  /** True where every byte is at hand, so that reading costs no transfer. */
  readonly local: boolean;
  /** Lengths of the axes above the second; the plane is the first of each unless chosen. */
  readonly axes: readonly number[];
}

/** Which plane: HDU index and a 0-based index on each axis above the second. */
export interface PlaneRef {
  readonly hdu: number;
  readonly slice: readonly number[];
}

/** Display limits in image units. */
export interface Limits {
  readonly low: number;
  readonly high: number;
}

/**
 * A grid at display resolution. Row 0 of the grid is the lowest row of the image. Grid pixel (i, j)
 * stands for the image pixels `[x0 + i·step, …)` × `[y0 + j·step, …)`.
 */
export interface GridReply {
  readonly width: number;
  readonly height: number;
  readonly x0: number;
  readonly y0: number;
  /** Image pixels per grid pixel along both axes. */
  readonly step: number;
  /** Little-endian float32, `width * height` of them. */
  readonly values: Uint8Array;
  /** One byte a grid row: 1 where the row has been read, 0 where it repeats its nearest read row. */
  readonly filled: Uint8Array;
  readonly kind: 'exact' | 'averaged' | 'sampled';
}

export interface OverviewProgress {
  readonly grid: GridReply;
  /**
   * What limits, quantiles and histogram are of: every pixel (`exact`), some pixels as they are
   * (`sampled`), or means (`averaged`, while pixels are still being averaged).
   */
  readonly values: GridReply['kind'];
  /** Suggested limits from the values filled so far. */
  readonly minmax: Limits;
  readonly zscale: Limits;
  /**
   * {@link QUANTILES} evenly spaced quantiles of the finite values filled so far, ascending, as
   * little-endian float32: the first is the smallest value, the last the largest, those between are
   * numpy's `percentile` (linear). Empty where no value is finite.
   */
  readonly quantiles: Uint8Array;
  /** Share of the overview that has been read, 0 to 1. */
  readonly done: number;
}

/** Quantiles of a distribution: one each 0.01 %, and both ends. */
export const QUANTILES = 10_001;

/** Counts of the values behind the limits, in bins of equal width over `[low, high]`. */
export interface HistogramReply {
  readonly counts: readonly number[];
  /** Finite values below and above the bins; infinite values are in neither. */
  readonly below: number;
  readonly above: number;
  /** Finite values in all, and missing (NaN) ones. */
  readonly finite: number;
  readonly missing: number;
}

/** A value and where it is, 0-based. */
export interface PlacedValue {
  readonly value: number;
  readonly x: number;
  readonly y: number;
}

/**
 * Statistics of every pixel of a box, at full resolution and in double precision. NaN pixels are left
 * out of all but `pixels`; infinite ones of all but `pixels` and `infinite`. What is not a finite number,
 * as of no pixel, is undefined: a webview would get null for NaN.
 */
export interface StatisticsReply {
  /** Pixels read so far, and those in the box. */
  readonly pixels: number;
  readonly pixelsInBox: number;
  readonly finite: number;
  readonly infinite: number;
  readonly sum: number | undefined;
  readonly mean: number | undefined;
  /** Standard deviation of the population, numpy's `nanstd`. */
  readonly deviation: number | undefined;
  readonly median: number | undefined;
  /** False where the median is known to within one part in some thousands of its value only. */
  readonly medianExact: boolean;
  readonly min: PlacedValue | undefined;
  readonly max: PlacedValue | undefined;
}

export interface TransferFigures {
  readonly requests: number;
  readonly bytes: number;
  readonly rounds: number;
  readonly milliseconds: number;
  /** Size of the whole object, when known. */
  readonly size: number | undefined;
}

/** Pixels on each side of the pixel table, at most. */
export const MOST_TABLE_PIXELS = 41;

/** webview → host: `[params, result, progress]`. */
export interface HostMethods {
  structure: [params: Record<string, never>, result: StructureReply, progress: StructureReply];
  header: [params: { hdu: number }, result: HeaderReply, progress: never];
  plane: [params: PlaneRef, result: PlaneReply, progress: never];
  /** Ends when the overview is complete; each step replaces the one before. */
  overview: [
    params: PlaneRef & { width: number; height: number },
    result: OverviewProgress,
    progress: OverviewProgress,
  ];
  /** A tile of at most 256 × 256 grid pixels at `step` (a power of two) image pixels per grid pixel. */
  tile: [
    params: PlaneRef & { x0: number; y0: number; x1: number; y1: number; step: number },
    result: GridReply,
    progress: never,
  ];
  /** Exact value under the cursor; x and y 0-based. */
  value: [params: PlaneRef & { x: number; y: number }, result: { text: string }, progress: never];
  /** Counts of the values behind the limits, see `OverviewProgress`; fails before there are any. */
  histogram: [
    params: PlaneRef & Limits & { bins: number },
    result: HistogramReply,
    progress: never,
  ];
  /** Reads every pixel of the box (half-open, inside the plane). */
  statistics: [
    params: PlaneRef & { x0: number; y0: number; x1: number; y1: number },
    result: StatisticsReply,
    progress: StatisticsReply,
  ];
  /**
   * Exact values of a box of at most {@link MOST_TABLE_PIXELS} pixels each way, row by row from the
   * lowest, as `value` gives each.
   */
  pixels: [
    params: PlaneRef & { x0: number; y0: number; x1: number; y1: number },
    result: { texts: readonly string[] },
    progress: never,
  ];
  copy: [params: { text: string }, result: null, progress: never];
  download: [params: Record<string, never>, result: null, progress: never];
  /** Asks the user where to write a file made of the picture; false where they chose nowhere. */
  save: [params: { name: string; data: Uint8Array }, result: { saved: boolean }, progress: never];
  /** Keeps the state of the viewer (small, JSON) with the file, beyond the life of its editor. */
  remember: [params: { state: unknown }, result: null, progress: never];
  /** What was last remembered of this file, or null. */
  restore: [params: Record<string, never>, result: { state: unknown }, progress: never];
  /** Sets how pixels are counted, in the settings of the user. */
  countFrom: [params: { pixelOrigin: 0 | 1 }, result: null, progress: never];
}

export type HostMethod = keyof HostMethods;
export type Params<M extends HostMethod> = HostMethods[M][0];
export type Result<M extends HostMethod> = HostMethods[M][1];
export type Progress<M extends HostMethod> = HostMethods[M][2];

export interface ViewerSettings {
  /** How pixels are counted when shown: from 1 as FITS does, or from 0. */
  readonly pixelOrigin: 0 | 1;
  readonly display: DisplayDefaults;
}

/** host → webview. */
export interface HostEvents {
  /** The meter of the document, at most a few times a second. */
  transfer: TransferFigures;
  settings: ViewerSettings;
  /** The object changed and was opened again: forget everything and ask for the structure. */
  reload: null;
  /** The user asked, outside the viewer, for the picture as a PNG: make it and `save` it. */
  exportPng: null;
}

export type HostEvent = keyof HostEvents;
