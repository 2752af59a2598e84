/** A snapshot of a growing table is taken up no sooner after the one before, in milliseconds. */
const PACE = 1000;
/** And after so many times what taking it up has cost. */
const SHARE = 3;

/**
 * Takes up the newest state of what keeps changing: one at a time, and with pauses while more is to come. What is the
 * last is taken up at once.
 */
export class Growth<T> {
  readonly #take: (newest: T) => Promise<void>;
  #next: { readonly value: T; readonly isLast: boolean } | undefined;
  #isBusy = false;
  #due = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param take handles its own errors. */
  constructor(take: (newest: T) => Promise<void>) {
    this.#take = take;
  }

  /** @param isLast nothing is to come after it, or what there was before is another matter. */
  push(value: T, isLast: boolean): void {
    this.#next = { value, isLast };
    this.#schedule();
  }

  /** What waits is not wanted any more. */
  forget(): void {
    this.#next = undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#next !== undefined && !this.#isBusy) {
      const rest = this.#next.isLast ? 0 : Math.max(0, this.#due - performance.now());
      this.#timer = setTimeout(() => void this.#run(), rest);
    }
  }

  async #run(): Promise<void> {
    const next = this.#next;
    this.#next = undefined;
    this.#timer = undefined;
    if (next === undefined) {
      return;
    }
    this.#isBusy = true;
    const began = performance.now();
    await this.#take(next.value);
    const cost = performance.now() - began;
    this.#due = performance.now() + Math.max(PACE, SHARE * cost);
    this.#isBusy = false;
    this.#schedule();
  }
}
