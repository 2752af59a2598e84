import type { CatalogRequest } from '../core/catalogs/request/request';

/** A place that runs SQL, as the user's settings have it. */
export interface EngineLine {
  readonly id: string;
  readonly label: string;
  readonly kind: 'trino' | 'athena';
}

/** webview → host; the owner of the engines adds what they need. */
export interface EngineMethods {
  engines: [
    params: Record<string, never>,
    result: { readonly engines: readonly EngineLine[] },
    progress: never,
  ];
  /** The SQL of a request for an engine, to be shown and edited. `problem`: why there is none. */
  sqlOf: [
    params: { readonly engine: string; readonly request: CatalogRequest },
    result: { readonly sql: string; readonly problem: string | undefined },
    progress: never,
  ];
  /** Runs SQL; its rows become the result on show. Ends with the run; `stop` stops it. */
  runSql: [
    params: { readonly engine: string; readonly request: CatalogRequest; readonly sql: string },
    result: { readonly rows: number },
    progress: never,
  ];
}
