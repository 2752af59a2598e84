/** A step of a walk. It may push further ones. */
export type WalkStep = () => Promise<void>;

/**
 * Does steps, so many at a time, the newest first: what a folder leads to is done before the folder goes on, which
 * keeps few of them waiting however large the tree is. The first failure ends it all.
 */
export class WalkPool {
  private readonly waiting: WalkStep[] = [];
  private readonly stop = new AbortController();
  private running = 0;
  private failure: { readonly error: unknown } | undefined;
  private over: () => void = () => undefined;

  constructor(private readonly most: number) {}

  /** Aborted as soon as one step has failed. */
  get signal(): AbortSignal {
    return this.stop.signal;
  }

  /** How many more steps could be under way now. */
  get idle(): number {
    return Math.max(0, this.most - this.running - this.waiting.length);
  }

  /** Steps to do next, the first of them first. */
  push(...steps: readonly WalkStep[]): void {
    if (this.failure === undefined) {
      this.waiting.push(...steps.toReversed());
      this.pump();
    }
  }

  /**
   * Does the first step and all that it leads to. Resolves or throws when nothing is under way any more.
   *
   * @param signal ends it, with what the steps throw then
   */
  async run(first: WalkStep, signal: AbortSignal | undefined): Promise<void> {
    const abort = (): void => this.stop.abort();
    if (signal?.aborted === true) {
      abort();
    }
    signal?.addEventListener('abort', abort);
    try {
      await new Promise<void>((resolve) => {
        this.over = resolve;
        this.push(first);
      });
    } finally {
      signal?.removeEventListener('abort', abort);
    }
    if (this.failure !== undefined) {
      throw this.failure.error;
    }
  }

  private pump(): void {
    while (this.running < this.most) {
      const step = this.waiting.pop();
      if (step === undefined) {
        break;
      }
      this.running += 1;
      void this.follow(step);
    }
    if (this.running === 0) {
      this.over();
    }
  }

  private async follow(step: WalkStep): Promise<void> {
    try {
      await step();
    } catch (error) {
      this.failure ??= { error };
      this.waiting.length = 0;
      this.stop.abort();
    } finally {
      this.running -= 1;
      this.pump();
    }
  }
}
