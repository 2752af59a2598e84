import type { DatasetRef } from '../core/catalogs/request/request';

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

/** webview → host; the owner of the match adds what they need. */
export interface CatalogMatchMethods {
  /** The joined table becomes the result on show. */
  matchCatalog: [
    params: CatalogMatchRequest & { readonly agreed: boolean },
    result: { readonly rows: number; readonly matched: number },
    progress: { readonly words: string; readonly done: number },
  ];
}
