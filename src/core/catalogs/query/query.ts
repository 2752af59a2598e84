import type { Directions } from '../../sky/frames';
import type { Column } from '../../table/table';
import type { DatasetFolder } from '../layout/dataset-folder';
import type { Layout, PixelTest } from '../layout/layout';

/** What is asked of a catalogue. */
export interface CatalogQuery {
  readonly folder: DatasetFolder;
  readonly layout: Layout;
  readonly schema: DatasetSchema;
  /** Names of the columns wanted, in the order they are shown in. */
  readonly columns: readonly string[];
  /** As it was typed; see `readFilter`. */
  readonly filter: string | undefined;
  /** Left out: the whole sky. */
  readonly region: QueryRegion | undefined;
  /** The columns of position, in degrees; needed where there is a region. */
  readonly position: { readonly ra: string; readonly dec: string } | undefined;
}

/** The columns of a data set, with those that are in the names of folders. */
export interface DatasetSchema {
  readonly columns: readonly Column[];
  /** Names of the columns whose values are in the names of folders. */
  readonly inFolders: ReadonlySet<string>;
  /** Rows of the data set where it is the one file that this was read from. */
  readonly rows?: number | undefined;
  /** What was wrong with the places where it should have been, one sentence each. */
  readonly warnings?: readonly string[] | undefined;
}

/** A part of the sky, degrees throughout. */
export interface QueryRegion {
  /** Whether it may touch a pixel of HEALPix: no is sure. */
  readonly within: PixelTest;
  /** Intervals that its right ascensions lie in, which may reach below 0 and beyond 360. */
  readonly ra: readonly (readonly [number, number])[];
  readonly dec: readonly [number, number];
  /** 1 for each position that lies in it. */
  readonly contains: (directions: Directions) => Uint8Array;
}
