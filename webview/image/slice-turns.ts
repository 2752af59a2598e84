/** How long a picture is waited for before the next one is asked for all the same, in milliseconds. */
const PATIENCE = 300;

/**
 * Lets one picture be asked for after the other: what is wanted while one is on its way waits for it, and
 * of all that is wanted meanwhile only the last is asked for. A slow picture is given up after a while.
 */
export class SliceTurns {
  readonly #ask: () => void;
  #waiting = false;
  #wanted = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(ask: () => void) {
    this.#ask = ask;
  }

  /** Something was wanted that has not been asked for yet. */
  get pending(): boolean {
    return this.#wanted;
  }

  /** The picture asked for last is on screen. */
  get idle(): boolean {
    return !this.#waiting;
  }

  want(): void {
    this.#wanted = true;
    if (this.#waiting) {
      this.#timer ??= setTimeout(() => this.#next(), PATIENCE);
    } else {
      this.#next();
    }
  }

  /** A picture is on its way that was not wanted from here. */
  await(): void {
    this.#forget();
    this.#waiting = true;
  }

  /** The picture asked for last is on screen. */
  arrived(): void {
    this.#waiting = false;
    if (this.#wanted) {
      this.#next();
    }
  }

  #next(): void {
    this.#forget();
    this.#waiting = true;
    this.#ask();
  }

  #forget(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#wanted = false;
  }
}
