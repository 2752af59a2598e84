import type { CatalogRequest } from '../core/catalogs/request/request';

/** A place that runs SQL, as the user's settings have it. */
export interface EngineLine {
  readonly id: string;
  readonly label: string;
  readonly kind: 'trino' | 'athena';
  /** Where it is: its address, or its region. */
  readonly place: string;
  /** It wants a password, a token or keys, and none are set. */
  readonly lacksSecret: boolean;
}

/** webview → host. */
export interface EngineMethods {
  engines: [
    params: Record<string, never>,
    result: {
      readonly engines: readonly EngineLine[];
      /** One sentence for each entry of the setting that cannot be used. */
      readonly problems: readonly string[];
    },
    progress: never,
  ];
  /**
   * The SQL of a request for an engine, to be shown and edited. `problem`: why there is none, or what is to be looked at
   * before it is run.
   */
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
  /** Asks for what an engine is, and puts it into the settings. */
  addEngine: [params: Record<string, never>, result: null, progress: never];
  /** Asks for the password, token or keys of an engine. */
  setEngineSecret: [params: { readonly engine: string }, result: null, progress: never];
}
