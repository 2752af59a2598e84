import { inParallel } from '../../archives/in-parallel';
import { isBroken, isCancelled, sentence, SkybucketError, type ErrorCode } from '../../errors';
import type { GroupRows } from '../../parquet/chunk-reader';
import type { RowGroup } from '../../parquet/metadata';
import { openParquet } from '../../parquet/parquet-file';
import type { Column } from '../../table/table';
import { mayMatch } from '../filter/may-match';
import type { Range } from '../filter/range';
import type { RowFilter } from '../filter/row-filter';
import type { Partition } from '../layout/layout';
import { bloomTests } from './bloom-tests';
import type { Failures } from './failures';
import { fileColumn, type FileColumn } from './file-columns';
import { mayLieIn, rangeIn } from './group-ranges';
import type { FilePlan, GroupPlan, PlanOptions } from './plan';
import { bytesOf } from './plan-cost';
import type { CatalogQuery, QueryRegion } from './query';
import { rowsInPages } from './rows-in-pages';
import { leastShareOf, shareInRegion, shareOf } from './shares';
import { slimPlan } from './slim-plan';

/** Row groups looked into at a time. */
const PARALLEL = 16;
/** Where so many rows are expected of a row group, some are surely there, … */
const SURELY_SOME = 64;
/** … unless a region touches the corner of the square around them only. */
const MOSTLY_INSIDE = 0.5;
/** S3 denies access to what is not there, to those who may not list. */
const GONE: readonly ErrorCode[] = ['not-found', 'access-denied'];

/** A file to look into for a query. */
export interface FileTask {
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
export async function planFile(task: FileTask, options: PlanOptions): Promise<FilePlan | string> {
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
