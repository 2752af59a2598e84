import { SkybucketError, throwIfAborted } from '../errors';
import { rowRuns, runBetween, type RowRun } from '../row-runs';
import type { ColumnValues, ReadCost, Table, TableOptions, TableSlice } from '../table/table';
import { Turns } from '../table/turns';
import type { GroupRows } from './chunk-reader';
import type { ParquetColumn } from './columns';
import { GatheredCells } from './gathered-cells';
import type { RowGroup } from './metadata';
import type { ParquetFile } from './parquet-file';
import { unpackRows, type UnpackedRows } from './unpack-rows';
import { outside } from '../table/outside';

/** Rows of a slice of a scan. */
const SLICE_ROWS = 16_384;
/** Bytes of unpacked columns that are kept, so that scrolling does not unpack them anew. */
const KEPT_BYTES = 64 * 1024 * 1024;

/** UnpackedRows bytes of the row groups that one reading may touch. */
const MOST_MEMORY = 2 * 1024 * 1024 * 1024;

/** The rows of a Parquet file. Row groups are read column by column, and pages where the file has an index of them. */
export class ParquetTable implements Table {
  readonly columns: readonly ParquetColumn[];
  readonly rows: number;
  readonly rowsPresent: number;
  readonly bytesPerRow: number;
  readonly warnings: readonly string[];
  private readonly kept = new Map<string, UnpackedRows>();
  private keptBytes = 0;

  constructor(private readonly file: ParquetFile) {
    const { metadata } = file;
    this.columns = file.columns;
    this.rows = metadata.rows;
    this.rowsPresent = metadata.rows;
    this.bytesPerRow = Math.round(this.scanBytes(this.columns) / Math.max(1, this.rows));
    this.warnings = [];
  }

  get local(): boolean {
    return this.file.reader.local;
  }

  async read(
    from: number,
    to: number,
    columns: readonly number[],
    options: TableOptions = {},
  ): Promise<TableSlice> {
    const run = runBetween(from, to, (what) => outside(what, this.rows));
    return this.readRuns([run], columns, options);
  }

  async readRows(
    rows: ArrayLike<number>,
    columns: readonly number[],
    options: TableOptions = {},
  ): Promise<TableSlice> {
    return this.readRuns(rowRuns(rows), columns, options);
  }

  async *scan(
    columns: readonly number[],
    options: TableOptions = {},
  ): AsyncGenerator<TableSlice, void, void> {
    const groups = this.file.metadata.rowGroups.filter(({ rows }) => rows > 0);
    const stop = new AbortController();
    const abort = (): void => stop.abort();
    options.signal?.addEventListener('abort', abort, { once: true });
    const given = { ...options, signal: stop.signal };
    const fetch = (group: RowGroup | undefined): Promise<UnpackedRows[]> => {
      const fetched = group ? this.unpackAll(group, columns, given) : Promise.resolve([]);
      // Whoever stops the loop does not come for what was read ahead.
      fetched.catch(() => undefined);
      return fetched;
    };
    try {
      throwIfAborted(options.signal);
      let next = fetch(groups[0]);
      for (const [i, group] of groups.entries()) {
        const unpacked = await next;
        next = fetch(groups[i + 1]);
        for (let from = 0; from < group.rows; from += SLICE_ROWS) {
          const to = Math.min(group.rows, from + SLICE_ROWS);
          yield this.sliceOf(unpacked, columns, { from, to }, group.firstRow + from, options);
          throwIfAborted(options.signal);
        }
      }
    } finally {
      options.signal?.removeEventListener('abort', abort);
      stop.abort();
    }
  }

  scanCost(columns: readonly number[]): ReadCost {
    return this.local
      ? { bytes: 0, requests: 0 }
      : {
          bytes: this.scanBytes(this.columnsAt(columns)),
          requests: this.file.metadata.rowGroups.length * columns.length,
        };
  }

  private async readRuns(
    runs: readonly RowRun[],
    columns: readonly number[],
    options: TableOptions,
  ): Promise<TableSlice> {
    throwIfAborted(options.signal);
    for (const { row, rows } of runs) {
      if (!Number.isSafeInteger(row) || row < 0 || row + rows > this.rows) {
        throw outside(
          rows === 1 ? `Row ${row + 1}` : `Rows ${row + 1} to ${row + rows}`,
          this.rows,
        );
      }
    }
    const asked = this.columnsAt(columns);
    const rows = runs.reduce((sum, run) => sum + run.rows, 0);
    const gathered = asked.map(
      (column) => new GatheredCells(column, rows, options.mostElements ?? Infinity),
    );
    const needs = this.needsOf(runs);
    checkMemory([...needs.keys()], asked);
    const turns = new Turns(options.signal);
    const groups = [...needs].map(([group, parts]) => {
      const from = Math.min(...parts.map((part) => part.from));
      const to = Math.max(...parts.map((part) => part.to));
      return { parts, unpacked: this.unpack(group, asked, { from, to }, options) };
    });
    // All are under way: one that fails takes the others with it, silently.
    for (const { unpacked } of groups) {
      unpacked.catch(() => undefined);
    }
    for (const { parts, unpacked } of groups) {
      const cells = await unpacked;
      for (const { from, to, at } of parts) {
        cells.forEach((part, i) => {
          gathered[i]?.take(part.cells, { from: from - part.from, to: to - part.from }, at);
        });
      }
      if (turns.over) {
        await turns.next();
      }
    }
    return {
      ...{ from: runs[0]?.row ?? 0, rows },
      columns: gathered.map((column) => column.values()),
    };
  }

