import { formatNumber } from '../image/format';
import { tickTexts } from '../inspector/ticks';

/** How values stand on the y axis. A plot is drawn evenly: on a logarithmic scale, of their logarithms. */
export interface YScale {
  readonly logarithmic: boolean;
  /** In values. */
  readonly low: number;
  readonly high: number;
}

/** Decades shown, at most, where values come down to nothing. */
const MOST_DECADES = 12;

/** The scale that values between two are read on, unless limits were typed. */
export function scaleOf(
  found: { readonly low: number; readonly high: number } | undefined,
  logarithmic: boolean,
  typed: { readonly low: number; readonly high: number } | undefined,
): YScale {
  if (typed !== undefined && (!logarithmic || typed.low > 0)) {
    return { logarithmic, ...typed };
  }
  if (found === undefined) {
    return { logarithmic, low: logarithmic ? 1 : 0, high: logarithmic ? 10 : 1 };
  }
  const { low, high } = found;
  if (logarithmic) {
    const top = typed !== undefined && typed.high > 0 ? typed.high : high * 1.2;
    return { logarithmic, low: Math.max(low / 1.2, top / 10 ** MOST_DECADES), high: top };
  }
  const margin = high > low ? (high - low) * 0.06 : Math.abs(low) * 0.01 || 1;
  return { logarithmic, low: low - margin, high: high + margin };
}

/** Where a value stands; null where it has no place. */
export function heightOf(value: number, { logarithmic }: YScale): number | null {
  const height = logarithmic ? Math.log10(value) : value;
  return Number.isFinite(height) ? height : null;
}

export function heights(scale: YScale): [low: number, high: number] {
  const { low, high, logarithmic } = scale;
  return logarithmic ? [Math.log10(low), Math.log10(high)] : [low, high];
}

/** Heights of the marks on the axis, about `wanted` of them, and what they are called. */
export function marks(scale: YScale, wanted: number): { at: number[]; texts: string[] } {
  const { logarithmic, low, high } = scale;
  const [from, to] = heights(scale);
  if (logarithmic && to - from > 1) {
    const every = Math.max(1, Math.ceil((to - from) / Math.max(1, wanted)));
    const first = Math.ceil(from / every) * every;
    const powers = Array.from(
      { length: Math.floor((to - first) / every) + 1 },
      (_, i) => first + i * every,
    );
    // Few decades leave room for the numbers between.
    const within = powers.length * 3 <= wanted ? [1, 2, 5] : [1];
    const values = [first - every, ...powers]
      .flatMap((power) => within.map((digit) => digit * 10 ** power))
      .filter((value) => value >= low && value <= high);
    return { at: values.map(Math.log10), texts: values.map((value) => formatNumber(value, 3)) };
  }
  const values = evenTicks(low, high, wanted);
  return { at: logarithmic ? values.map(Math.log10) : values, texts: tickTexts(values) };
}

/** Round numbers between two, about `wanted` of them. */
export function evenTicks(low: number, high: number, wanted: number): number[] {
  const rough = (high - low) / Math.max(1, wanted);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough) ?? rough;
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  return Number.isFinite(count) && count > 0 && count < 1000
    ? // Multiplied, not added up: the marks are the numbers they are called.
      Array.from({ length: count }, (_, i) => (first + i) * step)
    : [];
}
