import { onAbort } from '../../core/bytes/on-abort';
import type { DatasetPlan } from '../../core/catalogs/dataset/dataset';
import { Pause } from '../../core/catalogs/query/pause';
import { ResultTable } from '../../core/catalogs/query/result-table';
import type { RunOptions, RunProgress } from '../../core/catalogs/query/run';
import { SkybucketError } from '../../core/errors';
import { openParquet } from '../../core/parquet/parquet-file';
import { ParquetTable } from '../../core/parquet/parquet-table';
import type { Column, Table } from '../../core/table/table';
import { boundedWarnings } from '../bounded-warnings';
import type { CatalogQuestions, ColumnIn, RowsIn, RunEnd, RunReport } from './methods';
import { Paced } from './paced';
import type { FolderHost } from './remote-file';
import { ResultFile } from './result-file';
import { columnOf, rowsOf } from './rows-in';
import { ShownTables } from './shown-tables';
import { SingleFile } from './single-file';

type Kept = Pick<RunEnd, 'state' | 'complete' | 'warnings'>;

interface Running {
  readonly stop: AbortController;
  readonly done: Promise<unknown>;
}

/** The result on show: of a query that runs or ran, of rows that came from elsewhere, or one that was kept. */
export class ResultOnShow {
  readonly tables = new ShownTables();
  private table: ResultTable | undefined;
  /** The result that rows from elsewhere go to: no query adds to it, and they to no query's. */
  private fed: ResultTable | undefined;
  /** Of one that was kept: what was known of it then, and the file that it is in. */
  private kept: { readonly how: Kept; readonly file: SingleFile } | undefined;
  private writing: { readonly hdu: number; readonly file: ResultFile } | undefined;
  private running: Running | undefined;
  private pause = new Pause();

  constructor(private readonly host: FolderHost) {}

  /** Begins an empty result that takes the place of the one on show. */
  begin(columns: readonly Column[]): ResultTable {
    const table = new ResultTable(columns);
    this.show(table, undefined);
    this.table = table;
    return table;
  }

  /**
   * Runs a query into a new result. `plan` is asked for it first, while the former result is still on show.
   *
   * @throws SkybucketError what planning throws; `cancelled` where it was stopped meanwhile.
   */
  async run(
    plan: (signal: AbortSignal) => Promise<DatasetPlan>,
    mostMemory: number,
    signal: AbortSignal,
    report: (report: RunReport) => Promise<void>,
  ): Promise<RunEnd> {
    // All of this at once: who pauses or stops next means this run.
    const former = this.running;
    const stop = new AbortController();
    const leave = onAbort(signal, () => stop.abort());
    const pause = new Pause();
    this.pause = pause;
    const done = ended(former).then(() =>
      this.runPlanned(plan, { signal: stop.signal, pause, mostMemory }, report),
    );
    const running = { stop, done };
    this.running = running;
    try {
      return await done;
    } finally {
      leave();
      if (this.running === running) {
        this.running = undefined;
      }
    }
  }

  setPaused(paused: boolean): void {
    if (paused) {
      this.pause.pause();
    } else {
      this.pause.resume();
    }
  }

  /** Ends the query that runs, if one does; resolves when it has ended. */
  async stop(): Promise<void> {
    await ended(this.running);
  }

  /** How the result stands that is on show. */
  end(): RunEnd {
    const table = this.tables.snapshot();
    if (this.table === undefined) {
      const how: Kept = this.kept?.how ?? { state: 'done', complete: true, warnings: [] };
      return { ...how, table };
    }
    const { state, isComplete: complete, warnings } = this.table;
    return { state, complete, warnings: boundedWarnings(warnings), table };
  }

  async beginRows(columns: readonly ColumnIn[]): Promise<{ readonly hdu: number }> {
    await this.stop();
    this.fed = this.begin(columns.map(columnOf));
    return { hdu: this.tables.snapshot().hdu };
  }

  addRows(rows: RowsIn): { readonly hdu: number; readonly rows: number } {
    const table = this.growing();
    table.add(rowsOf(table.columns, rows));
    return this.tables.snapshot();
  }

  endRows(state: RunEnd['state'], warnings: readonly string[]): RunEnd {
    const table = this.growing();
    warnings.forEach((warning) => table.tell(warning));
    table.end(state === 'running' ? 'stopped' : state);
    return this.end();
  }

  /** @throws SkybucketError what reading the footer of the file throws; the result on show stays then. */
  async open(uri: string, how: Kept, signal: AbortSignal): Promise<RunEnd> {
    const file = new SingleFile(this.host, uri);
    let table: Table;
    try {
      table = new ParquetTable(await openParquet(file.file, { signal }));
    } catch (error) {
      await file.close().catch(() => undefined);
      throw error;
    }
    await this.stop();
    this.show(table, { how, file });
    return this.end();
  }

  async filePiece(hdu: number, first: boolean): Promise<CatalogQuestions['resultFile'][1]> {
    if (first || this.writing?.hdu !== hdu) {
      if (!first) {
        throw new SkybucketError('protocol', 'The file of this result has not been begun.');
      }
      const table = this.tables.at(hdu);
      await this.writing?.file.close();
      this.writing = { hdu, file: new ResultFile(table) };
    }
    const { writing } = this;
    const piece = await writing.file.next();
    if (piece.done && this.writing === writing) {
      this.writing = undefined;
    }
    return piece;
  }

  private async runPlanned(
    planned: (signal: AbortSignal) => Promise<DatasetPlan>,
    options: RunOptions & { readonly signal: AbortSignal },
    report: (report: RunReport) => Promise<void>,
  ): Promise<RunEnd> {
    const plan = await planned(options.signal);
    const result = this.begin(plan.columns);
    let progress: RunProgress = {
      ...{ bytes: 0, ofBytes: plan.bytes, rows: 0 },
      ...{ rowGroups: 0, ofRowGroups: plan.rowGroups.chosen },
    };
    const paced = new Paced(() => report({ progress, table: this.tables.snapshot() }));
    paced.note();
    try {
      await plan.run(result, {
        ...options,
        onProgress: (now) => {
          progress = now;
          paced.note();
        },
      });
      return this.end();
    } finally {
      paced.end();
      await plan.close();
    }
  }

  private growing(): ResultTable {
    if (this.table?.state !== 'running' || this.table !== this.fed) {
      throw new SkybucketError('protocol', 'No result has been begun that rows could go to.');
    }
    return this.table;
  }

  private show(table: Table, kept: ResultOnShow['kept']): void {
    void this.writing?.file.close();
    void this.kept?.file.close().catch(() => undefined);
    this.writing = undefined;
    this.table = undefined;
    this.kept = kept;
    this.tables.show(table);
  }
}

/** Ends a run, and resolves when it has ended. */
async function ended(running: Running | undefined): Promise<void> {
  running?.stop.abort();
  await running?.done.catch(() => undefined);
}
