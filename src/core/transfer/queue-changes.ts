/** Runs something later; returns how to call it off. */
export type SetTimer = (run: () => void, milliseconds: number) => () => void;

export const realTimer: SetTimer = (run, milliseconds) => {
  const timer = setTimeout(run, milliseconds);
  return () => clearTimeout(timer);
};

/** Listeners that are told at most every so many milliseconds, and always of the last change. */
export class Changes {
  private readonly listeners = new Set<() => void>();
  private stop: (() => void) | undefined;
  private told = -Infinity;

  constructor(
    private readonly now: () => number,
    private readonly setTimer: SetTimer,
    private readonly every: number,
  ) {}

  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  changed(): void {
    if (this.stop === undefined && this.listeners.size > 0) {
      this.stop = this.setTimer(
        () => this.tell(),
        Math.max(0, this.told + this.every - this.now()),
      );
    }
  }

  close(): void {
    this.stop?.();
    this.stop = undefined;
    this.listeners.clear();
  }

  private tell(): void {
    this.stop = undefined;
    this.told = this.now();
    for (const listener of [...this.listeners]) {
      listener();
    }
  }
}
