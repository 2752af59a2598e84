import { inParallel } from '../../archives/in-parallel';
import { DEFAULT_LINK } from '../../bytes/link';
import { planRequests } from '../../bytes/planner';
import type { Span } from '../../bytes/source';
import {
  isBroken,
  isCancelled,
  sentence,
  SkybucketError,
  throwIfAborted,
  type ErrorCode,
} from '../../errors';
import { byPages, type GroupRows } from '../../parquet/chunk-reader';
import type { ParquetColumn } from '../../parquet/columns';
import type { RowGroup } from '../../parquet/metadata';
import { openParquet, type ParquetFile } from '../../parquet/parquet-file';
import { filterColumns } from '../../table/filter-columns';
import type { Column } from '../../table/table';
import { mayMatch } from '../filter/may-match';
import type { Range } from '../filter/range';
import { readFilter, type RowFilter } from '../filter/row-filter';
import type { FolderOptions } from '../layout/dataset-folder';
import type { Partition } from '../layout/layout';
import { bloomTests } from './bloom-tests';
import { Failures } from './failures';
import { fileColumn, type FileColumn } from './file-columns';
import { mayLieIn, rangeIn } from './group-ranges';
import type { CatalogQuery, QueryRegion } from './query';
import { leastShareOf, shareInRegion, shareOf } from './shares';
import { checkPositionColumn } from './position-column';
import { queryPartitions } from './query-partitions';
import { rowsInPages } from './rows-in-pages';
import { slimPlan } from './slim-plan';

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
/** Where so many rows are expected of a row group, some are surely there, … */
const SURELY_SOME = 64;
/** … unless a region touches the corner of the square around them only. */
const MOSTLY_INSIDE = 0.5;
const MOST_PROBLEMS = 100;
/** S3 denies access to what is not there, to those who may not list. */
const GONE: readonly ErrorCode[] = ['not-found', 'access-denied'];

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
    problems: [...new Set(planned.flatMap(({ problems }) => problems))].slice(0, MOST_PROBLEMS),
    gone: [
      ...lost,
      ...planned.flatMap(({ plan }) => (typeof plan === 'string' ? [plan] : [])),
    ].slice(0, MOST_PROBLEMS),
  };
}

interface FileTask {
  readonly query: CatalogQuery;
  readonly filter: RowFilter | undefined;
  readonly columns: readonly Column[];
  /** The columns of position, where they are asked about. */
  readonly at: readonly Column[];
  readonly partition: Partition;
  /** Takes what is not as it should be. */
  readonly problems: string[];
  readonly failures: Failures;
}

/** Why, in a sentence, for a file that cannot be looked into: the others are read all the same. */
async function planFile(task: FileTask, options: PlanOptions): Promise<FilePlan | string> {
  const { partition, failures } = task;
  try {
    const plan = slimPlan(await planOpened(task, options));
    failures.passed();
    return plan;
  } catch (error) {
    if (!isOurs(error)) {
      throw error;
    }
    if (GONE.includes(error.code)) {
      if (error.code === 'access-denied') {
        failures.denied(error);
      }
      return `${partition.path} is not there; its rows are missing.`;
    }
    if (!isBroken(error)) {
      failures.failed(error);
    }
    return `The rows of ${partition.path} are missing: ${sentence(error)}`;
  }
}

function isOurs(error: unknown): error is SkybucketError {
  return error instanceof SkybucketError && !isCancelled(error);
}

