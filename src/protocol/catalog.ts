import type { CatalogRequest, DatasetRef, RegionSpec } from '../core/catalogs/request/request';
import type { CatalogMatchMethods } from './catalog-match';
import type { EngineMethods } from './engine';
import type { PlotMethods } from './plot';
import type { FilterProblem, TableMethods } from './table';
import type { WireError } from './wire';

export type {
  BoxSpec,
  CatalogRequest,
  ConeSpec,
  DatasetRef,
  PolygonSpec,
  RegionSpec,
} from '../core/catalogs/request/request';

/** The panel of a catalogue: a query is made, planned, run, and its rows are looked at. */

/** A column of a data set as the panel shows it before anything of it is read. */
export interface CatalogColumn {
  readonly name: string;
  /** As numpy would call an element: `float32`, `int64`, `bool`, `text`; of a list, of its elements. */
  readonly type: string;
  /** Empty where nobody says. */
  readonly unit: string;
  readonly description: string;
  /** A list in each row. */
  readonly list: boolean;
  /** One real number a row. */
  readonly numeric: boolean;
  /** Its values are in the names of folders. */
  readonly inFolders: boolean;
}

/** What is known of a data set from its schema. */
export interface CatalogReply {
  readonly dataset: DatasetRef;
  /** What people call it: `s3://nasa-irsa-wise/…/wise-allwise.parquet/`. */
  readonly label: string;
  /** In words: `HATS catalogue, 17161 rows, order 2`. */
  readonly about: string;
  readonly kind: 'hive' | 'hats' | 'pixel-files' | 'files' | 'table';
  readonly columns: readonly CatalogColumn[];
  /** Columns of position as the data set or their names say; undefined where the user is to choose. */
  readonly position: { readonly ra: string; readonly dec: string } | undefined;
  /** Columns to show first; some are always given. */
  readonly defaultColumns: readonly string[];
  /** Undefined where nobody says. */
  readonly rows: number | undefined;
  readonly warnings: readonly string[];
}

/** Several catalogues lie there, of which one is to be chosen. */
export interface CatalogChoice {
  readonly choices: readonly { readonly dataset: DatasetRef; readonly label: string }[];
}

/** All that is known of a column, for a look at its metadata. */
export interface FieldReply {
  /** Names and values in the order of the file: Parquet and Arrow types, field metadata, unit, … */
  readonly entries: readonly { readonly name: string; readonly value: string }[];
}

export interface CatalogPlan {
  readonly partitions: number;
  readonly files: number;
  readonly rowGroups: { readonly all: number; readonly chosen: number };
  readonly rows: { readonly all: number; readonly atMost: number; readonly expected: number };
  /** HEALPix pixels of the partitions to be read, and their order, where the layout has them. */
  readonly pixels: { readonly order: number; readonly count: number } | undefined;
  readonly bytes: number;
  readonly requests: number;
  /** What planning has cost. */
  readonly spent: { readonly bytes: number; readonly requests: number };
  readonly problems: readonly string[];
  /** Files that are gone or broken: rows will be missing. */
  readonly gone: readonly string[];
  /** True where it is above the limit that the user has set, so that running it is asked about. */
  readonly asks: boolean;
}

export interface CatalogProgress {
  /** Of the bytes of the plan, those that are read or turned out not to be needed. */
  readonly bytes: number;
  readonly ofBytes: number;
  readonly rowGroups: number;
  readonly ofRowGroups: number;
  /** In the result so far. */
  readonly rows: number;
}

export type CatalogRunState = 'running' | 'done' | 'stopped' | 'full' | 'failed';

/** A result, on show or kept. */
export interface CatalogResult {
  /** Random; the name of its folder in the cache. */
  readonly id: string;
  readonly title: string;
  readonly request: CatalogRequest;
  readonly state: CatalogRunState;
  /** No row is missing that the query asks for. */
  readonly complete: boolean;
  readonly rows: number;
  /** What is wrong with it, one sentence each; why it is not complete first. */
  readonly warnings: readonly string[];
  /** What running it has cost. */
  readonly bytes: number;
  readonly requests: number;
  readonly milliseconds: number;
  /** When it was begun, milliseconds since 1970. */
  readonly at: number;
  /** Who ran it: empty for our own reader, else the name of an engine. */
  readonly engine: string;
  /** SQL that an engine was sent; empty for our own reader. */
  readonly sql: string;
}

/**
 * The table on show. While a query runs its table grows: `hdu` is another number for each length, and the tables of
 * former numbers stay as they were, so that `TableMethods` never see one change.
 */
export interface CatalogTable {
  readonly hdu: number;
  readonly rows: number;
}

/** Why a panel cannot show what it is for; `message` and `hint` are sentences to show. */
export interface CatalogFailure extends WireError {
  /** `result`: its rows cannot be read; `dataset`: it cannot be opened. */
  readonly of: 'result' | 'dataset';
}

