import { LatestOnly } from './latest';

/** Asks the host about one thing at a time, and gives no answer about what is not asked any more. */
export class Question<T> {
  readonly #latest: LatestOnly<T>;
  #asked: T | undefined;

  /** @param look finds the answer, and gives what is to be done with it; it does not fail. */
  constructor(look: (about: T, signal: AbortSignal) => Promise<() => void>) {
    this.#latest = new LatestOnly(async (about, signal) => {
      const tell = await look(about, signal);
      if (this.#asked === about) {
        tell();
      }
    });
  }

  ask(about: T): void {
    this.cancel();
    this.#asked = about;
    this.#latest.push(about);
  }

  /** Wants no answer any more. */
  cancel(): void {
    this.#asked = undefined;
    this.#latest.cancel();
  }
}
