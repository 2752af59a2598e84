import type { StretchName } from '../../src/protocol/display';
import { STRETCH_PARAMETERS } from '../../src/protocol/display';
import type { Limits } from '../../src/protocol/methods';
import type { StretchParameters } from './display';
import { drawable, positionOf, stretchOf } from './stretch';

/** The stretches that are a formula of the value between the limits (0 to 1) and their parameter. */
export type FormulaName = Exclude<StretchName, 'histogram'>;

/**
 * A stretch, ready to apply: maps 0…1 to 0…1 and never falls. A table goes linearly from point to
 * point; where several points lie at the same place it jumps, and has the last one's value there.
 */
export type Curve =
  | { readonly kind: 'formula'; readonly name: FormulaName; readonly a: number }
  | {
      readonly kind: 'table';
      /** Ascending, 0 to 1. */
      readonly points: Float32Array;
      /** The curve at each point, ascending, 0 to 1. */
      readonly values: Float64Array;
    };

/** What histogram equalisation works from: the quantiles of the image, and the limits. */
export interface Distribution {
  /** Evenly spaced quantiles, ascending; the first is the smallest value, the last the largest. */
  readonly quantiles: Float32Array;
  readonly limits: Limits;
}

/** The least and the largest parameter; beyond these a stretch has no levels left to show. */
export const PARAMETER_BOUNDS = {
  log: [0.01, 1e9],
  asinh: [1e-6, 100],
  sinh: [0.01, 100],
  power: [0.1, 10],
} as const satisfies Record<keyof StretchParameters, readonly [number, number]>;

/** A parameter within its bounds; the default in place of what is no parameter at all. */
export function boundParameter(name: keyof StretchParameters, a: number): number {
  const [least, most] = PARAMETER_BOUNDS[name];
  return a > 0 ? Math.min(Math.max(a, least), most) : STRETCH_PARAMETERS[name];
}

let latest: { readonly inputs: readonly unknown[]; readonly curve: Curve } | undefined;

/**
 * The curve of a stretch: the formulas of `astropy.visualization`, or its `HistEqStretch` of the values
 * within the limits. `histogram` is linear while the distribution is unknown or has nothing there.
 *
 * The same inputs give the same object, by which a renderer knows that nothing changed.
 */
export function curveOf(
  stretch: StretchName,
  parameters: StretchParameters,
  distribution: Distribution | undefined,
): Curve {
  const a = stretch in STRETCH_PARAMETERS ? parameters[stretch as keyof StretchParameters] : 1;
  const inputs =
    stretch === 'histogram'
      ? [stretch, distribution?.quantiles, distribution?.limits.low, distribution?.limits.high]
      : [stretch, a];
  if (latest?.inputs.length !== inputs.length || !inputs.every((x, i) => x === latest?.inputs[i])) {
    latest = { inputs, curve: makeCurve(stretch, a, distribution) };
  }
  return latest.curve;
}

function makeCurve(stretch: StretchName, a: number, distribution: Distribution | undefined): Curve {
  switch (stretch) {
    case 'histogram':
      return (distribution && equalise(distribution)) ?? LINEAR;
    case 'log':
    case 'asinh':
    case 'sinh':
    case 'power':
      return { kind: 'formula', name: stretch, a: boundParameter(stretch, a) };
    case 'linear':
    case 'sqrt':
    case 'squared':
      return { kind: 'formula', name: stretch, a: 1 };
  }
}

export const LINEAR: Curve = { kind: 'formula', name: 'linear', a: 1 };

/** `HistEqStretch` of sorted values between 0 and 1. At least two. */
export function histogramCurve(sorted: Float32Array): Curve {
  const values = Float64Array.from(sorted, (_, i) => i / (sorted.length - 1));
  return { kind: 'table', points: sorted, values };
}

/**
 * Histogram equalisation of the part of a distribution within the limits: its cumulative share, which
 * goes linearly from quantile to quantile, stretched to run from 0 to 1.
 */
function equalise({ quantiles, limits }: Distribution): Curve | undefined {
  const { low, high } = drawable(limits);
  const first = firstWhere(quantiles.length, (i) => at(quantiles, i) >= low);
  const end = firstWhere(quantiles.length, (i) => at(quantiles, i) > high);
  const from = rankOf(quantiles, first, low);
  const span = rankOf(quantiles, end, high) - from;
  if (!(span > 0)) {
    return undefined;
  }
  const inside = quantiles.subarray(first, end);
  // By the renderers' own arithmetic: many pixels may have exactly the value at which the curve jumps.
  const stretch = stretchOf(limits);
  const points = Float32Array.from([low, ...inside, high], (value) => positionOf(value, stretch));
  const values = Float64Array.from(points, (_, i) => (first + i - 1 - from) / span);
  values[0] = 0;
  values[values.length - 1] = 1;
  return { kind: 'table', points, values };
}

/** The rank of a value that lies between quantile `next − 1` and quantile `next`, with its fraction. */
function rankOf(quantiles: Float32Array, next: number, value: number): number {
  if (next === 0 || next === quantiles.length) {
    return Math.max(0, Math.min(next, quantiles.length - 1));
  }
  return next - 1 + fraction(value, at(quantiles, next - 1), at(quantiles, next));
}

/** The curve at `t`, 0 to 1. */
export function applyCurve(t: number, curve: Curve): number {
  if (curve.kind === 'table') {
    return interpolate(t, curve.points, curve.values);
  }
  const { name, a } = curve;
  switch (name) {
    case 'linear':
      return t;
    case 'sqrt':
      return Math.sqrt(t);
    case 'squared':
      return t * t;
    case 'log':
      return Math.log1p(a * t) / Math.log1p(a);
    case 'asinh':
      return Math.asinh(t / a) / Math.asinh(1 / a);
    case 'sinh':
      return Math.sinh(t / a) / Math.sinh(1 / a);
    case 'power':
      return t ** a;
  }
}

/** Where the curve reaches `u`, 0 to 1. */
export function invertCurve(u: number, curve: Curve): number {
  if (curve.kind === 'table') {
    return interpolate(u, curve.values, curve.points);
  }
  const { name, a } = curve;
  switch (name) {
    case 'linear':
      return u;
    case 'sqrt':
      return u * u;
    case 'squared':
      return Math.sqrt(u);
    case 'log':
      return Math.expm1(u * Math.log1p(a)) / a;
    case 'asinh':
      return Math.sinh(u * Math.asinh(1 / a)) * a;
    case 'sinh':
      return Math.asinh(u * Math.sinh(1 / a)) * a;
    case 'power':
      return u ** (1 / a);
  }
}

/** numpy's `interp`: flat beyond the ends. */
function interpolate(x: number, xs: ArrayLike<number>, ys: ArrayLike<number>): number {
  const next = firstWhere(xs.length, (i) => at(xs, i) > x);
  if (next === 0 || next === xs.length) {
    return at(ys, next === 0 ? 0 : next - 1);
  }
  const share = fraction(x, at(xs, next - 1), at(xs, next));
  return at(ys, next - 1) + share * (at(ys, next) - at(ys, next - 1));
}

function fraction(value: number, from: number, to: number): number {
  return (value - from) / (to - from);
}

function at(values: ArrayLike<number>, index: number): number {
  return values[index] ?? Number.NaN;
}

/** The first index at which a test that stays true once it is true holds, or `length`. */
function firstWhere(length: number, test: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (test(middle)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}
