import type { AxisLine } from '../../src/protocol/methods';
import { formatNumber } from './format';

/** What the values of a Stokes axis stand for (FITS 4.0, table 29). */
const STOKES: Readonly<Record<number, string>> = {
  1: 'I',
  2: 'Q',
  3: 'U',
  4: 'V',
  [-1]: 'RR',
  [-2]: 'LL',
  [-3]: 'RL',
  [-4]: 'LR',
  [-5]: 'XX',
  [-6]: 'YY',
  [-7]: 'XY',
  [-8]: 'YX',
};

/** The Stokes parameter a world value stands for, or undefined where it is none. */
export function stokesName(value: number): string | undefined {
  const whole = Math.round(value);
  return Math.abs(value - whole) < 1e-6 ? STOKES[whole] : undefined;
}

/** The world value of a 0-based pixel, in the unit of the header, or undefined where it is no straight line. */
export function worldOf({ linear }: AxisLine, pixel: number): number | undefined {
  return linear && linear.value + (pixel - linear.pixel) * linear.step;
}

/** What turns the world values of an axis into numbers that people read. */
export interface ShownUnit {
  readonly factor: number;
  readonly unit: string;
}

const SPELLINGS: Readonly<Record<string, string>> = {
  um: 'µm',
  micron: 'µm',
  Angstrom: 'Å',
  angstrom: 'Å',
  deg: '°',
};

/** From the largest down; the first that the largest value on an axis reaches is taken. */
const PREFIXED: Readonly<Record<string, readonly (readonly [from: number, unit: string])[]>> = {
  Hz: [
    [1e12, 'THz'],
    [1e9, 'GHz'],
    [1e6, 'MHz'],
    [1e3, 'kHz'],
    [1, 'Hz'],
  ],
  m: [
    [1, 'm'],
    [1e-3, 'mm'],
    [1e-6, 'µm'],
    [1e-9, 'nm'],
  ],
  eV: [
    [1e6, 'MeV'],
    [1e3, 'keV'],
    [1, 'eV'],
  ],
  'm/s': [
    [1e3, 'km/s'],
    [1, 'm/s'],
  ],
};

/** The unit that the values of an axis are shown in, the same all along it. */
export function shownUnit(axis: AxisLine): ShownUnit {
  const largest = largestOf(axis);
  const prefixed = Object.hasOwn(PREFIXED, axis.unit) ? PREFIXED[axis.unit] : undefined;
  const [from, unit] = prefixed?.find(([size]) => largest >= size) ?? prefixed?.at(-1) ?? [1, ''];
  if (prefixed !== undefined) {
    return { factor: 1 / from, unit };
  }
  return {
    factor: 1,
    unit: Object.hasOwn(SPELLINGS, axis.unit) ? (SPELLINGS[axis.unit] ?? '') : axis.unit,
  };
}

/** `2.134 µm`, `Q`: what a 0-based pixel of the axis stands for; empty where the header does not say. */
export function worldText(axis: AxisLine, pixel: number): string {
  const value = worldOf(axis, pixel);
  if (value === undefined || axis.linear === undefined) {
    return '';
  }
  const stokes = axis.name === 'Stokes' ? stokesName(value) : undefined;
  if (stokes !== undefined) {
    return stokes;
  }
  const { factor, unit } = shownUnit(axis);
  const text = stepwise(value * factor, axis.linear.step * factor);
  return unit === '' ? text : `${text}${unit === '°' ? '' : ' '}${unit}`;
}

/** A value with as many decimals as tell its steps apart: all values of an axis have the same. */
function stepwise(value: number, step: number): string {
  const first = Math.max(0, -Math.floor(Math.log10(Math.abs(step))));
  const enough = [first, first + 1].find((decimals) => isWhole(step * 10 ** decimals));
  const decimals = enough ?? first + 2;
  return decimals <= 12 && Math.abs(value) < 1e12
    ? value.toFixed(decimals)
    : formatNumber(value, 15);
}

function isWhole(value: number): boolean {
  return Math.abs(value - Math.round(value)) < 1e-6 * Math.abs(value);
}

/** What an axis is called; `number` is n of NAXISn. */
export function axisName({ name }: AxisLine, number: number): string {
  return name === '' ? `Axis ${number}` : name;
}

function largestOf(axis: AxisLine): number {
  const ends = [worldOf(axis, 0) ?? 0, worldOf(axis, axis.length - 1) ?? 0];
  return Math.max(...ends.map(Math.abs));
}
