import type { TableMethods } from './table';

/**
 * The methods of the search panel (view type `skybucket.search`): a form drawn from what a service says of
 * its columns, the rows that a search has brought, and the products of one of them. What services and
 * people write is data: the panel shows it as text only.
 */

/** Which form, and which protocol behind it. ADQL queries are documents and have no form. */
export type SearchFormKind = 'mast' | 'mission' | 'sia';

/** A service that can be searched by a form. */
export interface SearchService {
  /** `mast`, `mission:jwst`, `irsa`, or the id of one the user has added. */
  readonly id: string;
  /** `MAST`, `HST (MAST)`, `IRSA images`. */
  readonly label: string;
  readonly kind: SearchFormKind;
}

/** A value that a field is known to take. */
export interface FieldChoice {
  readonly value: string;
  /** What it means, where that is not plain: `calibrated` of a level 2. */
  readonly meaning?: string | undefined;
  /** How many rows have it, where the service tells. */
  readonly count: number | undefined;
}

/** One criterion that can be asked for. */
export interface SearchField {
  /** As the service calls it: `t_exptime`. */
  readonly name: string;
  /** For people: `Exposure Length`. */
  readonly label: string;
  /** `MJD`, `nm`, `deg`; of what is typed, unless a unit is typed with it. */
  readonly unit: string | undefined;
  readonly description: string | undefined;
  /** What may be typed, in the words of the service. */
  readonly example: string | undefined;
  /** `values`: any of some values; `range`: from a least to a greatest, either may be left open. */
  readonly asked: 'values' | 'range';
  /** `date`: an MJD or a date (`2024-05-01`, `2024-05-01T12:00`) may be typed. */
  readonly type: 'text' | 'number' | 'date' | 'flag';
  /** Whether values may have `*` for any characters. */
  readonly wildcards: boolean;
  /** Whether a value may begin with `!`: all but that. */
  readonly negates: boolean;
  /** The most frequent first; empty where the service does not tell. */
  readonly choices: readonly FieldChoice[];
  /** Least and greatest value there is, where the service tells. */
  readonly extent: readonly [number, number] | undefined;
  /** True for the few that people use, which are shown unasked. */
  readonly first: boolean;
}

export interface SearchForm {
  readonly service: SearchService;
  /** Those shown first, in that order, then the others as the service orders them. */
  readonly fields: readonly SearchField[];
  /** Whether there is anything to be counted before the search. */
  readonly counts: boolean;
  /** What is typed as the place: a position or name with a radius, or a shape as well. */
  readonly place: {
    readonly shapes: boolean;
    /** Whether there may be several, with `;` between them. */
    readonly several: boolean;
    /** `0.2 deg`; what is meant where no radius is given. */
    readonly radius: string;
  };
  /** What one should know before asking, one sentence each. */
  readonly notes: readonly string[];
  /** Why some of the known values are missing, one sentence; undefined where none is. */
  readonly incomplete: string | undefined;
}

/**
 * What was filled in of a field, as it was typed. Of a range an empty text is an open end; several ranges of one
 * field are values: `1..2`, `>=5`, `<=9`.
 */
export type FieldText =
  { readonly values: readonly string[] } | { readonly range: readonly [from: string, to: string] };

/** A form as it is filled in. */
export interface FilledForm {
  /** The id of the service. */
  readonly service: string;
  /** A position, a name, a shape, or several with `;` between them; empty for anywhere. */
  readonly place: string;
  /** `0.2 deg`, `30"`; empty for what the form says. */
  readonly radius: string;
  /** By the name of the field; those that are left out say nothing. */
  readonly fields: Readonly<Record<string, FieldText>>;
}

/** How a place was understood. */
export interface SearchPlace {
  /** `M 101: 14h03m12.58s +54d20m55.5s ICRS, from Simbad`; a line for each place. */
  readonly understood: string;
  /** ICRS, degrees: the middle of the first. */
  readonly ra: number;
  readonly dec: number;
  /** Degrees: of a circle around all of it. */
  readonly radius: number;
}

