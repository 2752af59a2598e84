/** The distance of the lines of a grid, as a fraction so that its multiples have all their digits. */
export interface GridStep {
  /** `numerator / denominator` degrees. */
  readonly numerator: number;
  readonly denominator: number;
}

/** What the lines of one kind are written in. */
export type GridUnits = 'hours' | 'sexagesimal' | 'degrees';

/** Of a minute or a second. */
const SIXTIETHS = [1, 2, 5, 10, 15, 20, 30] as const;
/** All of them go round the circle without a rest. */
const DEGREES = [1, 2, 5, 10, 15, 20, 30, 45, 60, 90] as const;
const HOURS = [1, 2, 3, 4, 6] as const;
const FINEST = 9;

const fraction = (numerator: number, denominator: number): GridStep => ({
  numerator,
  denominator,
});

/** Below one unit of which there are `perDegree`. */
const decimals = (scale: number, perDegree: number): GridStep[] =>
  Array.from({ length: FINEST }, (_, k) =>
    [1, 2, 5].map((digit) => fraction(digit * scale, perDegree * 10 ** (k + 1))),
  ).flat();

const STEPS: Readonly<Record<GridUnits, readonly GridStep[]>> = {
  hours: [
    ...HOURS.map((hours) => fraction(15 * hours, 1)),
    ...SIXTIETHS.map((minutes) => fraction(minutes, 4)),
    ...SIXTIETHS.map((seconds) => fraction(seconds, 240)),
    ...decimals(1, 240),
  ],
  sexagesimal: [
    ...DEGREES.map((degrees) => fraction(degrees, 1)),
    ...SIXTIETHS.map((minutes) => fraction(minutes, 60)),
    ...SIXTIETHS.map((seconds) => fraction(seconds, 3600)),
    ...decimals(1, 3600),
  ],
  degrees: [...DEGREES.map((degrees) => fraction(degrees, 1)), ...decimals(1, 1)],
};

/**
 * The round step that makes about `lines` lines of a range.
 *
 * @param range degrees @param most the largest step that is any use, in degrees
 * @returns undefined for a range too small for the digits of a number
 */
export function gridStep(
  units: GridUnits,
  range: number,
  lines: number,
  most: number,
): GridStep | undefined {
  let best: GridStep | undefined;
  let distance = Infinity;
  for (const step of STEPS[units]) {
    const off = Math.abs(Math.log((sizeOf(step) * lines) / range));
    if (off < distance && sizeOf(step) <= most) {
      best = step;
      distance = off;
    }
  }
  return best && sizeOf(best) * lines <= 10 * range ? best : undefined;
}

/** Degrees. */
export function sizeOf({ numerator, denominator }: GridStep): number {
  return numerator / denominator;
}

/** Degrees of the multiple `k`. */
export function multipleOf({ numerator, denominator }: GridStep, k: number): number {
  return (k * numerator) / denominator + 0;
}
