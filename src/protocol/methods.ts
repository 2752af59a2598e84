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
  /** Suggested limits from the values filled so far. */
  readonly minmax: Limits;
  readonly zscale: Limits;
  /** Share of the overview that has been read, 0 to 1. */
  readonly done: number;
}

export interface TransferFigures {
  readonly requests: number;
  readonly bytes: number;
  readonly rounds: number;
  readonly milliseconds: number;
  /** Size of the whole object, when known. */
  readonly size: number | undefined;
}

/** What is kept of a view: small, JSON, in the state of the editor. */
export interface ViewState {
  readonly hdu: number;
  readonly slice: readonly number[];
  /** Image position at the middle of the canvas. */
  readonly centre: readonly [x: number, y: number] | undefined;
  /** Screen pixels per image pixel; undefined means "fit". */
  readonly zoom: number | undefined;
  readonly limits: 'zscale' | 'minmax' | Limits;
}

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
  copy: [params: { text: string }, result: null, progress: never];
  download: [params: Record<string, never>, result: null, progress: never];
}

export type HostMethod = keyof HostMethods;
export type Params<M extends HostMethod> = HostMethods[M][0];
export type Result<M extends HostMethod> = HostMethods[M][1];
export type Progress<M extends HostMethod> = HostMethods[M][2];

/** host → webview. */
export interface HostEvents {
  /** The meter of the document, at most a few times a second. */
  transfer: TransferFigures;
  /** How pixels are counted when shown: from 1 as FITS does, or from 0. */
  settings: { readonly pixelOrigin: 0 | 1 };
  /** The object changed and was opened again: forget everything and ask for the structure. */
  reload: null;
}

export type HostEvent = keyof HostEvents;