export interface CountReply {
  /** Undefined where the service does not count. */
  readonly rows: number | undefined;
  readonly place: SearchPlace | undefined;
}

/** How far a search is. */
export interface SearchProgress {
  /** What is going on, for people: `Page 2 of 5`. */
  readonly text: string;
  /** Rows that are here, and how many there will be, where that is known. */
  readonly rows: number;
  readonly total: number | undefined;
}

/** How a search went when it was last run. */
export interface SearchRun {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly rows: number;
  /** Rows that match, where the service says. */
  readonly total: number | undefined;
  /** Why these are not all rows that match: one sentence; undefined where they are. */
  readonly partial: string | undefined;
}

/** What the panel shows. */
export interface SearchState {
  /** Undefined for one that has not been run, which is not kept. */
  readonly id: string | undefined;
  readonly title: string;
  /** Undefined where nothing has been filled in, and of a query. */
  readonly form: FilledForm | undefined;
  /** Of a search that is a query in ADQL, and has no form. */
  readonly query: { readonly adql: string; readonly service: string } | undefined;
  readonly run: SearchRun | undefined;
  /** Undefined unless it is being run, by whom ever. */
  readonly running: SearchProgress | undefined;
  /** The rows, to be asked for by the methods of tables; undefined where there are none. */
  readonly table:
    | {
        readonly hdu: number;
        readonly fileName: string;
        /** Another one when the rows were replaced by others. */
        readonly version: number;
      }
    | undefined;
}

/** Where a product lies in the cloud. */
export type ProductPlace =
  | { readonly kind: 'asking' }
  | {
      readonly kind: 'cloud';
      /** `s3://bucket/key` */
      readonly uri: string;
      /** False where the service says so itself; true where its key was derived and the bucket has it. */
      readonly derived: boolean;
    }
  | {
      readonly kind: 'none';
      /** `not in the cloud`, `not public`, `look-up failed: retry` */
      readonly reason: string;
      /** More of it, one sentence, or empty. */
      readonly detail: string;
      readonly retryable: boolean;
    };

/** A file that belongs to a row. */
export interface ProductLine {
  /** Names it among those of its row. */
  readonly id: string;
  readonly name: string;
  /** False for previews, logs, calibration files and the like. */
  readonly science: boolean;
  /** `SCIENCE`, `PREVIEW`, `#auxiliary` of DataLink, …; empty where the service does not say. */
  readonly type: string;
  /** `RATE`, `I2D`, `W1`, …; empty where there is none. */
  readonly group: string;
  readonly description: string;
  /** Bytes. */
  readonly size: number | undefined;
  readonly calibration: number | undefined;
  /** `PUBLIC`, …; empty where the service does not say. */
  readonly rights: string;
  readonly recommended: boolean;
  readonly place: ProductPlace;
  /** The service's own name of it: `mast:JWST/product/…`; empty where there is none. */
  readonly dataUri: string;
  /** Where it can be downloaded from over https; empty where the service does not say. */
  readonly url: string;
  /** Whether a viewer of ours shows such files. */
  readonly viewable: boolean;
}

export interface ProductsReply {
  /** Science products first. */
  readonly products: readonly ProductLine[];
  /** Why these are not all: one sentence. */
  readonly partial: string | undefined;
}

/** What is copied of a product. */
export type ProductAddress = 's3' | 'url' | 'dataUri';

/** A row of the table of a search: its position there, whatever the order on screen. */
export interface SearchRow {
  readonly row: number;
}

export interface SearchProducts extends SearchRow {
  /** Ids of products of the row; left out, the one it is mostly looked at for. */
  readonly products?: readonly string[] | undefined;
}

/** Borders on the sky of some rows of the table, and how many rows have been looked at. */
export interface FootprintBatch {
  /** Rows `[from, from + count)` of the table. */
  readonly from: number;
  readonly count: number;
  /**
   * Little-endian uint32 pairs, one a closed outline: the row, and how many points it has. A row may have
   * several, or none; where only a position is known, one of a single point.
   */
  readonly outlines: Uint8Array;
  /** Little-endian float64 pairs, outline after outline: longitude and latitude, ICRS, degrees. */
  readonly points: Uint8Array;
}

