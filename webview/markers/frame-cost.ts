/** Milliseconds in which a frame is to be on the screen while the picture moves. */
const BUDGET = 24;

/** Markers that are drawn before it is known how fast that is. */
const FIRST = 65_536;

/** Fewer say too little about what one takes. */
const LEAST = 4096;

/** What a fast frame lets grow: at first, and once one was slow. */
const GROWTH = { first: 2, later: 1.03 } as const;

/** Drawing anew takes this share of the time at most while the picture moves. */
const PACE = 0.1;

/**
 * How many markers can be drawn in a frame, and how often, learnt from what frames took: a GPU draws millions, a
 * browser without one far fewer.
 */
export class FrameCost {
  readonly #restBudget: number;
  #capacity = FIRST;
  #restCapacity = FIRST;
  #slow = false;
  #took = 0;

  /** @param restBudget milliseconds that a frame may take while the picture rests. */
  constructor(restBudget: number) {
    this.#restBudget = restBudget;
  }

  /** How many markers one stands for while the picture moves, where so many are in sight: a power of two. */
  thinning(count: number, most: number): number {
    return thinningTo(this.#capacity, count, most);
  }

  /** The same while it rests. */
  restThinning(count: number, most: number): number {
    return thinningTo(this.#restCapacity, count, most);
  }

  /** Whether so many markers can be drawn in every frame. */
  isCheap(count: number): boolean {
    return count <= this.#capacity && this.#took <= BUDGET;
  }

  /** Milliseconds from when a frame is done to when the next may begin, in a motion. */
  get pause(): number {
    return this.#took / PACE;
  }

  /** A frame with so many markers took so long. */
  learn(drawn: number, milliseconds: number): void {
    this.#took = milliseconds;
    if (milliseconds > BUDGET && drawn > LEAST) {
      this.#slow = true;
      this.#capacity = Math.max(LEAST, Math.min(this.#capacity, (drawn * BUDGET) / milliseconds));
    } else if (milliseconds <= BUDGET && drawn > this.#capacity / 4) {
      this.#capacity = Math.max(
        this.#capacity * (this.#slow ? GROWTH.later : 1),
        drawn * (this.#slow ? 1 : GROWTH.first),
      );
    }
    if (milliseconds <= this.#restBudget) {
      this.#restCapacity = Math.max(this.#restCapacity, drawn);
    } else if (drawn > LEAST) {
      this.#restCapacity = Math.max(LEAST, (drawn * this.#restBudget) / milliseconds);
    }
  }

  /** Whether twice as many markers as were drawn last can be drawn while the picture rests. */
  get canRefine(): boolean {
    return 2 * this.#took <= this.#restBudget;
  }
}

function thinningTo(capacity: number, count: number, most: number): number {
  return Math.min(most, 2 ** Math.ceil(Math.log2(Math.max(1, count / capacity))));
}
