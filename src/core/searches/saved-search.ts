import type { MissionQuery } from '../archives/mast/mission-query';
import type { MastQuery } from '../archives/mast/query';
import type { SiaQuery } from '../archives/sia/query';

/** A query in ADQL, as far as a search keeps it. */
export interface TapCriteria {
  readonly query: string;
  /** MAXREC; left out: as many rows as the service gives by itself. */
  readonly mostRows?: number | undefined;
  /** True to run it as a job of the service (asynchronously). */
  readonly asJob?: boolean | undefined;
}

/** What is asked, by the kind of the search. */
export interface SearchCriteria {
  readonly mast: MastQuery;
  readonly mission: MissionQuery;
  readonly sia: SiaQuery;
  readonly tap: TapCriteria;
}

/**
 * `mast`: observations of all missions. `mission`: data sets of one mission, by the search of its own. `sia`: images
 * of any service of SIA 2. `tap`: rows of any query.
 */
export type SearchKind = keyof SearchCriteria;

export const SEARCH_KINDS: readonly SearchKind[] = ['mast', 'mission', 'sia', 'tap'];

/** Who is asked. */
export interface SearchService {
  /** Of MAST (`mast`), of a preset (`irsa`, `cadc`, …) or of one that the user added. */
  readonly id: string;
  /** For people: `IRSA`. */
  readonly label: string;
  /** Where it was when the search was made; the settings may say otherwise by now. */
  readonly address: string;
}

/** What is asked of whom. Its JSON can be read again by `readRequest`. */
export type SearchRequest = {
  readonly [K in SearchKind]: {
    readonly kind: K;
    readonly service: SearchService;
    readonly criteria: SearchCriteria[K];
  };
}[SearchKind];

/** What a search has brought when it ran last. */
export interface SearchRun {
  /** ISO 8601. */
  readonly at: string;
  /** Rows that came. */
  readonly rows: number;
  /** Rows that match, as the service says; undefined where it does not. */
  readonly total: number | undefined;
  /** True where the rows are all that match. */
  readonly complete: boolean;
  /** Why they are not, one sentence; undefined where they are. */
  readonly reason?: string | undefined;
  /** True while the rows are kept; they are the first to go where there are many searches. */
  readonly kept: boolean;
}

/** A search as it is kept across restarts. */
export type SavedSearch = SearchRequest & {
  readonly id: string;
  readonly title: string;
  /** True where the user gave the title, so that it stays when the criteria change. */
  readonly named: boolean;
  /** ISO 8601. */
  readonly created: string;
  /** Undefined for one that has not run. */
  readonly ran: SearchRun | undefined;
};
