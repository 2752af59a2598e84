import { sentence, SkybucketError, throwIfAborted } from '../../errors';
import { GatheredCells } from '../../parquet/gathered-cells';
import { rowRuns, runBetween, type RowRun } from '../../row-runs';
import { bytesOf } from '../../table/element-type';
import type {
  Column,
  ColumnValues,
  ElementArray,
  ReadCost,
  Table,
  TableOptions,
  TableSlice,
} from '../../table/table';
import type { ResultRows } from './read-group';

/**
 * `running`: rows still come. `stopped`, `full`, `failed`: some never will, because of the user, of memory, or of what
 * could not be read.
 */
export type ResultState = 'running' | 'done' | 'stopped' | 'full' | 'failed';

interface Part extends ResultRows {
  readonly from: number;
}

const SLICE_ROWS = 16_384;
const MOST_WARNINGS = 100;
/** A text in memory, beside its characters. */
const TEXT_BYTES = 24;
const TEXTS_LOOKED_AT = 256;

/** The rows of a query, which become more while it runs. */
export class ResultTable implements Table {
  readonly columns: readonly Column[];
  readonly local = true;
  private readonly parts: Part[] = [];
  private readonly told = new Set<string>();
  private count = 0;
  private taken = 0;
  private lost = false;
  private current: ResultState = 'running';

  /** @param onGrow called after rows came in, and at the end. */
  constructor(
    columns: readonly Column[],
    private readonly onGrow: () => void = () => undefined,
  ) {
    this.columns = columns.map((column, index) => ({ ...column, index }));
  }

  get rows(): number {
    return this.count;
  }

  get rowsPresent(): number {
    return this.count;
  }

  get bytesPerRow(): number {
    return this.count === 0 ? 0 : Math.round(this.taken / this.count);
  }

  /** Bytes it takes. */
  get memory(): number {
    return this.taken;
  }

  get state(): ResultState {
    return this.current;
  }

  /** True where every row is here that should be. */
  get isComplete(): boolean {
    return this.current === 'done' && !this.lost;
  }

  get warnings(): readonly string[] {
    const partial = {
      running: [],
      done: this.lost ? ['The result is incomplete: some of it could not be read.'] : [],
      stopped: ['The result is incomplete: the query was stopped.'],
      full: ['The result is incomplete: it took more memory than it may.'],
      failed: ['The result is incomplete: reading the rest of it failed.'],
    };
    return [...partial[this.current], ...this.told];
  }

  add(rows: ResultRows): void {
    this.parts.push({ ...rows, from: this.count });
    this.count += rows.rows;
    this.taken += rows.columns.reduce((sum, column) => sum + memoryOf(column, this.columns), 0);
    this.onGrow();
  }

  /** Something that is not as it should be, though no row is missing for it. */
  tell(problem: string): void {
    if (this.told.size < MOST_WARNINGS) {
      this.told.add(problem);
    }
  }

  /** Rows that should be here are not. */
  lose(problem: string): void {
    this.lost = true;
    this.tell(problem);
  }

  /** It ends here, since nothing more can be read. */
  fail(error: unknown): void {
    this.lose(sentence(error));
    this.end('failed');
  }

  end(state: Exclude<ResultState, 'running'>): void {
    this.current = state;
    this.onGrow();
  }

  async read(
    from: number,
    to: number,
    columns: readonly number[],
    options: TableOptions = {},
  ): Promise<TableSlice> {
    const run = runBetween(from, to, (what) => this.outside(what));
    return this.slice([run], columns, options);
  }

  async readRows(
    rows: ArrayLike<number>,
    columns: readonly number[],
    options: TableOptions = {},
  ): Promise<TableSlice> {
    return this.slice(rowRuns(rows), columns, options);
  }

  async *scan(
    columns: readonly number[],
    options: TableOptions = {},
  ): AsyncGenerator<TableSlice, void, void> {
    const rows = this.count;
    for (let from = 0; from < rows; from += SLICE_ROWS) {
      yield await this.read(from, Math.min(rows, from + SLICE_ROWS), columns, options);
    }
  }

  scanCost(): ReadCost {
    return { bytes: 0, requests: 0 };
  }

  private slice(
    runs: readonly RowRun[],
    columns: readonly number[],
    { signal, mostElements = Infinity }: TableOptions,
  ): TableSlice {
    throwIfAborted(signal);
    for (const { row, rows } of runs) {
      if (!Number.isSafeInteger(row) || row < 0 || row + rows > this.count) {
        throw this.outside(rows === 1 ? `Row ${row + 1}` : `Rows ${row + 1} to ${row + rows}`);
      }
    }
    const rows = runs.reduce((sum, run) => sum + run.rows, 0);
    const values = columns.map((index): ColumnValues => {
      const column = this.columns[index];
      if (column === undefined) {
        throw new SkybucketError('past-end', `The result has no column ${index + 1}.`);
      }
      const into = new GatheredCells(column, rows, mostElements);
      runs.forEach((run) => this.gather(into, index, run));
      return into.values();
    });
    return { from: runs[0]?.row ?? 0, rows, columns: values };
  }

  private gather(into: GatheredCells, index: number, { row, rows, at }: RowRun): void {
    let part = this.partOf(row);
    for (let done = 0; done < rows; part++) {
      const { from, rows: own, columns } = this.parts[part] as Part;
      const first = row + done - from;
      const last = Math.min(own, first + rows - done);
      into.take(columns[index] as ColumnValues, { from: first, to: last }, at + done);
      done += last - first;
    }
  }

  /** Where the part with a row is. */
  private partOf(row: number): number {
    let low = 0;
    let high = this.parts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const { from, rows } = this.parts[middle] as Part;
      if (from + rows > row) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private outside(what: string): SkybucketError {
    return new SkybucketError(
      'past-end',
      `${what} lies outside the result, which has ${this.count}.`,
    );
  }
}

function memoryOf(
  { column, values, missing, starts }: ColumnValues,
  columns: readonly Column[],
): number {
  const type = columns[column]?.type ?? 'text';
  const marks = (missing?.length ?? 0) + 4 * (starts?.length ?? 0);
  return type === 'text' ? marks + textMemory(values as readonly string[]) : marks + bytes(values);
}

function bytes(values: ElementArray): number {
  return ArrayBuffer.isView(values) ? values.byteLength : 0;
}

/** By some of them, since looking at each would take as long as reading them. */
function textMemory(texts: readonly string[]): number {
  const step = Math.max(1, Math.floor(texts.length / TEXTS_LOOKED_AT));
  let characters = 0;
  let looked = 0;
  for (let i = 0; i < texts.length; i += step) {
    characters += (texts[i] as string).length;
    looked += 1;
  }
  const each = bytesOf('text') + TEXT_BYTES + (looked === 0 ? 0 : characters / looked);
  return Math.round(texts.length * each);
}
