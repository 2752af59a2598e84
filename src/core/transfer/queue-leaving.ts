import { sentence } from '../errors';
import type { LeavingFile, QueueStore, TransferRunner } from './queue';
import { isDenied, mayPass } from './queue-backoff';
import type { SetTimer } from './queue-changes';

export interface LeavingOptions {
  readonly now: () => number;
  readonly setTimer: SetTimer;
  /** Told a sentence for the log. */
  readonly note: (text: string) => void;
}

const FIRST_MS = 30_000;
const LONGEST_MS = 600_000;
/** Something that went well is a reason to look again, though not each of thousands of files. */
const SOONEST_MS = 5_000;
const AT_A_TIME = 8;

/**
 * Removes what transfers have left that are gone from the queue: hidden files and journals here, parts at the server.
 * What cannot be reached is written down, and removed when something goes well again, after a while, or by the next
 * session. What may not be reached is for the next session alone: it may be allowed there, and nobody is asked for the
 * same code of a device again and again.
 */
export class QueueLeaving {
  private readonly waiting = new Map<string, LeavingFile>();
  private stopTimer: (() => void) | undefined;
  private pause = FIRST_MS / 2;
  private tried = -Infinity;
  private trying = false;
  private closed = false;

  constructor(
    private readonly store: Pick<QueueStore, 'leave' | 'removeFiles'>,
    private readonly runner: Pick<TransferRunner, 'abandon'>,
    private readonly options: LeavingOptions,
  ) {}

  /**
   * What can be removed is when this resolves.
   *
   * @throws the first failure that will not pass by itself; everything is forgotten then, as far as it can be, but for
   *   what was denied
   */
  async remove(files: readonly LeavingFile[]): Promise<void> {
    if (files.length === 0) {
      return;
    }
    const ids = files.map(({ file }) => file.id);
    const written = await Promise.allSettled([this.store.leave(ids)]);
    const failures = [...written.flatMap(reasonOf), ...(await this.abandonAll(files)).failures];
    if (failures.length > 0) {
      throw failures[0];
    }
  }

  /** Left by an earlier session, or by a window that has died. */
  take(files: readonly LeavingFile[]): void {
    for (const leaving of files) {
      this.waiting.set(leaving.file.id, leaving);
    }
    void this.again();
  }

  /** Something went well: what could not be reached may be reached by now. */
  soon(): void {
    if (this.waiting.size > 0 && this.options.now() - this.tried >= SOONEST_MS) {
      void this.again();
    }
  }

  /** Another window has it by now, or the session ends: what is written down is for later. */
  close(): void {
    this.closed = true;
    this.stopTimer?.();
    this.waiting.clear();
  }

  private async again(): Promise<void> {
    if (this.closed || this.trying || this.waiting.size === 0) {
      return;
    }
    this.trying = true;
    const { failures, removed } = await this.abandonAll([...this.waiting.values()]);
    this.trying = false;
    failures.forEach((error) => this.options.note(sentence(error)));
    if (removed > 0) {
      const what = removed === 1 ? 'a cancelled transfer' : `${removed} cancelled transfers`;
      this.options.note(`What ${what} had left is removed.`);
    }
  }

  /** @returns failures that will not pass by themselves, and of how many nothing is left */
  private async abandonAll(
    files: readonly LeavingFile[],
  ): Promise<{ readonly failures: readonly unknown[]; readonly removed: number }> {
    this.tried = this.options.now();
    let removed = 0;
    const over: string[] = [];
    const failures: unknown[] = [];
    const rest = files.values();
    const worker = async (): Promise<void> => {
      for (const leaving of rest) {
        const { batch, file } = leaving;
        try {
          await this.runner.abandon(batch, file);
          removed += 1;
        } catch (error) {
          if (mayPass(error)) {
            this.keep(leaving, error);
            continue;
          }
          failures.push(error);
          if (isDenied(error)) {
            this.waiting.delete(file.id);
            continue;
          }
        }
        over.push(file.id);
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, worker));
    over.forEach((id) => this.waiting.delete(id));
    const written = over.length === 0 ? [] : [this.store.removeFiles(over)];
    failures.push(...(await Promise.allSettled(written)).flatMap(reasonOf));
    this.later(over.length > 0);
    return { failures, removed };
  }

  private keep(leaving: LeavingFile, error: unknown): void {
    const { id, path } = leaving.file;
    if (!this.waiting.has(id) && !this.closed) {
      this.waiting.set(id, leaving);
      this.options.note(
        `What the cancelled transfer of ${path} has left is removed later. ${sentence(error)}`,
      );
    }
  }

  private later(wentWell: boolean): void {
    this.stopTimer?.();
    this.stopTimer = undefined;
    if (this.waiting.size > 0 && !this.closed) {
      this.pause = wentWell ? FIRST_MS : Math.min(LONGEST_MS, this.pause * 2);
      this.stopTimer = this.options.setTimer(() => void this.again(), this.pause);
    }
  }
}

function reasonOf(result: PromiseSettledResult<unknown>): unknown[] {
  return result.status === 'rejected' ? [result.reason] : [];
}