async function planOpened(
  { query, filter, columns, at, partition, problems }: FileTask,
  options: PlanOptions,
): Promise<FilePlan> {
  const file = await openParquet(query.folder.open(partition.path, partition.size), options);
  const find = (column: Column): FileColumn => {
    const { found, problem } = fileColumn(query.schema, column, partition, file);
    if (problem !== undefined) {
      problems.push(problem);
    }
    return found;
  };
  const output = columns.map(find);
  const used = (filter?.uses ?? []).map(({ column }) =>
    find(query.schema.columns[column] as Column),
  );
  const position = at.map(find);
  const { rowGroups, rows: allRows } = file.metadata;
  const all = { groups: rowGroups.length, rows: allRows };
  const plan = { partition, file, all, output, used, position };
  const groups = await inParallel(file.metadata.rowGroups, PARALLEL, async (group) => {
    const rows = await rowsOf(query, filter, { ...plan, groups: [] }, group, options);
    if (rows === undefined) {
      return [];
    }
    const given = [{ ...plan, groups: [] }, group, rows] as const;
    return [
      { group, rows, ...expectedOf(query.region, filter, ...given), bytes: bytesOf(...given) },
    ];
  });
  return { ...plan, groups: groups.flat() };
}

function expectedOf(
  region: QueryRegion | undefined,
  filter: RowFilter | undefined,
  { file, used, position }: FilePlan,
  group: RowGroup,
  rows: GroupRows,
): Pick<GroupPlan, 'expected' | 'together'> {
  const rangesOf = (found: readonly FileColumn[]): Range[] =>
    found.map((one) => rangeIn(one, group, file.metadata));
  const [ra, dec] = rangesOf(position);
  const inRegion = region && ra && dec ? shareInRegion(region, ra, dec) : 1;
  const ranges = rangesOf(used);
  const chosen = filter ? shareOf(filter.typed, ranges) : 1;
  const sure = filter ? leastShareOf(filter.typed, ranges) : 1;
  return {
    expected: Math.min(rows.to - rows.from, group.rows * inRegion * chosen),
    together: inRegion >= MOSTLY_INSIDE && group.rows * inRegion * sure >= SURELY_SOME,
  };
}

/** The rows of a group that may be in the result; undefined for none. */
async function rowsOf(
  { region }: CatalogQuery,
  filter: RowFilter | undefined,
  plan: FilePlan,
  group: RowGroup,
  options: PlanOptions,
): Promise<GroupRows | undefined> {
  if (group.rows === 0) {
    return undefined;
  }
  const { metadata, reader } = plan.file;
  const [ra, dec] = plan.position;
  const inRegion =
    !region ||
    !ra ||
    !dec ||
    mayLieIn(region, rangeIn(ra, group, metadata), rangeIn(dec, group, metadata));
  const ranges = plan.used.map((found) => rangeIn(found, group, metadata));
  if (!inRegion || (filter && !mayMatch(filter.typed, ranges))) {
    return undefined;
  }
  if (filter) {
    const blooms = await bloomTests(reader, filter.typed, plan.used, group, options);
    const sharper = plan.used.map((found, i) => rangeIn(found, group, metadata, blooms[i]));
    if (!mayMatch(filter.typed, sharper)) {
      return undefined;
    }
  }
  return rowsInPages(plan, region, filter, group, options);
}

/** The columns of a file that are read, each once. */
export function columnsToRead({ output, used, position }: FilePlan): ParquetColumn[] {
  const all = [...used, ...position, ...output];
  return [...new Set(all.flatMap((found) => (found.from === 'file' ? [found.column] : [])))];
}

function spansOf(plan: FilePlan, { chunks }: RowGroup): Span[] {
  const leaves = new Set(columnsToRead(plan).flatMap((column) => column.leaves));
  return [...leaves].flatMap(({ leaf }) => chunks[leaf]?.pages ?? []);
}

function bytesOf(plan: FilePlan, group: RowGroup, rows: GroupRows): number {
  const leaves = new Set(columnsToRead(plan).flatMap((column) => column.leaves));
  const share = (rows.to - rows.from) / group.rows;
  return [...leaves].reduce((sum, { leaf }) => {
    const chunk = group.chunks[leaf];
    const length = chunk?.pages.length ?? 0;
    return sum + (chunk && byPages(chunk, group, rows) ? Math.ceil(length * share) : length);
  }, 0);
}

function columnNamed({ schema, folder }: CatalogQuery, name: string): Column {
  const column = schema.columns.find((candidate) => candidate.name === name);
  if (column === undefined) {
    throw new SkybucketError('not-found', `${folder.label} has no column “${name}”.`);
  }
  return column;
}
