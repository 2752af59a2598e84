import type { PlaneRef } from './methods';
import type { SkyFrame } from './position';

/** A table whose rows are shown on an image. */
export interface MarkerTable {
  /** The id of another open file (`openFiles`); left out: this one. */
  readonly file?: string | undefined;
  readonly hdu: number;
  /** 0-based columns. Longitudes and latitudes are degrees unless the column's unit says else. */
  readonly longitude: number;
  readonly latitude: number;
  /** A column that sizes go by; left out: all of one size. */
  readonly magnitude?: number | undefined;
  /** What they are longitudes and latitudes of; `own` is that of the image. Left out: ICRS. */
  readonly frame?: SkyFrame | undefined;
}

/** How the columns of a table are likely meant. */
export interface MarkerGuess {
  readonly columns: readonly {
    readonly index: number;
    readonly name: string;
    readonly unit: string;
    readonly numeric: boolean;
  }[];
  readonly rows: number;
  readonly longitude: number | undefined;
  readonly latitude: number | undefined;
  readonly magnitude: number | undefined;
  /** By the names of these columns, else by the header. */
  readonly frame: SkyFrame;
  /** What reading the columns costs, in bytes; 0 where all is at hand. */
  readonly bytes: number;
}

/** The most rows that can be markers. */
export const MOST_MARKERS = 10_000_000;

/** Rows `[from, from + count)`. */
export interface MarkerBatch {
  readonly from: number;
  readonly count: number;
  readonly rows: number;
  /** Little-endian float32 pairs: pixel positions, 0-based; NaN where a row is not on the image's sky. */
  readonly positions: Uint8Array;
  /** Little-endian float32, or undefined. */
  readonly magnitudes: Uint8Array | undefined;
}

/** webview → host: `[params, result, progress]`. */
export interface MarkerMethods {
  /** `columns`: those whose cost is asked; left out: those that are guessed. */
  guessMarkers: [
    params: {
      readonly file?: string | undefined;
      readonly hdu: number;
      readonly columns?: readonly number[] | undefined;
    },
    result: MarkerGuess,
    progress: never,
  ];
  /** Every row arrives in one of the reports, in order; the result says how many there are. */
  markers: [
    params: PlaneRef & { table: MarkerTable },
    result: { readonly rows: number; readonly placed: number },
    progress: MarkerBatch,
  ];
  /** Shows a row of a table that is open in another viewer there. */
  showRow: [
    params: { readonly file: string; readonly hdu: number; readonly row: number },
    result: null,
    progress: never,
  ];
  /** The rows that are chosen of a result of a catalogue, ascending; little-endian uint32. */
  chosenRows: [
    params: { readonly result: string },
    result: { readonly rows: Uint8Array },
    progress: never,
  ];
  /** Chooses rows of a result of a catalogue in its panel and wherever else it is shown; empty for none. */
  chooseRows: [
    params: { readonly result: string; readonly rows: Uint8Array },
    result: null,
    progress: never,
  ];
}

/** host → webview. */
export interface MarkerEvents {
  /** Shows this row of the table of an HDU. */
  revealRow: { readonly hdu: number; readonly row: number };
  /** Other rows of a result of a catalogue are chosen. */
  chosenChanged: { readonly result: string };
  /** Lays a result of a catalogue (see `OpenFile.result`) over the picture. */
  overlayResult: { readonly result: string };
}
