import type { ContourSettings } from './contour-settings';
import { MOST_TYPED } from './contour-settings';

/** Percentages between which contours lie unless the user says else: above the noise of the sky, below what is saturated. */
const PERCENT = { low: 90, high: 99.5 } as const;

/** Decades that a logarithmic spacing spans where it cannot begin at zero or below. */
const DECADES = 3;

/** The first and the last level in force: values, or percentages for percentiles. */
export function levelLimits(
  { spacing, low, high }: Pick<ContourSettings, 'spacing' | 'low' | 'high'>,
  quantiles: Float32Array | undefined,
): { readonly low: number; readonly high: number } | undefined {
  if (spacing === 'percentile') {
    return { low: low ?? PERCENT.low, high: high ?? PERCENT.high };
  }
  const found = (percent: number): number | undefined =>
    quantiles && quantileAt(quantiles, percent);
  const [from, to] = [low ?? found(PERCENT.low), high ?? found(PERCENT.high)];
  return from === undefined || to === undefined ? undefined : { low: from, high: to };
}

/**
 * The levels, ascending and each once; undefined while nothing is known of the values, empty where there can be
 * none.
 *
 * @param quantiles evenly spaced quantiles of the values, ascending.
 */
export function contourLevels(
  settings: Pick<ContourSettings, 'spacing' | 'count' | 'low' | 'high' | 'typed'>,
  quantiles: Float32Array | undefined,
): readonly number[] | undefined {
  const { spacing, count, typed } = settings;
  if (spacing === 'typed') {
    return ascending(typed);
  }
  const limits = levelLimits(settings, quantiles);
  if (limits === undefined || (spacing === 'percentile' && quantiles === undefined)) {
    return undefined;
  }
  const { low, high } = limits;
  const shares = Array.from({ length: count }, (_, i) => (count === 1 ? 0 : i / (count - 1)));
  switch (spacing) {
    case 'linear':
      return ascending(shares.map((share) => low + share * (high - low)));
    case 'log':
      return ascending(
        low > 0 && high > 0
          ? shares.map((share) => low * (high / low) ** share)
          : shares.map(
              (share) => low + ((high - low) * (10 ** (DECADES * share) - 1)) / (10 ** DECADES - 1),
            ),
      );
    case 'percentile':
      return ascending(
        shares.map((share) =>
          quantileAt(quantiles ?? new Float32Array(0), low + share * (high - low)),
        ),
      );
  }
}

/** The numbers in a typed list, or undefined where something in it is none. */
export function parseLevels(text: string): readonly number[] | undefined {
  const words = text
    .replaceAll('\u2212', '-')
    .split(/[\s,;]+/)
    .filter((word) => word !== '');
  const levels = words.map(Number);
  return levels.every(Number.isFinite) && levels.length <= MOST_TYPED ? levels : undefined;
}

/** As numpy's percentile of the values, as finely as the quantiles are. */
function quantileAt(quantiles: Float32Array, percent: number): number {
  const at = (Math.min(Math.max(percent, 0), 100) / 100) * (quantiles.length - 1);
  const [below, above] = [quantiles[Math.floor(at)], quantiles[Math.ceil(at)]];
  return below === undefined || above === undefined
    ? NaN
    : below + (above - below) * (at - Math.floor(at));
}

function ascending(levels: readonly number[]): readonly number[] {
  return [...new Set(levels.filter(Number.isFinite))].sort((a, b) => a - b);
}
