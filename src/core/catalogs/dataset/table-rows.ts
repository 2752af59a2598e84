import { GatheredCells } from '../../parquet/gathered-cells';
import { rowRuns } from '../../row-runs';
import { angleReader, type AngleReader } from '../../markers/angle-column';
import type { Directions, FrameConversion } from '../../sky/frames';
import type { Column, ColumnValues, Table, TableSlice } from '../../table/table';
import { Turns } from '../../table/turns';
import { matching, type RowFilter } from '../filter/row-filter';
import { partOf } from '../query/file-cells';
import { Pause } from '../query/pause';
import type { ResultRows } from '../query/read-group';
import type { RunOptions } from '../query/run';

/** What is asked of the rows of a table. */
export interface TableQuery {
  /** All of the table; a filter counts them. */
  readonly columns: readonly Column[];
  readonly output: readonly Column[];
  readonly filter: RowFilter | undefined;
  readonly places:
    | {
        readonly contains: (directions: Directions) => Uint8Array;
        /** From the frame of the columns. */
        readonly toIcrs: FrameConversion;
        readonly ra: Column;
        readonly dec: Column;
      }
    | undefined;
}

/** Rows that were gone through so far, and what of the last of them is in the result. */
interface Step {
  readonly done: number;
  readonly found: ResultRows | undefined;
}

/** Goes through a table for the rows that fulfil a filter and lie in a region. */
export class TableRows {
  /** The columns that are read, each once. */
  readonly needed: readonly number[];
  private readonly test: ReturnType<typeof matching> | undefined;
  private readonly angles: readonly [AngleReader, AngleReader] | undefined;

  constructor(
    private readonly table: Table,
    private readonly query: TableQuery,
  ) {
    const { filter, output, places } = query;
    const used = filter?.uses.map(({ column }) => column) ?? [];
    const at = places === undefined ? [] : [places.ra.index, places.dec.index];
    const needed = new Set([...used, ...at, ...output.map(({ index }) => index)]);
    // A table is gone through by one column at least.
    this.needed = needed.size === 0 ? [0] : [...needed];
    this.test = filter && matching(filter);
    this.angles = places && [angleReader(places.ra, true), angleReader(places.dec, false)];
  }

  /** @throws SkybucketError `cancelled`, or what reading throws. */
  async *run({ signal, meter, pause = new Pause() }: RunOptions): AsyncGenerator<Step> {
    const never = new AbortController().signal;
    const turns = new Turns(signal);
    let done = 0;
    for await (const slice of this.table.scan(this.needed, { signal, meter })) {
      await pause.passed(signal ?? never);
      done += slice.rows;
      yield { done, found: this.found(slice) };
      if (turns.over) {
        await turns.next();
      }
    }
  }

  private found(slice: TableSlice): ResultRows | undefined {
    const cellsOf = (index: number): ColumnValues =>
      slice.columns[this.needed.indexOf(index)] as ColumnValues;
    const hits = this.inside(slice.rows, this.fulfilling(slice.rows, cellsOf), cellsOf);
    if (hits.length === 0) {
      return undefined;
    }
    const runs = rowRuns(hits);
    const columns = this.query.output.map((column, index) => {
      const into = new GatheredCells({ ...column, index }, hits.length, Infinity);
      for (const { row, rows, at } of runs) {
        into.take(cellsOf(column.index), { from: row, to: row + rows }, at);
      }
      return into.values();
    });
    return { rows: hits.length, columns };
  }

  private fulfilling(rows: number, cellsOf: (index: number) => ColumnValues): Uint32Array {
    const { filter, columns } = this.query;
    if (filter === undefined || this.test === undefined) {
      return Uint32Array.from({ length: rows }, (_, i) => i);
    }
    const parts = filter.uses.map(({ column, element }) => {
      const type = (columns[column] as Column).type;
      return partOf({ cells: cellsOf(column), from: 0 }, type, element, 0, rows);
    });
    return this.test(parts, rows);
  }

  private inside(
    rows: number,
    hits: Uint32Array,
    cellsOf: (index: number) => ColumnValues,
  ): Uint32Array {
    const { places } = this.query;
    if (places === undefined || this.angles === undefined || hits.length === 0) {
      return hits;
    }
    const [ra, dec] = this.angles;
    const longitudes = ra(cellsOf(places.ra.index), 0, rows);
    const latitudes = dec(cellsOf(places.dec.index), 0, rows);
    const inside = places.contains(
      places.toIcrs(
        Float64Array.from(hits, (hit) => longitudes[hit] as number),
        Float64Array.from(hits, (hit) => latitudes[hit] as number),
      ),
    );
    return hits.filter((_, i) => inside[i] === 1);
  }
}