  private async unpackAll(
    group: RowGroup,
    columns: readonly number[],
    options: TableOptions,
  ): Promise<UnpackedRows[]> {
    const asked = this.columnsAt(columns);
    checkMemory([group], asked);
    return this.unpack(group, asked, { from: 0, to: group.rows }, options);
  }

  /** The parts of the runs by row group: rows of the group, and where they go. */
  private needsOf(runs: readonly RowRun[]): Map<RowGroup, (GroupRows & { at: number })[]> {
    const needs = new Map<RowGroup, (GroupRows & { at: number })[]>();
    const { rowGroups } = this.file.metadata;
    for (const { row, rows, at } of runs) {
      let index = firstEndingAfter(rowGroups, row);
      for (let done = 0; done < rows; index++) {
        const group = rowGroups[index] as RowGroup;
        const from = row + done - group.firstRow;
        const to = Math.min(group.rows, from + rows - done);
        const parts = needs.get(group) ?? [];
        needs.set(group, parts);
        parts.push({ from, to, at: at + done });
        done += to - from;
      }
    }
    return needs;
  }

  /** The cells of the columns in at least the rows asked for. */
  private async unpack(
    group: RowGroup,
    columns: readonly ParquetColumn[],
    rows: GroupRows,
    options: TableOptions,
  ): Promise<UnpackedRows[]> {
    const keyOf = (column: ParquetColumn): string => `${group.firstRow} ${column.index}`;
    const found = new Map<ParquetColumn, UnpackedRows>();
    const lacking = [...new Set(columns)].filter((column) => {
      const key = keyOf(column);
      const known = this.kept.get(key);
      if (known === undefined || known.from > rows.from || known.to < rows.to) {
        return true;
      }
      // What was used last is forgotten last.
      this.kept.delete(key);
      this.kept.set(key, known);
      found.set(column, known);
      return false;
    });
    const unpacked = await unpackRows(this.file.reader, group, lacking, rows, options);
    throwIfAborted(options.signal);
    for (const [i, column] of lacking.entries()) {
      const own = unpacked[i] as UnpackedRows;
      found.set(column, own);
      this.keep(keyOf(column), own);
    }
    return columns.map((column) => found.get(column) as UnpackedRows);
  }

  private keep(key: string, unpacked: UnpackedRows): void {
    if (unpacked.bytes > KEPT_BYTES / 4) {
      return;
    }
    this.keptBytes += unpacked.bytes - (this.kept.get(key)?.bytes ?? 0);
    this.kept.delete(key);
    this.kept.set(key, unpacked);
    for (const [oldest, { bytes }] of this.kept) {
      if (this.keptBytes <= KEPT_BYTES) {
        break;
      }
      this.kept.delete(oldest);
      this.keptBytes -= bytes;
    }
  }

  private sliceOf(
    unpacked: readonly UnpackedRows[],
    columns: readonly number[],
    rows: GroupRows,
    from: number,
    { mostElements = Infinity }: TableOptions,
  ): TableSlice {
    const asked = this.columnsAt(columns);
    const values = asked.map((column, i): ColumnValues => {
      const gathered = new GatheredCells(column, rows.to - rows.from, mostElements);
      const part = unpacked[i] as UnpackedRows;
      gathered.take(part.cells, { from: rows.from - part.from, to: rows.to - part.from }, 0);
      return gathered.values();
    });
    return { from, rows: rows.to - rows.from, columns: values };
  }

  private columnsAt(columns: readonly number[]): ParquetColumn[] {
    return columns.map((index) => {
      const column = this.columns[index];
      if (column === undefined) {
        throw outside(`Column ${index + 1}`, this.columns.length);
      }
      return column;
    });
  }

  private scanBytes(columns: readonly ParquetColumn[]): number {
    const leaves = new Set(columns.flatMap((column) => column.leaves.map(({ leaf }) => leaf)));
    return this.file.metadata.rowGroups.reduce(
      (sum, { chunks }) =>
        [...leaves].reduce((so, leaf) => so + (chunks[leaf]?.pages.length ?? 0), sum),
      0,
    );
  }
}

function checkMemory(groups: readonly RowGroup[], columns: readonly ParquetColumn[]): void {
  const bytes = groups.reduce(
    (sum, { chunks }) =>
      columns.reduce(
        (so, { leaves }) =>
          leaves.reduce((own, { leaf }) => own + (chunks[leaf]?.uncompressed ?? 0), so),
        sum,
      ),
    0,
  );
  if (bytes > MOST_MEMORY) {
    throw new SkybucketError('too-large', `These rows would take ${bytes} bytes of memory.`, {
      hint: 'Choose fewer rows or columns.',
    });
  }
}

function firstEndingAfter(groups: readonly RowGroup[], row: number): number {
  let low = 0;
  let high = groups.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const { firstRow, rows } = groups[middle] as RowGroup;
    if (firstRow + rows > row) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}
