import type { CutoutMethods } from './cutout';
import type { DisplayDefaults } from './display';
import type { MarkerEvents, MarkerMethods } from './markers';
import type { MatchEvents, MatchMethods, MatchRef } from './match';
import type { PositionMethods } from './position';
import type { RegionMethods } from './region';
import type { SkyMethods } from './sky';
import type { TableMethods } from './table';
import type { TreeMethods } from './tree';

/**
 * The methods of the image viewer (view type `skybucket.image`): what the webview may ask of the host,
 * and what the host tells the webview. Values that come from files are data: the webview shows them as
 * text only.
 */

/**
 * The arrays of the ASDF file inside HDU n of a FITS file have indices from (n + 1) times this on: they
 * are asked for like HDUs, and are not in the HDU list.
 */
export const EMBEDDED_ARRAYS = 1_000_000;

/**
 * One line of the HDU list, as astropy's `info()` gives it. Of an ASDF file line 0 is its tree, and each
 * array of the tree is one of those after it, in the order of the tree: its `name` is its path
 * (`roman/data`), its `type` is `ndarray`, its `dimensions` are the shape as numpy writes it. Of a VOTable
 * line 0 is the document (`VOTABLE`), and those after it are its tables (`TABLE`), rows × columns; of a Parquet file
 * it is the file (`PARQUET`), and line 1 is its table.
 */
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
  /** It has rows and columns to show: a table, or the parameters of random groups. */
  readonly table: boolean;
  /** It is a one-dimensional array, shown as a line (`line`). */
  readonly line: boolean;
  /** It holds the tree of an ASDF file (`tree`). */
  readonly tree?: boolean | undefined;
  /** Of an array of ASDF: how its bytes are stored, in words (`lz4`, `inline`, `in roman_0001.asdf`); empty where plainly. */
  readonly storage?: string | undefined;
  /** Of an array of ASDF: bytes it takes in memory. */
  readonly bytes?: number | undefined;
}

export interface StructureReply {
  /** What people call the file. */
  readonly title: string;
  readonly lines: readonly HduLine[];
  /** Warnings about the file as a whole, each one sentence. */
  readonly warnings: readonly string[];
  /** The HDU to show first, or undefined where the file has nothing to show. */
  readonly first: number | undefined;
  /** Left out: FITS. */
  readonly format?: 'FITS' | 'ASDF' | 'VOTable' | 'Parquet' | undefined;
  /** How the file is compressed as a whole (`gzip`), or undefined. */
  readonly compression: string | undefined;
  /** While such a file is unpacked, how far that has come, in bytes of the file; `lines` is empty. */
  readonly unpacking: { readonly read: number; readonly total: number } | undefined;
}

export interface CardLine {
  readonly keyword: string;
  /** As text, the way it is shown and copied: strings without quotes, logicals T or F. */
  readonly value: string;
  readonly comment: string;
  /** The 80-character records of the file this card came from, for "copy card". */
  readonly raw: string;
  /** One sentence where the card is not standard and was read all the same. */
  readonly warning?: string | undefined;
}

export interface HeaderReply {
  readonly cards: readonly CardLine[];
  readonly warnings: readonly string[];
  /** True where the cards are of the image or table that is held compressed, and stored ones can be had. */
  readonly restored: boolean;
  /** What checking the sums costs, in bytes; 0 where the header has none. */
  readonly bytesToCheck: number;
}

/** `absent` where the header has no such card. */
export type SumVerdict = 'correct' | 'wrong' | 'absent';

/** FITS 4.0, section 4.4.2.7 and appendix J. */
export interface ChecksumReply {
  /** DATASUM: of the data unit. */
  readonly datasum: SumVerdict;
  /** CHECKSUM: of the whole HDU. */
  readonly checksum: SumVerdict;
  /** One sentence that says so, and of a wrong one what was found. */
  readonly text: string;
}

/** What an axis of an image counts, as far as the header says it in a straight line. */
export interface AxisLine {
  readonly length: number;
  /** CTYPEn or what it means (`Wavelength`); empty where the header says nothing. */
  readonly name: string;
  readonly unit: string;
  /** World value of the 0-based pixel p: `value + (p - pixel) · step`; undefined where it is no straight line. */
  readonly linear:
    { readonly pixel: number; readonly value: number; readonly step: number } | undefined;
}

/** Bins of one `line` request, at most. */
export const MOST_LINE_POINTS = 65_536;

