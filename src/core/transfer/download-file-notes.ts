import type { JournalStore, PartialFile } from './local-disk';

/** Noting is asked of the disk no oftener than this, so that it is no part of what a transfer takes. */
const PAUSE_MS = 1_000;

/** Notes parts in a journal, some at a time, each when its bytes are on the disk. Waits for nothing but at its end. */
export class PartNotes {
  private waiting: number[] = [];
  private working: Promise<void> | undefined;
  private failure: { readonly error: unknown } | undefined;
  private lastTime: number;

  constructor(
    private readonly id: string,
    private readonly partial: PartialFile,
    private readonly journals: JournalStore,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.lastTime = now();
  }

  add(part: number): void {
    this.waiting.push(part);
    if (this.working === undefined && this.now() - this.lastTime >= PAUSE_MS) {
      this.work();
    }
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
    this.working = (async () => {
      try {
        await this.partial.sync();
        await this.journals.note(this.id, parts);
      } catch (error) {
        this.failure ??= { error };
      }
      this.lastTime = this.now();
      this.working = undefined;
    })();
  }
}
