import { eliminate } from '../elimination';
import type { WcsKeywords } from './keywords';
import { cosDegrees, sinDegrees } from './projections/projection';

/** A square matrix, row by row. */
export interface SquareMatrix {
  readonly size: number;
  readonly elements: Float64Array;
}

/** Where the axes of longitude and latitude are, counted from 0, or -1. */
export interface CelestialAxes {
  readonly longitude: number;
  readonly latitude: number;
}

/**
 * The matrix from pixels to intermediate coordinates in the units of CUNIT: PC and CDELT, CD, or CDELT and
 * CROTA (FITS WCS paper I, section 2.1.2; paper II, section 6.1), or what is wrong with it.
 */
export function linearMatrix(
  keywords: WcsKeywords,
  { longitude, latitude }: CelestialAxes,
  warnings: string[],
): SquareMatrix | string {
  const { axes, pc, cd, crota } = keywords;
  const elements = new Float64Array(axes * axes);
  if (pc.size === 0 && cd.size > 0) {
    for (let i = 0; i < axes; i += 1) {
      for (let j = 0; j < axes; j += 1) {
        elements[i * axes + j] = cd.get(`${i + 1}_${j + 1}`) ?? 0;
      }
      if (!mentions(cd, i + 1, axes)) {
        elements[i * axes + i] = 1;
      }
    }
    return { size: axes, elements };
  }
  for (let i = 0; i < axes; i += 1) {
    const cdelt = incrementOf(keywords, i, i === longitude || i === latitude, warnings);
    if (cdelt === 0) {
      return `CDELT${i + 1} is 0, so axis ${i + 1} has no scale.`;
    }
    for (let j = 0; j < axes; j += 1) {
      const element = pc.get(`${i + 1}_${j + 1}`) ?? (i === j ? 1 : 0);
      elements[i * axes + j] = cdelt * element;
    }
  }
  const rotation = latitude < 0 ? undefined : (crota[latitude] ?? (crota[longitude] || undefined));
  if (pc.size === 0 && rotation !== undefined && longitude >= 0) {
    const x = elements[longitude * axes + longitude] as number;
    const y = elements[latitude * axes + latitude] as number;
    elements[longitude * axes + longitude] = x * cosDegrees(rotation);
    elements[longitude * axes + latitude] = -y * sinDegrees(rotation);
    elements[latitude * axes + longitude] = x * sinDegrees(rotation);
    elements[latitude * axes + latitude] = y * cosDegrees(rotation);
  }
  return { size: axes, elements };
}

/** CDELT; an axis of one pixel that is not of the sky may be written with 0. */
function incrementOf(
  { cdelt, lengths }: WcsKeywords,
  i: number,
  celestial: boolean,
  warnings: string[],
): number {
  const increment = cdelt[i] ?? 1;
  if (increment === 0 && !celestial && lengths[i] === 1) {
    warnings.push(`CDELT${i + 1} is 0; its axis of one pixel is taken to have the increment 1.`);
    return 1;
  }
  return increment;
}

function mentions(cd: ReadonlyMap<string, number>, i: number, axes: number): boolean {
  for (let j = 1; j <= axes; j += 1) {
    if (cd.has(`${i}_${j}`) || cd.has(`${j}_${i}`)) {
      return true;
    }
  }
  return false;
}

/** The inverse, or undefined where there is none. */
export function inverseOf({ size, elements }: SquareMatrix): SquareMatrix | undefined {
  const a = Float64Array.from(elements);
  const b = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1) {
    // Rows of one size: degrees and metres differ by many orders.
    const row = a.subarray(i * size, (i + 1) * size);
    const most = row.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
    if (!(most > 0) || !Number.isFinite(most)) {
      return undefined;
    }
    const scale = 1 / most;
    row.forEach((value, k) => (row[k] = value * scale));
    b[i * size + i] = scale;
  }
  return eliminate(a, size, b, size, 1e-14) ? { size, elements: b } : undefined;
}

/** Multiplies positions by the matrix: `to[i] = Σ m[i][j] · (from[j] - before[j]) + after[i]`. */
export function applyMatrix(
  { size, elements }: SquareMatrix,
  from: readonly Float64Array[],
  before: readonly number[],
  to: readonly Float64Array[],
  after: readonly number[],
): void {
  for (let i = 0; i < size; i += 1) {
    const out = to[i] as Float64Array;
    out.fill(after[i] as number);
    for (let j = 0; j < size; j += 1) {
      const factor = elements[i * size + j] as number;
      const start = before[j] as number;
      const values = from[j] as Float64Array;
      if (factor !== 0) {
        for (let k = 0; k < out.length; k += 1) {
          out[k] = (out[k] as number) + factor * ((values[k] as number) - start);
        }
      }
    }
  }
}
