import type { HduLine } from './methods';

/** A plane of this or of another open file, to be seen on the pixels of the one in question. */
export interface MatchRef {
  /** The id of another open file (`openFiles`); left out: this one. */
  readonly file?: string | undefined;
  readonly hdu: number;
  readonly slice: readonly number[];
}

/** A file that is open in a viewer. */
export interface OpenFile {
  readonly id: string;
  readonly title: string;
  /** Its HDUs or arrays as far as they are known. */
  readonly lines: readonly HduLine[];
}

/** What a viewer looks at, for others that follow it. */
export interface LinkedView {
  /** Degrees, ICRS: what is in the middle. */
  readonly longitude: number;
  readonly latitude: number;
  /** Degrees a device pixel there. */
  readonly scale: number;
  /** Degrees, ICRS: under the pointer or the crosshair, or undefined. */
  readonly cursor: readonly [longitude: number, latitude: number] | undefined;
  /** Only the pointer has moved: the others stay where they are. */
  readonly pointerOnly?: boolean | undefined;
}

/** webview → host: `[params, result, progress]`. */
export interface MatchMethods {
  /** The other open files of Skybucket. */
  openFiles: [
    params: Record<string, never>,
    result: { readonly files: readonly OpenFile[] },
    progress: never,
  ];
  /** Tells the linked viewers where this one looks; those that show that part of the sky follow. */
  tellView: [params: { readonly view: LinkedView }, result: null, progress: never];
  /** Links or unlinks this viewer with all that are linked. */
  link: [params: { readonly linked: boolean }, result: null, progress: never];
}

/** host → webview. */
export interface MatchEvents {
  /** Another linked viewer looks there. */
  followView: LinkedView;
  /** The files that are open have changed: ask for them anew. */
  openFilesChanged: null;
  /** Whether this viewer is linked, and with how many others. */
  linked: { readonly linked: boolean; readonly others: number };
}
