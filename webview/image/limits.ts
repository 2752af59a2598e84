import type { LimitsRule } from '../../src/protocol/display';
import type { GridReply, Limits, OverviewProgress } from '../../src/protocol/methods';
import { limitsLabel } from './labels';

export type LimitsMode = LimitsRule | Limits;

/** What the values seen so far suggest. */
export interface Suggested extends Pick<OverviewProgress, 'zscale' | 'minmax' | 'done'> {
  /** See `OverviewProgress`; empty where no value is finite. */
  readonly quantiles: Float32Array;
  /** What the values are. */
  readonly kind: GridReply['kind'];
}

/** Where limits come from: what values, and which share of them had been read. */
export type LimitsSource = Pick<Suggested, 'kind' | 'done'>;

const VALUES = {
  exact: 'all values',
  averaged: 'the averaged values',
  sampled: 'the sampled values',
} as const;

/**
 * Which display limits count. The suggested ones settle while the overview refines; once the user
 * has touched them they stay as they were at that moment, so the display never jumps under a hand.
 */
export class DisplayLimits {
  #mode: LimitsMode;
  /** The rule to go back to where typed limits mean nothing. */
  #rule: LimitsRule;
  #latest: Suggested | undefined;
  #held: Suggested | undefined;

  constructor(mode: LimitsMode = 'zscale') {
    this.#mode = mode;
    this.#rule = isRule(mode) ? mode : 'zscale';
  }

  get mode(): LimitsMode {
    return this.#mode;
  }

  /** The limits to draw with, or undefined before anything is known. */
  get current(): Limits | undefined {
    if (!isRule(this.#mode)) {
      return this.#mode;
    }
    const from = this.#held ?? this.#latest;
    return from && limitsOf(this.#mode, from);
  }

  /** Where the current limits come from; undefined for those that were typed, and before any. */
  get source(): LimitsSource | undefined {
    const from = this.#held ?? this.#latest;
    return isRule(this.#mode) && from !== undefined
      ? { kind: from.kind, done: from.done }
      : undefined;
  }

  /** {@link source} in words: `zscale of the sampled values`. */
  get note(): string | undefined {
    const { source } = this;
    if (source === undefined) {
      return undefined;
    }
    const share = source.done < 1 ? `, ${Math.floor(source.done * 100)} % of them read` : '';
    return `${limitsLabel(this.#mode)} of ${VALUES[source.kind]}${share}`;
  }

  /** The quantiles of all values read so far, or undefined where none is finite. */
  get quantiles(): Float32Array | undefined {
    const quantiles = this.#latest?.quantiles;
    return quantiles === undefined || quantiles.length === 0 ? undefined : quantiles;
  }

  /** What the values read so far are. */
  get kind(): GridReply['kind'] | undefined {
    return this.#latest?.kind;
  }

  /** New suggestions from the host. */
  suggest(suggested: Suggested): void {
    this.#latest = suggested;
  }

  /** The user chose a rule, or limits. */
  choose(mode: LimitsMode): void {
    this.#mode = mode;
    this.#rule = isRule(mode) ? mode : this.#rule;
    this.#held = this.#latest;
  }

  /** Another slice of the same image: typed limits stay, the others follow the new pixels. */
  newSlice(): void {
    this.#latest = undefined;
    this.#held = undefined;
  }

  /** Another image: limits typed for one say nothing about another. */
  newImage(): void {
    this.newSlice();
    this.#mode = this.#rule;
  }
}

export function isRule(mode: LimitsMode): mode is LimitsRule {
  return typeof mode === 'string' || 'percent' in mode;
}

/**
 * The limits that hold `percent` % of the values, cut evenly at both ends as astropy's
 * `PercentileInterval` does; undefined where there are no values. Exact at every quantile there is,
 * linear between them.
 */
export function percentileLimits(quantiles: Float32Array, percent: number): Limits | undefined {
  if (quantiles.length === 0) {
    return undefined;
  }
  const outside = (100 - Math.min(Math.max(percent, 0), 100)) / 200;
  return { low: quantileAt(quantiles, outside), high: quantileAt(quantiles, 1 - outside) };
}

function quantileAt(quantiles: Float32Array, share: number): number {
  // Shares such as 0.9975 are not exact in binary; what is meant to be a quantile is taken as one.
  const at = Number((share * (quantiles.length - 1)).toFixed(6));
  const before = Math.floor(at);
  const low = quantiles[before] ?? Number.NaN;
  const high = quantiles[before + 1] ?? low;
  return at === before ? low : low + (high - low) * (at - before);
}

function limitsOf(rule: LimitsRule, { zscale, minmax, quantiles }: Suggested): Limits {
  if (typeof rule === 'string') {
    return rule === 'zscale' ? zscale : minmax;
  }
  return percentileLimits(quantiles, rule.percent) ?? minmax;
}
