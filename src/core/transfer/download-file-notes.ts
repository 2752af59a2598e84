import type { JournalStore, PartialFile } from './local-disk';

/** Noting is asked of the disk no oftener than this, so that it is no part of what a transfer takes. */
const PAUSE_MS = 1_000;
/**
 * So many bytes are sent to the disk without that pause: systems keep them for long, and what is not on it at the end
 * is waited for then.
 */
const MANY = 64 * 1024 * 1024;
const SHORT_PAUSE_MS = 50;

/** Notes parts in a journal, some at a time, each when its bytes are on the disk. Waits for nothing but at its end. */
export class PartNotes {
  private waiting: number[] = [];
  private working: Promise<void> | undefined;
  private failure: { readonly error: unknown } | undefined;
  private lastTime: number;
  /** Milliseconds. */
  private lastTook = 0;

  /** @param partSize bytes */
  constructor(
    private readonly id: string,
    private readonly partial: PartialFile,
    private readonly journals: JournalStore,
    private readonly partSize: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.lastTime = now();
  }

  add(part: number): void {
    this.waiting.push(part);
    if (this.working === undefined && this.isDue()) {
      this.work();
    }
  }

  /** Where much waits, after as long a time as the disk took for the last ones: others want it, too. */
  private isDue(): boolean {
    const since = this.now() - this.lastTime;
    const isMuch = this.waiting.length * this.partSize >= MANY;
    return (
      since >= (isMuch ? Math.min(PAUSE_MS, Math.max(SHORT_PAUSE_MS, this.lastTook)) : PAUSE_MS)
    );
  }

  /** Resolves when all are noted. @throws SkybucketError `local-file` where one could not be */
  async flush(): Promise<void> {
    await this.working;
    while (this.waiting.length > 0 && this.failure === undefined) {
      this.work();
      await this.working;
    }
    if (this.failure !== undefined) {
      throw this.failure.error;
    }
  }

  private work(): void {
    const parts = this.waiting;
    this.waiting = [];
    const began = this.now();
    this.working = (async () => {
      try {
        await this.partial.sync();
        await this.journals.note(this.id, parts);
      } catch (error) {
        this.failure ??= { error };
      }
      this.lastTime = this.now();
      this.lastTook = this.lastTime - began;
      this.working = undefined;
    })();
  }
}
