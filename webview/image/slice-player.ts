/** Steps on at an even pace, but never before the picture of the last step is there. */
export class SlicePlayer {
  readonly #step: () => void;
  readonly #isReady: () => boolean;
  #rate = 10;
  #on = false;
  #last = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `step` asks for the next picture; `isReady` tells whether the one before is on screen. */
  constructor(step: () => void, isReady: () => boolean) {
    this.#step = step;
    this.#isReady = isReady;
  }

  get playing(): boolean {
    return this.#on;
  }

  /** Pictures a second, at most. */
  get rate(): number {
    return this.#rate;
  }

  set rate(rate: number) {
    this.#rate = rate;
    this.ready();
  }

  start(): void {
    this.#on = true;
    this.ready();
  }

  stop(): void {
    this.#on = false;
    clearTimeout(this.#timer);
  }

  /** The picture of the last step is on screen. */
  ready(): void {
    clearTimeout(this.#timer);
    if (this.#on && this.#isReady()) {
      const due = this.#last + 1000 / this.#rate - performance.now();
      this.#timer = setTimeout(() => this.#tick(), Math.max(0, due));
    }
  }

  #tick(): void {
    this.#last = performance.now();
    this.#step();
  }
}