/** All that the panel shows beside rows. Sent when anything of it has changed. */
export interface CatalogState {
  readonly title: string;
  /**
   * What the panel is for. The page asks for `openCatalog` where that is not (any more) the one it shows, so that a
   * choice among several, and what went wrong, come to it as the answer. Undefined for a panel of nothing.
   */
  readonly dataset?: DatasetRef | undefined;
  readonly catalog: CatalogReply | undefined;
  /** Undefined for nothing wrong; gone when it is tried again. */
  readonly failure?: CatalogFailure | undefined;
  /** What was asked last, to fill in the form with; undefined for a data set that nothing was asked of. */
  readonly request: CatalogRequest | undefined;
  readonly plan: CatalogPlan | undefined;
  readonly planning: { readonly done: number; readonly known: number } | undefined;
  readonly running:
    | {
        readonly progress: CatalogProgress | undefined;
        readonly paused: boolean;
        readonly engine: string;
      }
    | undefined;
  readonly result: CatalogResult | undefined;
  readonly table: CatalogTable | undefined;
  /** Rows of the result (0-based, in its own order) that are chosen in a plot or on an image; undefined for none. */
  readonly chosen: { readonly version: number; readonly count: number } | undefined;
}

/** An open image whose field can be the region of a query. */
export interface ImageRegion {
  /** `M 101 · SCI`. */
  readonly label: string;
  /** `field`: its outline; else a region drawn there. */
  readonly what: 'field' | 'drawn';
  readonly region: RegionSpec;
}

/** webview → host: `[params, result, progress]`. */
export interface CatalogMethods
  extends TableMethods, PlotMethods, CatalogMatchMethods, EngineMethods {
  /** Opens a data set in the panel, in place of the one that was there. */
  openCatalog: [
    params: { readonly dataset: DatasetRef },
    result: CatalogReply | CatalogChoice,
    progress: never,
  ];
  field: [params: { readonly column: string }, result: FieldReply, progress: never];
  /** What is wrong with a filter; undefined for nothing. */
  checkFilter: [
    params: { readonly filter: string },
    result: { readonly problem: FilterProblem | undefined },
    progress: never,
  ];
  /**
   * A coordinate or the name of an object as a place. `text` is anything that the search forms take; `place` is
   * degrees, ICRS, with who says so.
   */
  catalogPlace: [
    params: { readonly text: string },
    result: { readonly ra: number; readonly dec: number; readonly said: string },
    progress: never,
  ];
  /** Fields and drawn regions of the images that are open. */
  imageRegions: [
    params: Record<string, never>,
    result: { readonly regions: readonly ImageRegion[] },
    progress: never,
  ];
  /** Asks for a MOC file (FITS or ASCII) and reads it; null where the user chose none. */
  openMoc: [
    params: Record<string, never>,
    result: { readonly region: RegionSpec } | null,
    progress: never,
  ];
  /** How much of the sky a region is, and what is wrong with it, as one sentence. */
  checkRegion: [
    params: { readonly region: RegionSpec },
    result: { readonly squareDegrees: number | undefined; readonly problem: string | undefined },
    progress: never,
  ];
  /** The plan is sent with the state, too. A newer call ends an older one as cancelled. */
  plan: [
    params: { readonly request: CatalogRequest },
    result: CatalogPlan,
    progress: { readonly done: number; readonly known: number },
  ];
  /**
   * Plans where that has not been done, and runs. Above the limit it fails as `costly` unless the user has `agreed`.
   * Ends with the run; progress comes with the state.
   */
  run: [
    params: { readonly request: CatalogRequest; readonly agreed: boolean },
    result: CatalogResult,
    progress: never,
  ];
  pause: [params: { readonly paused: boolean }, result: null, progress: never];
  /** What has come stays, marked incomplete. */
  stop: [params: Record<string, never>, result: null, progress: never];
  /** Chooses rows of the table; empty for none. Little-endian uint32. */
  choose: [
    params: { readonly hdu: number; readonly rows: Uint8Array },
    result: null,
    progress: never,
  ];
  /** The rows that are chosen, in ascending order; little-endian uint32. */
  chosen: [params: Record<string, never>, result: { readonly rows: Uint8Array }, progress: never];
  /** A view (for `TableRef`) of these rows of a table alone, in their order; little-endian uint32. */
  viewOfRows: [
    params: { readonly hdu: number; readonly rows: Uint8Array },
    result: { readonly view: string; readonly rows: number },
    progress: never,
  ];
  /** The number in the table of each row of a view, in its order; little-endian uint32. */
  rowsOfView: [
    params: { readonly hdu: number; readonly view: string },
    result: { readonly rows: Uint8Array },
    progress: never,
  ];
  /** Shows the result on an open image, or asks which. */
  showOnImage: [params: Record<string, never>, result: null, progress: never];
  /** Writes the notebook that continues the work with LSDB or Dask, and opens it. */
  notebook: [params: { readonly request: CatalogRequest }, result: null, progress: never];
  copyPython: [params: { readonly request: CatalogRequest }, result: null, progress: never];
  copy: [params: { readonly text: string }, result: null, progress: never];
  /** Asks the user where to write a file (a plot) and writes it; false where they chose nowhere. */
  save: [
    params: { readonly name: string; readonly data: Uint8Array },
    result: { readonly saved: boolean },
    progress: never,
  ];
}

/** host → webview. */
export interface CatalogEvents {
  state: CatalogState;
  settings: { readonly pixelOrigin: 0 | 1 };
  /** Shows a row of the table. */
  revealRow: { readonly row: number };
}
