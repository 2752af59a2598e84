/**
 * Runs one task at a time and, while it runs, keeps only the latest of what came in meanwhile.
 * A pointer moves faster than a host can answer; nobody wants the values of where it was.
 */
export class LatestOnly<T> {
  readonly #run: (input: T, signal: AbortSignal) => Promise<void>;
  #running: AbortController | undefined;
  #next: { readonly input: T } | undefined;

  /** `run` handles its own errors. */
  constructor(run: (input: T, signal: AbortSignal) => Promise<void>) {
    this.#run = run;
  }

  push(input: T): void {
    this.#next = { input };
    if (this.#running === undefined) {
      void this.#drain();
    }
  }

  /** Forgets what waits and aborts what runs. */
  cancel(): void {
    this.#next = undefined;
    this.#running?.abort();
  }

  async #drain(): Promise<void> {
    while (this.#next !== undefined) {
      const { input } = this.#next;
      this.#next = undefined;
      this.#running = new AbortController();
      await this.#run(input, this.#running.signal);
    }
    this.#running = undefined;
  }
}
