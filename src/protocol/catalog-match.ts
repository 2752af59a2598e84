import type { DatasetRef } from '../core/catalogs/request/request';
import type { CatalogChoice, CatalogReply } from './catalog';

/** The largest radius of a cross-match, arcseconds: a degree. */
export const MOST_MATCH_RADIUS = 3600;

/** Cross-match of the table on show with another table or catalogue by distance on the sky. */
export interface CatalogMatchRequest {
  /** The table on show. */
  readonly hdu: number;
  readonly view: string;
  readonly position: { readonly ra: string; readonly dec: string };
  readonly other: {
    readonly dataset: DatasetRef;
    readonly position: { readonly ra: string; readonly dec: string } | undefined;
    readonly columns: readonly string[];
    readonly filter: string;
  };
  /** Arcseconds. */
  readonly radius: number;
  readonly which: 'nearest' | 'all';
  /** Whether rows without a match are kept, with nothing in the other's columns. */
  readonly keepUnmatched: boolean;
}

/** A table or catalogue that can be the other side. */
export interface MatchChoice {
  readonly dataset: DatasetRef;
  readonly label: string;
  /** A kept result, a catalogue that is listed in the sidebar, or a table in a file. */
  readonly kind: 'result' | 'catalogue' | 'file';
}

/** What reading the other side takes: only what lies around the rows of the table on show. */
export interface CatalogMatchPlan {
  readonly files: number;
  /** Rows of the other side that are read at most. */
  readonly rows: number;
  readonly bytes: number;
  readonly requests: number;
  readonly problems: readonly string[];
  /** True where it is above the limit that the user has set. */
  readonly asks: boolean;
}

/** webview → host. */
export interface CatalogMatchMethods {
  /** Kept results and the catalogues that the sidebar lists. */
  matchOthers: [
    params: Record<string, never>,
    result: { readonly choices: readonly MatchChoice[] },
    progress: never,
  ];
  /** Asks the user for a file of a table; null where they chose none. */
  chooseMatchFile: [
    params: Record<string, never>,
    result: { readonly choice: MatchChoice } | null,
    progress: never,
  ];
  /** What is known of the other side; the data set on show stays as it is. */
  lookAtOther: [
    params: { readonly dataset: DatasetRef },
    result: CatalogReply | CatalogChoice,
    progress: never,
  ];
  planMatch: [
    params: CatalogMatchRequest,
    result: CatalogMatchPlan,
    progress: { readonly words: string; readonly done: number },
  ];
  /** The joined table becomes the result on show. Above the limit it fails as `costly` unless the user has `agreed`. */
  matchCatalog: [
    params: CatalogMatchRequest & { readonly agreed: boolean },
    /** `rows` of the joined table; `matched` of the rows `of` the table that was matched. */
    result: { readonly rows: number; readonly matched: number; readonly of: number },
    progress: { readonly words: string; readonly done: number },
  ];
}
