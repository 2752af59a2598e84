/** Runs a task when asked to, but never twice within the interval it was asked with. */
export class Pace {
  readonly #run: () => void;
  #last = Number.NEGATIVE_INFINITY;
  #due = Number.POSITIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(run: () => void) {
    this.#run = run;
  }

  /** Runs the task soon, `interval` milliseconds after the last time at the earliest. Never at once. */
  ask(interval: number): void {
    const now = performance.now();
    const due = Math.max(now, this.#last + interval);
    if (due >= this.#due) {
      return;
    }
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => {
      this.#due = Number.POSITIVE_INFINITY;
      this.#last = performance.now();
      this.#run();
    }, due - now);
  }

  cancel(): void {
    clearTimeout(this.#timer);
    this.#due = Number.POSITIVE_INFINITY;
  }
}
