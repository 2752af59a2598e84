/** Milliseconds in which a frame is to be on the screen while the picture moves, and while it rests. */
const BUDGET = 24;
const REST_BUDGET = 250;

/** Markers that are drawn before it is known how fast that is. */
const FIRST = 65_536;

/** Fewer say too little about what one takes. */
const LEAST = 4096;

/** What a fast frame lets grow: at first, and once one was slow. */
const GROWTH = { first: 2, later: 1.03 } as const;

/**
 * How many markers can be drawn in a frame, learnt from what frames took: a GPU draws millions, a browser without
 * one far fewer.
 */
export class FrameCost {
  #capacity = FIRST;
  #slow = false;

  /** How many markers one stands for while the picture moves, where so many are in sight: a power of two. */
  thinning(count: number, most: number): number {
    return Math.min(most, 2 ** Math.ceil(Math.log2(Math.max(1, count / this.#capacity))));
  }

  /** A frame with so many markers took so long. */
  learn(drawn: number, milliseconds: number): void {
    if (milliseconds > BUDGET && drawn > LEAST) {
      this.#slow = true;
      this.#capacity = Math.max(LEAST, Math.min(this.#capacity, (drawn * BUDGET) / milliseconds));
    } else if (milliseconds <= BUDGET && drawn > this.#capacity / 4) {
      this.#capacity = Math.max(
        this.#capacity * (this.#slow ? GROWTH.later : 1),
        drawn * (this.#slow ? 1 : GROWTH.first),
      );
    }
  }

  /** Whether twice as many markers as took so long can be drawn while the picture rests. */
  canRefine(milliseconds: number): boolean {
    return 2 * milliseconds <= REST_BUDGET;
  }
}
