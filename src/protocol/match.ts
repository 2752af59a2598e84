import type { HduLine } from './methods';

/** A plane of this or of another open file, to be seen on the pixels of the one in question. */
export interface MatchRef {
  /** The id of another open file (`openFiles`); left out: this one. */
  readonly file?: string | undefined;
  readonly hdu: number;
  readonly slice: readonly number[];
}

/** A file that is open in a viewer, or a kept result of a catalogue. */
export interface OpenFile {
  readonly id: string;
  readonly title: string;
  /** The id of the kept result that it is, which is the same the next time; left out: a file in a viewer. */
  readonly result?: string | undefined;
  /** Its HDUs or arrays as far as they are known. */
  readonly lines: readonly HduLine[];
}

/** Degrees, ICRS. */
export type SkyPoint = readonly [longitude: number, latitude: number];

/** Where a viewer looks on the sky. */
export interface LinkedView {
  /** Degrees, ICRS: what is in the middle. */
  readonly longitude: number;
  readonly latitude: number;
  /** Degrees a device pixel there. */
  readonly scale: number;
}

/** Where all that are linked look, since one of them was moved. */
export interface LinkedMove {
  /** Counts the moves in the order in which the host heard of them, from 1: the last one counts. */
  readonly number: number;
  readonly view: LinkedView;
}

/** All that a viewer knows of its link: a page that was loaded anew, or missed something, needs no more. */
export interface LinkState {
  readonly linked: boolean;
  /** How many others are linked with it. */
  readonly others: number;
  /** Undefined until one of them has told where it looks. */
  readonly move: LinkedMove | undefined;
  /** What is under the pointer of another one. */
  readonly cursor: SkyPoint | undefined;
}

/** What a viewer tells the others. */
export interface LinkNews {
  /** Where its user has moved it; undefined where it was not moved, or only followed. */
  readonly view: LinkedView | undefined;
  /** What is under its pointer. */
  readonly cursor: SkyPoint | undefined;
}

/** webview → host: `[params, result, progress]`. */
export interface MatchMethods {
  /** The other open files of Skybucket. */
  openFiles: [
    params: Record<string, never>,
    result: { readonly files: readonly OpenFile[] },
    progress: never,
  ];
  /**
   * Tells the linked viewers where this one looks; those that show that part of the sky follow. Returns the
   * number of the last move, which is this one if it is one.
   */
  tellView: [params: LinkNews, result: { readonly move: number }, progress: never];
  /** Links or unlinks this viewer with all that are linked. */
  link: [params: { readonly linked: boolean }, result: null, progress: never];
}

/** host → webview. */
export interface MatchEvents {
  /** The files that are open have changed: ask for them anew. */
  openFilesChanged: null;
  /** How this viewer is linked, and where the others look. */
  linked: LinkState;
}
