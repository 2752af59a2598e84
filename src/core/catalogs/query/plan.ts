import { inParallel } from '../../archives/in-parallel';
import { DEFAULT_LINK } from '../../bytes/link';
import { planRequests } from '../../bytes/planner';
import { SkybucketError, throwIfAborted } from '../../errors';
import type { GroupRows } from '../../parquet/chunk-reader';
import type { RowGroup } from '../../parquet/metadata';
import type { ParquetFile } from '../../parquet/parquet-file';
import { filterColumns } from '../../table/filter-columns';
import type { Column } from '../../table/table';
import { readFilter, type RowFilter } from '../filter/row-filter';
import type { FolderOptions } from '../layout/dataset-folder';
import type { Partition } from '../layout/layout';
import { Failures } from './failures';
import type { FileColumn } from './file-columns';
import { spansOf } from './plan-cost';
import { planFile } from './plan-file';
import { checkPositionColumn } from './position-column';
import type { CatalogQuery } from './query';
import { queryPartitions } from './query-partitions';

/** What a query will read, known from metadata alone. */
export interface QueryPlan {
  readonly query: CatalogQuery;
  readonly filter: RowFilter | undefined;
  /** The columns that a result has. */
  readonly columns: readonly Column[];
  readonly files: readonly FilePlan[];
  /** Partitions that the region touches; and files, row groups and rows in them. */
  readonly partitions: number;
  readonly rowGroups: { readonly all: number; readonly chosen: number };
  /** In all of these files; and in the result at most, and about, if values were spread evenly. */
  readonly rows: { readonly all: number; readonly atMost: number; readonly expected: number };
  /** What running it will fetch: of chunks that are read by pages, as much as these rows are of the row group. */
  readonly bytes: number;
  readonly requests: number;
  /** What is not as it should be, one sentence each: columns that are missing in a file, say. */
  readonly problems: readonly string[];
  /** The same of files that are gone or broken, with all of their rows. */
  readonly gone: readonly string[];
}

/** One file, and what of it is read. */
export interface FilePlan {
  readonly partition: Partition;
  readonly file: ParquetFile;
  /** Row groups and rows of all of it. */
  readonly all: { readonly groups: number; readonly rows: number };
  readonly groups: readonly GroupPlan[];
  /** Columns of the result, in that order. */
  readonly output: readonly FileColumn[];
  /** Columns that the filter uses, in that order. */
  readonly used: readonly FileColumn[];
  readonly position: readonly FileColumn[];
}

export interface GroupPlan {
  readonly group: RowGroup;
  /** Only these may be in the result. */
  readonly rows: GroupRows;
  /** About so many of them, if values were spread evenly. */
  readonly expected: number;
  /** True where so many are expected that no column is read in vain: then all of them are read at once. */
  readonly together: boolean;
  readonly bytes: number;
}

export interface PlanOptions extends FolderOptions {
  /** Files whose metadata were read, of those known so far. */
  readonly onProgress?: ((done: number, known: number) => void) | undefined;
}

/** Footers read at a time. */
const PARALLEL = 16;
const MOST_PROBLEMS = 100;

/**
 * Finds what a query has to read: partitions by region and by the values of folders, row groups and
 * pages by statistics and Bloom filters. Reads metadata only.
 *
 * @throws ExpressionError for a filter that makes no sense; SkybucketError `not-found` for a column that is not
 *   there, `too-large`, or what reading throws. A file that is gone or broken is told in the plan.
 */
export async function planQuery(
  query: CatalogQuery,
  options: PlanOptions = {},
): Promise<QueryPlan> {
  const { schema, region, position } = query;
  const filter =
    query.filter === undefined || query.filter.trim() === ''
      ? undefined
      : readFilter(query.filter, filterColumns(schema.columns));
  const columns = query.columns.map((name) => columnNamed(query, name));
  if (region !== undefined && position === undefined) {
    throw new SkybucketError('unsupported', 'It is not known which columns hold the position.', {
      hint: 'Choose the columns of right ascension and declination.',
    });
  }
  const at =
    region && position
      ? [position.ra, position.dec].map((name) => checkPositionColumn(columnNamed(query, name)))
      : [];
  const lost: string[] = [];
  const partitions = await queryPartitions(query, filter, lost, options);
  const failures = new Failures();
  let done = 0;
  const planned = await inParallel(partitions, PARALLEL, async (partition) => {
    throwIfAborted(options.signal);
    const problems: string[] = [];
    const task = { query, filter, columns, at, partition, problems, failures };
    const plan = await planFile(task, options);
    options.onProgress?.(++done, partitions.length);
    return { plan, problems };
  });
  failures.throwIfAll();
  const files = planned.flatMap(({ plan }) => (typeof plan === 'string' ? [] : [plan]));
  const groups = files.flatMap((file) => file.groups);
  const spans = files.flatMap((file) => file.groups.map(({ group }) => spansOf(file, group)));
  return {
    ...{ query, filter, columns },
    files: files.filter((file) => file.groups.length > 0),
    partitions: partitions.length,
    rowGroups: {
      all: files.reduce((sum, { all }) => sum + all.groups, 0),
      chosen: groups.length,
    },
    rows: {
      all: files.reduce((sum, { all }) => sum + all.rows, 0),
      atMost: groups.reduce((sum, { rows }) => sum + rows.to - rows.from, 0),
      expected: Math.round(groups.reduce((sum, { expected }) => sum + expected, 0)),
    },
    bytes: groups.reduce((sum, { bytes }) => sum + bytes, 0),
    requests: spans.reduce((sum, group) => sum + planRequests(group, DEFAULT_LINK).length, 0),
    problems: firstOf([...new Set(planned.flatMap(({ problems }) => problems))]),
    gone: firstOf([
      ...lost,
      ...planned.flatMap(({ plan }) => (typeof plan === 'string' ? [plan] : [])),
    ]),
  };
}

/** Not more than anybody reads, and how many there are beside. */
function firstOf(sentences: readonly string[]): string[] {
  const more = sentences.length - MOST_PROBLEMS;
  return more > 0
    ? [
        ...sentences.slice(0, MOST_PROBLEMS),
        `And so it is ${more.toLocaleString('en-US')} more times.`,
      ]
    : [...sentences];
}

function columnNamed({ schema, folder }: CatalogQuery, name: string): Column {
  const column = schema.columns.find((candidate) => candidate.name === name);
  if (column === undefined) {
    throw new SkybucketError('not-found', `${folder.label} has no column “${name}”.`);
  }
  return column;
}
