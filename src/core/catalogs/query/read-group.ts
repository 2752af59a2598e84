import { GatheredCells } from '../../parquet/gathered-cells';
import type { GroupRows } from '../../parquet/chunk-reader';
import type { ParquetColumn } from '../../parquet/columns';
import { unpackRows, type UnpackedRows } from '../../parquet/unpack-rows';
import { rowRuns } from '../../row-runs';
import type { ColumnPart } from '../../table/expression/evaluate';
import type { Column, ColumnValues } from '../../table/table';
import { matching } from '../filter/row-filter';
import type { FolderOptions } from '../layout/dataset-folder';
import { castCells, constantCells, partOf } from './file-cells';
import type { FileColumn } from './file-columns';
import type { FilePlan, GroupPlan, QueryPlan } from './plan';

/** Rows of the result that one row group gave. */
export interface ResultRows {
  readonly rows: number;
  /** By column of the result. */
  readonly columns: readonly ColumnValues[];
}

type Known = Map<ParquetColumn, UnpackedRows>;

/**
 * Reads a row group: first what the filter and the region ask about, then, where any row is left, the rest of
 * the columns for the rows from the first to the last of these. Where many rows are expected, all in one go.
 *
 * @throws SkybucketError what reading throws.
 */
export async function readGroup(
  plan: QueryPlan,
  file: FilePlan,
  { group, rows, together }: GroupPlan,
  options: FolderOptions,
): Promise<ResultRows | undefined> {
  const known: Known = new Map();
  const read = async (found: readonly FileColumn[], wanted: GroupRows): Promise<void> => {
    const columns = found.flatMap((one) => (one.from === 'file' ? [one.column] : []));
    const lacking = [...new Set(columns)].filter((column) => !known.has(column));
    if (lacking.length > 0) {
      const unpacked = await unpackRows(file.file.reader, group, lacking, wanted, options);
      lacking.forEach((column, i) => known.set(column, unpacked[i] as UnpackedRows));
    }
  };
  await read([...file.used, ...file.position, ...(together ? file.output : [])], rows);
  const hits = insideRegion(plan, file, known, rows, fulfilling(plan, file, known, rows));
  const first = hits[0];
  const last = hits.at(-1);
  if (first === undefined || last === undefined) {
    return undefined;
  }
  await read(file.output, { from: rows.from + first, to: rows.from + last + 1 });
  const columns = plan.columns.map((column, i) =>
    gathered(column, i, file.output[i] as FileColumn, known, rows.from, hits),
  );
  return { rows: hits.length, columns };
}

/** Rows that fulfil the filter, counted from the first that was read. */
function fulfilling(plan: QueryPlan, file: FilePlan, known: Known, rows: GroupRows): Uint32Array {
  const { filter, query } = plan;
  const count = rows.to - rows.from;
  if (filter === undefined) {
    const all = new Uint32Array(count);
    for (let i = 0; i < count; i++) {
      all[i] = i;
    }
    return all;
  }
  const parts = filter.uses.map(({ column: index, element }, use) => {
    const column = query.schema.columns[index] as Column;
    const cells = cellsOf(column, file.used[use] as FileColumn, known, rows);
    return partOf(cells, column.type, element, rows.from, count);
  });
  return matching(filter)(parts, count);
}

function insideRegion(
  plan: QueryPlan,
  file: FilePlan,
  known: Known,
  rows: GroupRows,
  hits: Uint32Array,
): Uint32Array {
  const { region, position, schema } = plan.query;
  if (region === undefined || position === undefined) {
    return hits;
  }
  const [ra, dec] = [position.ra, position.dec].map((name, i) => {
    const column = schema.columns.find((candidate) => candidate.name === name) as Column;
    const cells = cellsOf(column, file.position[i] as FileColumn, known, rows);
    return partOf(cells, column.type, 0, rows.from, rows.to - rows.from);
  });
  // A position that is missing is nowhere.
  const inside = region.contains({ longitude: degrees(ra, hits), latitude: degrees(dec, hits) });
  const chosen = new Uint32Array(hits.length);
  let count = 0;
  for (let i = 0; i < hits.length; i++) {
    if (inside[i] === 1) {
      chosen[count++] = hits[i] as number;
    }
  }
  return chosen.subarray(0, count);
}

function degrees(part: ColumnPart | undefined, hits: Uint32Array): Float64Array {
  const found = new Float64Array(hits.length).fill(NaN);
  if (part === undefined) {
    return found;
  }
  const { values, missing, start } = part;
  for (let i = 0; i < hits.length; i++) {
    const at = start + (hits[i] as number);
    if (missing?.[at] !== 1) {
      found[i] = Number(values[at]);
    }
  }
  return found;
}

/** The cells of a column of the data set, in its type. */
function cellsOf(
  column: Column,
  found: FileColumn,
  known: Known,
  rows: GroupRows,
): Pick<UnpackedRows, 'cells' | 'from'> {
  if (found.from === 'folder') {
    return { cells: constantCells(column, found.value, rows.to - rows.from), from: rows.from };
  }
  const { cells, from } = known.get(found.column) as UnpackedRows;
  return { cells: castCells(cells, found.column.type, column.type), from };
}

function gathered(
  column: Column,
  index: number,
  found: FileColumn,
  known: Known,
  from: number,
  hits: Uint32Array,
): ColumnValues {
  const rows = { from, to: from + (hits.at(-1) ?? 0) + 1 };
  const source = cellsOf(column, found, known, rows);
  const into = new GatheredCells({ ...column, index }, hits.length, Infinity);
  for (const run of rowRuns(hits)) {
    const start = from + run.row - source.from;
    into.take(source.cells, { from: start, to: start + run.rows }, run.at);
  }
  return into.values();
}