/** A line at screen resolution: `count` bins of `step` pixels from `x0` on; the last may be shorter. */
export interface LineReply {
  readonly x0: number;
  readonly step: number;
  /** Little-endian float64 each, one a bin: mean, smallest, largest of its finite values, NaN where there are none. */
  readonly mean: Uint8Array;
  readonly min: Uint8Array;
  readonly max: Uint8Array;
  /** `exact` where every bin is one pixel. */
  readonly kind: 'exact' | 'averaged';
  /** Why some pixels that are there could not be read, and count as missing: one sentence. */
  readonly broken?: string | undefined;
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
  /** All axes, the first and second too, in their order. */
  readonly axisLines: readonly AxisLine[];
  /** The data-quality mask of these pixels, or that they are one; undefined where there is none. */
  readonly mask?: MaskReply | undefined;
}

/** One bit of a data-quality mask. */
export interface MaskBit {
  /** 0 for the lowest. */
  readonly bit: number;
  /** `SATURATED`; empty where nobody says what it means. */
  readonly name: string;
  /** One line, or empty. */
  readonly description: string;
}

/** The data-quality mask (DQ) that belongs to a plane, pixel for pixel. */
export interface MaskReply {
  /** The plane of the mask: `value` of it gives the number whose bits are set, `bits` of it a picture of some. */
  readonly ref: PlaneRef;
  /** The name of its HDU or array. */
  readonly name: string;
  /** All bits it has room for, lowest first. */
  readonly bits: readonly MaskBit[];
  /** Whose names they are: `JWST`, `Roman`, `the DQ_DEF table of this file`; empty where nobody says. */
  readonly namesFrom: string;
  /** Bytes that looking up a first pixel may take: asked for unasked only where they are few. */
  readonly lookUpBytes: number;
}

/** Which plane: HDU index and a 0-based index on each axis above the second. */
export interface PlaneRef {
  readonly hdu: number;
  readonly slice: readonly number[];
  /** The array in a cell of the table of the HDU, instead of an image: `row` is a row of the table. */
  readonly cell?: { readonly row: number; readonly column: number } | undefined;
  /**
   * Of a data-quality mask: a picture of these bits (a sum of powers of two, unsigned), 1 where any of them
   * is set and 0 elsewhere.
   */
  readonly bits?: number | undefined;
  /**
   * Another plane, seen on the pixels of the one that `hdu` and `slice` name, by the coordinate systems of
   * both. Everything that is asked of it counts pixels as that one does.
   */
  readonly match?: MatchRef | undefined;
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
  /**
   * What could not be read of the plane so far, as far as it was looked at, a sentence each (at most
   * {@link MOST_PROBLEMS}): pixels that are NaN because their tile is broken. Left out: nothing.
   */
  readonly problems?: readonly string[] | undefined;
}

/** What is told to be broken of a plane; a badly broken image could have a million such tiles. */
export const MOST_PROBLEMS = 100;

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
export interface HostMethods
  extends
    TableMethods,
    TreeMethods,
    PositionMethods,
    SkyMethods,
    RegionMethods,
    CutoutMethods,
    MatchMethods,
    MarkerMethods {
  /**
   * A large file that is compressed as a whole fails as `costly`, with its cost in words, unless
   * `readWhole` says that the user agreed.
   */
  structure: [
    params: { readWhole?: boolean | undefined },
    result: StructureReply,
    progress: StructureReply,
  ];
  /** `stored`: the cards as they are in the file, where those of a compressed image are restored. */
  header: [
    params: { hdu: number; stored?: boolean | undefined },
    result: HeaderReply,
    progress: never,
  ];
  /** Reads the whole HDU. */
  checksum: [params: { hdu: number }, result: ChecksumReply, progress: { done: number }];
  /**
   * The user wants an array read that fails as `costly`: one whose bytes can be unpacked from the first on
   * only, and are far away. Holds as long as the file is open.
   */
  agree: [params: { hdu: number }, result: null, progress: never];
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
  /** Pixels `[x0, x1)` of the lowest row, for images of one row, in at most `points` bins. */
  line: [
    params: PlaneRef & { x0: number; x1: number; points: number },
    result: LineReply,
    progress: { done: number },
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
export interface HostEvents extends MatchEvents, MarkerEvents {
  /** The meter of the document, at most a few times a second. */
  transfer: TransferFigures;
  settings: ViewerSettings;
  /** The object changed and was opened again: forget everything and ask for the structure. */
  reload: null;
  /** The user asked, outside the viewer, for the picture as a PNG: make it and `save` it. */
  exportPng: null;
}

export type HostEvent = keyof HostEvents;
