import type { Limits, OverviewProgress, ViewState } from '../../src/protocol/methods';

export type LimitsMode = ViewState['limits'];
export type Suggested = Pick<OverviewProgress, 'zscale' | 'minmax'>;

/**
 * Which display limits count. The suggested ones settle while the overview refines; once the user
 * has touched them they stay as they were at that moment, so the display never jumps under a hand.
 */
export class DisplayLimits {
  #mode: LimitsMode;
  #latest: Suggested | undefined;
  #held: Limits | undefined;

  constructor(mode: LimitsMode = 'zscale') {
    this.#mode = mode;
  }

  get mode(): LimitsMode {
    return this.#mode;
  }

  /** The limits to draw with, or undefined before anything is known. */
  get current(): Limits | undefined {
    if (typeof this.#mode === 'object') {
      return this.#mode;
    }
    return this.#held ?? this.#latest?.[this.#mode];
  }

  /** New suggestions from the host. */
  suggest(suggested: Suggested): void {
    this.#latest = { zscale: suggested.zscale, minmax: suggested.minmax };
  }

  /** The user chose a way, or typed limits. */
  choose(mode: LimitsMode): void {
    this.#mode = mode;
    this.#held = typeof mode === 'object' ? undefined : this.#latest?.[mode];
  }

  /** Another slice of the same image: typed limits stay, the others follow the new pixels. */
  newSlice(): void {
    this.#latest = undefined;
    this.#held = undefined;
  }

  /** Another image: limits typed for one say nothing about another. */
  newImage(): void {
    this.newSlice();
    if (typeof this.#mode === 'object') {
      this.#mode = 'zscale';
    }
  }
}