/** webview → host: `[params, result, progress]`. */
export interface SearchMethods extends TableMethods {
  searchServices: [
    params: Record<string, never>,
    result: { readonly services: readonly SearchService[] },
    progress: never,
  ];
  /** What is known at once is reported first, without values that have to be asked for. */
  searchForm: [params: { readonly service: string }, result: SearchForm, progress: SearchForm];
  /** Looks up a name where it is one. */
  searchPlace: [
    params: { readonly service: string; readonly place: string; readonly radius: string },
    result: SearchPlace,
    progress: never,
  ];
  countSearch: [params: FilledForm, result: CountReply, progress: never];
  /**
   * Runs what is filled in: as the search of the panel, which is changed where it was filled in otherwise, or
   * as a new one. Ends when all rows are here; how far it is, the panel is told by `search`.
   * What the service will hardly answer fails as `costly`, unless the user wants it all the same.
   */
  runSearch: [
    params: {
      readonly form: FilledForm;
      readonly asNew: boolean;
      readonly evenIfCostly?: boolean | undefined;
    },
    result: SearchRun,
    progress: never,
  ];
  /** Runs the search of the panel as it is; like `runSearch`. */
  rerunSearch: [
    params: { readonly evenIfCostly?: boolean | undefined },
    result: SearchRun,
    progress: never,
  ];
  /** Opens the query of the panel as a document. */
  editQuery: [params: Record<string, never>, result: null, progress: never];
  /** Stops the search of the panel, whoever runs it; what has come is kept. */
  cancelSearch: [params: Record<string, never>, result: null, progress: never];
  /**
   * The first report is the list without places; each replaces the one before. Asked again, it looks up again
   * where products are whose look-up has failed.
   */
  products: [params: SearchRow, result: ProductsReply, progress: ProductsReply];
  /**
   * Which products of a row a filter leaves, and what they can be chosen by (`group=RATE`, with how many). A filter
   * has clauses between semicolons: `recommended`, `group=RATE, !CAL`, `level=2..3`, `extension=.fits`, or words that
   * stand in the name, the group or the description.
   */
  chooseProducts: [
    params: SearchRow & { readonly filter: string },
    result: { readonly products: readonly string[]; readonly choices: readonly FieldChoice[] },
    progress: never,
  ];
  /** Opens a product in a viewer of its own; without one, that the row is mostly looked at for. */
  openProduct: [
    params: SearchRow & { readonly product?: string | undefined },
    result: null,
    progress: { done: number },
  ];
  downloadProducts: [params: SearchProducts, result: null, progress: never];
  /** Copies addresses, one a line; how many of the products have such an address. */
  copyProducts: [
    params: SearchProducts & { readonly address: ProductAddress },
    result: { readonly copied: number },
    progress: never,
  ];
  /**
   * Copies Python that does what is filled in, or without a form what the search of the panel asks; with `row`, that
   * lists the products of that row.
   */
  copyPython: [
    params: { readonly form?: FilledForm | undefined; readonly row?: number | undefined },
    result: null,
    progress: never,
  ];
  /** Every row that is anywhere on the sky arrives in one of the reports, in order of the rows. */
  footprints: [
    params: Record<string, never>,
    result: { readonly rows: number; readonly placed: number },
    progress: FootprintBatch,
  ];
  copy: [params: { readonly text: string }, result: null, progress: never];
}

/** host → webview. */
export interface SearchEvents {
  /** Once the page is there, and whenever anything of it has changed. */
  search: SearchState;
  /** Fills in the form, in place of what was there; a preset, or a search chosen in the tree. */
  fill: FilledForm;
  /** Shows a row of the table, and its products. */
  revealRow: SearchRow;
  settings: { readonly pixelOrigin: 0 | 1 };
}
