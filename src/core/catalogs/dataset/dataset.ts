import type { Column } from '../../table/table';
import type { FolderOptions } from '../layout/dataset-folder';
import type { PlanOptions, QueryPlan } from '../query/plan';
import type { QueryRegion } from '../query/query';
import type { ResultTable } from '../query/result-table';
import type { RunOptions } from '../query/run';

/** Columns of position, in degrees unless the unit of a column says otherwise. */
export interface PositionColumns {
  readonly ra: string;
  readonly dec: string;
}

/** What is asked of a data set. */
export interface DatasetQuery {
  readonly columns: readonly string[];
  /** As it was typed; blank for every row. */
  readonly filter: string;
  /** Undefined for the whole sky. */
  readonly region: QueryRegion | undefined;
  /** Undefined for those that the data set has. */
  readonly position: PositionColumns | undefined;
}

/** Figures of a plan, as `QueryPlan` has them. */
export type PlanFigures = Pick<
  QueryPlan,
  'partitions' | 'rowGroups' | 'rows' | 'bytes' | 'requests' | 'problems' | 'gone'
> & {
  readonly files: number;
  /** HEALPix pixels of the partitions to be read, where the layout has them. */
  readonly pixels: { readonly order: number; readonly count: number } | undefined;
};

/** A query that can be run. */
export interface DatasetPlan extends PlanFigures {
  /** Those of the result. */
  readonly columns: readonly Column[];
  /** As `runQuery`: resolves when all is read, when it was stopped, or when memory is full; `result` says which. */
  run(result: ResultTable, options: RunOptions): Promise<void>;
  /** Closes what is open for it; it cannot be run any more. */
  close(): Promise<void>;
}

/** A data set whose columns are known: files of Parquet in any layout, or one table of another format. */
export interface Dataset {
  /** What people call it. */
  readonly label: string;
  /** In words: `HATS catalogue, 17161 rows, order 2`. */
  readonly about: string;
  readonly kind: 'hive' | 'hats' | 'pixel-files' | 'files' | 'table';
  readonly columns: readonly Column[];
  /** Names of the columns whose values are in the names of folders. */
  readonly inFolders: ReadonlySet<string>;
  /** As the data set or the names of its columns say; undefined where the user is to choose. */
  readonly position: PositionColumns | undefined;
  /** Columns to show first; at least one. */
  readonly defaultColumns: readonly string[];
  /** Undefined where nobody says. */
  readonly rows: number | undefined;
  readonly warnings: readonly string[];

  /**
   * Finds what a query has to read.
   *
   * @throws ExpressionError for a filter that makes no sense; SkybucketError `not-found` for a column that is not
   *   there, or what reading throws.
   */
  plan(query: DatasetQuery, options: PlanOptions & FolderOptions): Promise<DatasetPlan>;

  /** Closes what is open. */
  close(): Promise<void>;
}
