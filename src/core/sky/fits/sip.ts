import type { Header } from '../../fits/header';
import type { Pair } from './projections/projection';
import type { PlaneMap } from './distortion';

/** Beyond the 9 of the convention, and far below what could hang. */
const HIGHEST_ORDER = 20;

/** The four polynomials of the Simple Imaging Polynomial convention (Shupe et al. 2005). */
export interface Sip {
  /** From pixels, counted from 0, to what they are without distortion. */
  readonly forward: PlaneMap;
  /** The approximate inverse AP, BP where the header has it. */
  readonly backward: PlaneMap | undefined;
}

/** Coefficients of u^p v^q for p + q ≤ order: those of q = 0 first, p rising. */
interface Polynomial {
  readonly order: number;
  readonly coefficients: Float64Array;
}

/**
 * The distortion of a header, about CRPIX of the description (1-based); undefined where it has none, a
 * sentence where it is broken. As astropy does, an order below 2 is no distortion.
 */
export function readSip(header: Header, crpix: readonly number[]): Sip | string | undefined {
  const forward = polynomials(header, 'A', 'B');
  const backward = polynomials(header, 'AP', 'BP');
  if (typeof forward === 'string' || forward === undefined) {
    return forward;
  }
  const x0 = (crpix[0] ?? 0) - 1;
  const y0 = (crpix[1] ?? 0) - 1;
  return {
    forward: shift(forward[0], forward[1], x0, y0),
    backward: typeof backward === 'object' ? shift(backward[0], backward[1], x0, y0) : undefined,
  };
}

function polynomials(
  header: Header,
  a: string,
  b: string,
): [Polynomial, Polynomial] | string | undefined {
  const orders = [a, b].map((name) => header.value(`${name}_ORDER`));
  const [orderA, orderB] = orders;
  if (orderA === undefined && orderB === undefined) {
    return undefined;
  }
  if (typeof orderA !== 'number' || typeof orderB !== 'number') {
    const [has, lacks] = orderA === undefined ? [b, a] : [a, b];
    return `The distortion has ${has}_ORDER without a number ${lacks}_ORDER.`;
  }
  if (orderA < 2 || orderB < 2) {
    return undefined;
  }
  if (!(Math.max(orderA, orderB) <= HIGHEST_ORDER)) {
    return `The distortion ${a}, ${b} is of order ${Math.max(orderA, orderB)}; at most ${HIGHEST_ORDER} is read.`;
  }
  const first = polynomial(header, a, Math.trunc(orderA));
  const second = polynomial(header, b, Math.trunc(orderB));
  return typeof first === 'string' ? first : typeof second === 'string' ? second : [first, second];
}

function polynomial(header: Header, name: string, order: number): Polynomial | string {
  const coefficients = new Float64Array(((order + 1) * (order + 2)) / 2);
  let at = 0;
  for (let q = 0; q <= order; q += 1) {
    for (let p = 0; p <= order - q; p += 1) {
      const keyword = `${name}_${p}_${q}`;
      const value = header.value(keyword);
      if (value !== undefined && typeof value !== 'number' && typeof value !== 'bigint') {
        return `${keyword} is "${header.get(keyword)?.text.slice(0, 68)}" where a number is needed.`;
      }
      coefficients[at] = Number(value ?? 0);
      at += 1;
    }
  }
  return { order, coefficients };
}

/** The position plus what the two polynomials say of it. */
function shift(a: Polynomial, b: Polynomial, x0: number, y0: number): PlaneMap {
  return (x: number, y: number, out: Pair): void => {
    const u = x - x0;
    const v = y - y0;
    out.u = x + valueAt(a, u, v);
    out.v = y + valueAt(b, u, v);
  };
}

function valueAt({ order, coefficients }: Polynomial, u: number, v: number): number {
  let sum = 0;
  let end = coefficients.length;
  for (let q = order; q >= 0; q -= 1) {
    const start = end - (order - q + 1);
    let row = 0;
    for (let k = end - 1; k >= start; k -= 1) {
      row = row * u + (coefficients[k] as number);
    }
    sum = sum * v + row;
    end = start;
  }
  return sum;
}
