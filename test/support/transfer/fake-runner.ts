import { cancelled } from '../../../src/core/errors';
import type { RunOptions, TransferOutcome, TransferRunner } from '../../../src/core/transfer/queue';
import type { TransferBatch, TransferFile } from '../../../src/core/transfer/transfer';

export interface FakeRun {
  readonly batch: TransferBatch;
  readonly file: TransferFile;
  readonly options: RunOptions;
  progress(done: number, size?: number): void;
  /** All bytes are there. */
  check(): void;
  finish(outcome?: Partial<TransferOutcome>): void;
  fail(error: unknown): void;
}

/** Transfers nothing: the test says how each run goes on and ends. Ends by itself when it is aborted. */
export class FakeRunner implements TransferRunner {
  /** Under way, in the order they began. */
  readonly active: FakeRun[] = [];
  /** Ids, each time one began. */
  readonly begun: string[] = [];
  readonly abandoned: string[] = [];
  /** Where a transfer was when it was last stopped. */
  readonly kept = new Map<string, number>();
  mostActive = 0;

  run(batch: TransferBatch, file: TransferFile, options: RunOptions): Promise<TransferOutcome> {
    if (this.active.some((run) => run.file.id === file.id)) {
      throw new Error(`${file.id} is under way twice.`);
    }
    this.begun.push(file.id);
    return new Promise((resolve, reject) => {
      const size = file.size ?? 0;
      const end = (): void => {
        this.active.splice(this.active.indexOf(run), 1);
        options.signal.removeEventListener('abort', stop);
      };
      const run: FakeRun = {
        ...{ batch, file, options },
        progress: (done, known) => {
          this.kept.set(file.id, done);
          options.onProgress(done, known ?? file.size, 'transferring');
        },
        check: () => options.onProgress(size, size, 'checking'),
        finish: (outcome) => {
          end();
          this.kept.delete(file.id);
          const done = { kind: 'done', at: `${batch.folder}/${file.path}`, size } as const;
          resolve({ ...done, verified: { by: 'size' }, ...outcome } as TransferOutcome);
        },
        fail: (error) => {
          end();
          reject(error as Error);
        },
      };
      const stop = (): void => run.fail(cancelled());
      this.active.push(run);
      this.mostActive = Math.max(this.mostActive, this.active.length);
      options.signal.addEventListener('abort', stop, { once: true });
      options.onProgress(this.kept.get(file.id) ?? 0, file.size, 'transferring');
    });
  }

  abandon(_batch: TransferBatch, file: TransferFile): Promise<void> {
    this.abandoned.push(file.id);
    this.kept.delete(file.id);
    return Promise.resolve();
  }

  /** The run of a file that is under way. */
  of(id: string): FakeRun {
    const run = this.active.find(({ file }) => file.id === id);
    if (run === undefined) {
      throw new Error(`${id} is not under way.`);
    }
    return run;
  }
}
