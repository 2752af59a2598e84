import type {
  Cell,
  EngineEnd,
  RowColumn,
  RowProgress,
  RowSink,
} from '../../../src/core/engines/engine';

/** All that came out of an engine. */
export interface Collected {
  readonly columns: readonly RowColumn[];
  readonly rows: readonly (readonly Cell[])[];
  readonly batches: number;
  readonly progress: readonly RowProgress[];
  readonly end: EngineEnd;
}

/** A sink that keeps what it gets. */
export class CollectingSink implements RowSink {
  columns: readonly RowColumn[] = [];
  readonly rows: Cell[][] = [];
  readonly told: RowProgress[] = [];
  batches = 0;

  begin(columns: readonly RowColumn[]): Promise<void> {
    this.columns = columns;
    return Promise.resolve();
  }

  add(columns: readonly (readonly Cell[])[]): Promise<void> {
    const count = columns[0]?.length ?? 0;
    for (let k = 0; k < count; k++) {
      this.rows.push(columns.map((cells) => cells[k] ?? null));
    }
    this.batches += 1;
    return Promise.resolve();
  }

  progress(progress: RowProgress): void {
    this.told.push(progress);
  }
}

export async function withCollected(
  work: (sink: RowSink) => Promise<EngineEnd>,
): Promise<Collected> {
  const sink = new CollectingSink();
  const end = await work(sink);
  const { columns, rows, batches, told } = sink;
  return { columns, rows, batches, progress: told, end };
}
