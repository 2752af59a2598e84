import type { CatalogRequest, DatasetRef } from '../../core/catalogs/request/request';
import type {
  CatalogChoice,
  CatalogMethods,
  CatalogPlan,
  CatalogProgress,
  CatalogReply,
  CatalogResult,
} from '../../protocol/catalog';
import type { PlotMethods } from '../../protocol/plot';
import type { ReaderMethods, TableQuestions } from '../methods';
import type { MatchQuestions } from './match-methods';

/**
 * The worker of a catalogue panel: it reads a data set, plans and runs queries, keeps the rows of the result on show
 * in memory, and answers what is asked about them. Folders and bytes are the host's.
 */

/** What a run, or a result that was opened again, is about. */
export interface RunReport {
  readonly progress: CatalogProgress;
  /** See `CatalogTable`. */
  readonly table: { readonly hdu: number; readonly rows: number };
}

export interface RunEnd {
  readonly state: CatalogResult['state'];
  readonly complete: boolean;
  readonly warnings: readonly string[];
  readonly table: { readonly hdu: number; readonly rows: number };
}

/** A batch of rows that somebody else (an engine) found: a column each, of the element type that was told. */
export interface RowsIn {
  /** Texts as they are; numbers as number or, for 64 bits, as text; null for missing. */
  readonly columns: readonly (readonly (string | number | boolean | null)[])[];
}

export interface ColumnIn {
  readonly name: string;
  /** An `ElementType` of the tables. */
  readonly type: string;
  readonly unit: string;
  readonly description: string;
}

/** host → worker. */
export type CatalogQuestions = TableQuestions &
  PlotMethods &
  MatchQuestions &
  Pick<CatalogMethods, 'field' | 'checkFilter' | 'checkRegion' | 'viewOfRows' | 'rowsOfView'> & {
    openCatalog: [
      params: { readonly dataset: DatasetRef },
      result: CatalogReply | CatalogChoice,
      progress: never,
    ];
    plan: [
      params: { readonly request: CatalogRequest },
      result: Omit<CatalogPlan, 'asks' | 'spent'>,
      progress: { readonly done: number; readonly known: number },
    ];
    /** Uses the plan that was made last where that is of the same request. An abort stops it as `stopped`. */
    run: [
      params: { readonly request: CatalogRequest; readonly mostMemory: number },
      result: RunEnd,
      progress: RunReport,
    ];
    pause: [params: { readonly paused: boolean }, result: null, progress: never];
    stop: [params: Record<string, never>, result: null, progress: never];
    /** The rows of an engine: begins a result, adds rows to it, and ends it. */
    beginRows: [
      params: { readonly columns: readonly ColumnIn[] },
      result: { readonly hdu: number },
      progress: never,
    ];
    addRows: [
      params: RowsIn,
      result: { readonly hdu: number; readonly rows: number },
      progress: never,
    ];
    endRows: [
      params: { readonly state: CatalogResult['state']; readonly warnings: readonly string[] },
      result: RunEnd,
      progress: never,
    ];
    /** The table on show as a Parquet file, in pieces; empty where there is no more. The last ends the file. */
    resultFile: [
      params: { readonly hdu: number; readonly first: boolean },
      result: { readonly bytes: Uint8Array; readonly done: boolean; readonly share: number },
      progress: never,
    ];
    /** Shows a result that is kept: a Parquet file by the URI that `FolderMethods.openFile` takes. */
    openResult: [
      params: {
        readonly uri: string;
        readonly state: CatalogResult['state'];
        readonly complete: boolean;
        readonly warnings: readonly string[];
      },
      result: RunEnd,
      progress: never,
    ];
  };

/** worker → host: folders and files of data sets, by the URI of the data set and paths relative to it. */
export type FolderMethods = Pick<ReaderMethods, 'read'> & {
  /** Size of an open file. */
  size: [params: { readonly file: number }, result: { readonly size: number }, progress: never];
  /** What lies in a folder itself; see `DatasetFolder.list`. */
  list: [
    params: { readonly uri: string; readonly folder: string },
    result: {
      readonly folders: readonly string[];
      readonly files: readonly { readonly name: string; readonly size: number }[];
    },
    progress: never,
  ];
  /** All files at or below a folder, in reports. */
  files: [
    params: { readonly uri: string; readonly folder: string },
    result: null,
    progress: { readonly files: readonly { readonly path: string; readonly size: number }[] },
  ];
  /**
   * Opens a file for reading (no request for a remote one where its size is given). An empty path is the file that the
   * URI itself names.
   */
  openFile: [
    params: { readonly uri: string; readonly path: string; readonly size: number | undefined },
    result: { readonly file: number; readonly label: string; readonly local: boolean },
    progress: never,
  ];
  closeFile: [params: { readonly file: number }, result: null, progress: never];
};

/** host → worker, once, before anything is asked. */
export interface CatalogWorkerEvents {
  start: { readonly temporary: string };
}
