import type { GridUnits } from './steps';

export interface LabelOptions {
  /** Degrees between two lines. */
  readonly step: number;
  readonly units: GridUnits;
  /** Latitudes have a sign always, longitudes only where they are negative. */
  readonly latitude: boolean;
}

/** Of seconds, and of degrees: what a number has left of digits. */
const MOST_DECIMALS = 9;
const MOST_OF_DEGREES = 12;
/** Part of a step that may get lost when a label is rounded. */
const LOSS = 0.02;

/** Degrees of the last digit of a label, and how it is written. */
interface Level {
  /** How many in a degree. */
  readonly perDegree: number;
  /** Parts of 60 behind the first. */
  readonly parts: 0 | 1 | 2;
  readonly decimals: number;
}

/**
 * Labels of lines that are multiples of one step, as short as tells each from its neighbours: `10h20m`,
 * `+41d`, `150.25°`. All have the same parts.
 */
export function gridLabels(values: readonly number[], options: LabelOptions): string[] {
  const level =
    levels(options.units).find(({ perDegree }) =>
      values.every(
        (value) =>
          Math.abs(value - Math.round(value * perDegree) / perDegree) <= LOSS * options.step,
      ),
    ) ?? (levels(options.units).at(-1) as Level);
  return values.map((value) => label(value, level, options));
}

function levels(units: GridUnits): Level[] {
  if (units === 'degrees') {
    return upTo(MOST_OF_DEGREES).map((decimals) => ({
      perDegree: 10 ** decimals,
      parts: 0,
      decimals,
    }));
  }
  const first = units === 'hours' ? 1 / 15 : 1;
  return [
    { perDegree: first, parts: 0, decimals: 0 },
    { perDegree: first * 60, parts: 1, decimals: 0 },
    ...upTo(MOST_DECIMALS).map((decimals): Level => ({
      perDegree: first * 3600 * 10 ** decimals,
      parts: 2,
      decimals,
    })),
  ];
}

function upTo(most: number): number[] {
  return Array.from({ length: most + 1 }, (_, k) => k);
}

function label(
  value: number,
  { perDegree, parts, decimals }: Level,
  { units, latitude }: LabelOptions,
): string {
  const power = 10 ** decimals;
  const count = Math.round(Math.abs(value) * perDegree);
  const sign = value < 0 && count > 0 ? '-' : latitude ? '+' : '';
  const behind = decimals === 0 ? '' : `.${String(count % power).padStart(decimals, '0')}`;
  const whole = Math.floor(count / power);
  if (units === 'degrees') {
    return `${sign}${whole}${behind}°`;
  }
  const letters = units === 'hours' ? 'hms' : 'dms';
  const texts: string[] = [];
  for (let part = parts, rest = whole; part >= 0; part -= 1) {
    const number = part === 0 ? rest : rest % 60;
    const digits = part === 0 && units !== 'hours' && !latitude ? 1 : 2;
    const text = String(number).padStart(digits, '0') + (part === parts ? behind : '');
    texts.unshift(text + letters.charAt(part));
    rest = Math.floor(rest / 60);
  }
  return sign + texts.join('');
}
