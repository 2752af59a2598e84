import type { NumberArray } from './number-array';
import { badGwcs } from './problem';
import { alongLine, Transform } from './transform';

/** Coefficients along one axis. */
const MOST_COEFFICIENTS = 201;

/** The interval that is mapped to another before a polynomial is evaluated. */
export type Interval = readonly [number, number];

/** x → offset + factor · x, or undefined where x stays as it is. */
export type DomainMap = ((xs: Float64Array) => Float64Array) | undefined;

/** As astropy's `poly_map_domain`. */
export function domainMap(domain: Interval | undefined, window: Interval): DomainMap {
  if (domain === undefined) {
    return undefined;
  }
  const [d0, d1] = domain;
  const [w0, w1] = window;
  const factor = (w1 - w0) / (d1 - d0);
  const offset = (w0 * d1 - w1 * d0) / (d1 - d0);
  return factor === 1 && offset === 0 ? undefined : (xs) => alongLine(xs, factor, offset);
}

/** @throws SkybucketError `format` for more coefficients than any file has, or for none. */
export function checkCoefficients({ shape, values }: NumberArray): void {
  if (shape.length < 1 || shape.length > 2 || values.length === 0) {
    throw badGwcs('The coefficients of a polynomial are neither a row nor a matrix.');
  }
  if (shape.some((length) => length > MOST_COEFFICIENTS)) {
    throw badGwcs('A polynomial of the coordinate system has an absurd degree.');
  }
}

/** c₀ + c₁x + c₂x² + … */
export function polynomial1d(coefficients: Float64Array, map: DomainMap): Transform {
  const degree = coefficients.length - 1;
  return new Transform({
    ...{ inputs: 1, outputs: 1, cost: coefficients.length },
    evaluate: ([input]) => {
      const xs = map ? map(input as Float64Array) : (input as Float64Array);
      const result = new Float64Array(xs.length);
      for (let k = 0; k < xs.length; k += 1) {
        const x = xs[k] as number;
        let sum = coefficients[degree] as number;
        for (let power = degree - 1; power >= 0; power -= 1) {
          sum = sum * x + (coefficients[power] as number);
        }
        result[k] = sum;
      }
      return [result];
    },
    inverse: () => {
      const [c0, c1] = coefficients;
      return degree === 1 && map === undefined && c1 !== 0
        ? polynomial1d(
            Float64Array.of(-(c0 as number) / (c1 as number), 1 / (c1 as number)),
            undefined,
          )
        : undefined;
    },
  });
}

/**
 * The sum of c[i][j] xⁱyʲ over i + j ≤ n; what else is in the matrix does not count, as in astropy.
 *
 * @throws SkybucketError `format` for a matrix that is not square.
 */
export function polynomial2d(
  { shape, values: c }: NumberArray,
  mapX: DomainMap,
  mapY: DomainMap,
): Transform {
  const [size = 0, columns = 0] = shape;
  if (size !== columns) {
    throw badGwcs(
      `The coefficients of a polynomial of x and y are ${size}×${columns}, not a square.`,
    );
  }
  const degree = size - 1;
  return new Transform({
    ...{ inputs: 2, outputs: 1, cost: (size * (size + 1)) / 2 },
    evaluate: ([inputX, inputY]) => {
      const xs = mapX ? mapX(inputX as Float64Array) : (inputX as Float64Array);
      const ys = mapY ? mapY(inputY as Float64Array) : (inputY as Float64Array);
      const result = new Float64Array(xs.length);
      for (let k = 0; k < xs.length; k += 1) {
        const x = xs[k] as number;
        const y = ys[k] as number;
        let sum = 0;
        for (let i = degree; i >= 0; i -= 1) {
          const row = i * size;
          let inner = c[row + degree - i] as number;
          for (let j = degree - i - 1; j >= 0; j -= 1) {
            inner = inner * y + (c[row + j] as number);
          }
          sum = sum * x + inner;
        }
        result[k] = sum;
      }
      return [result];
    },
  });
}
