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

/**
 * Coefficients of u^p v^q for p + q ≤ order: those of q = 0 first, p rising, for each of them that of the
 * first axis and that of the second. Both are summed up together, which halves the time.
 */
interface Polynomials {
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
    forward: shift(forward, x0, y0),
    backward: typeof backward === 'object' ? shift(backward, x0, y0) : undefined,
  };
}

function polynomials(header: Header, a: string, b: string): Polynomials | string | undefined {
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
  const order = Math.trunc(Math.max(orderA, orderB));
  const coefficients = new Float64Array((order + 1) * (order + 2));
  const problem =
    fill(coefficients, header, a, Math.trunc(orderA), order) ??
    fill(coefficients.subarray(1), header, b, Math.trunc(orderB), order);
  return problem ?? { order, coefficients };
}

/** Sets every other coefficient; what is wrong with the header as a sentence. */
function fill(
  coefficients: Float64Array,
  header: Header,
  name: string,
  own: number,
  order: number,
): string | undefined {
  let at = 0;
  for (let q = 0; q <= order; q += 1) {
    for (let p = 0; p <= order - q; p += 1) {
      const keyword = `${name}_${p}_${q}`;
      const value = p + q <= own ? header.value(keyword) : undefined;
      if (value !== undefined && typeof value !== 'number' && typeof value !== 'bigint') {
        return `${keyword} is "${header.get(keyword)?.text.slice(0, 68)}" where a number is needed.`;
      }
      coefficients[at] = Number(value ?? 0);
      at += 2;
    }
  }
  return undefined;
}

/** The position plus what the two polynomials say of it. */
function shift({ order, coefficients }: Polynomials, x0: number, y0: number): PlaneMap {
  return (x: number, y: number, out: Pair): void => {
    const u = x - x0;
    const v = y - y0;
    let sumX = 0;
    let sumY = 0;
    let k = coefficients.length - 2;
    for (let terms = 1; terms <= order + 1; terms += 1) {
      let rowX = 0;
      let rowY = 0;
      for (let n = 0; n < terms; n += 1) {
        rowX = rowX * u + (coefficients[k] as number);
        rowY = rowY * u + (coefficients[k + 1] as number);
        k -= 2;
      }
      sumX = sumX * v + rowX;
      sumY = sumY * v + rowY;
    }
    out.u = x + sumX;
    out.v = y + sumY;
  };
}
