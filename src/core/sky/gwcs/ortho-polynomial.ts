import type { NumberArray } from './number-array';
import { unknownGwcs, short } from './problem';
import type { DomainMap } from './polynomial';
import { Transform } from './transform';

/** Pₙ₊₁ of x, Pₙ and Pₙ₋₁. */
type Recurrence = (n: number, x: number, p: number, before: number) => number;

/** The values of P₁ and the way from one to the next; P₀ is 1. */
const FAMILIES: Readonly<Record<string, { readonly slope: number; readonly next: Recurrence }>> = {
  chebyshev: { slope: 1, next: (_, x, p, before) => 2 * x * p - before },
  legendre: { slope: 1, next: (n, x, p, before) => ((2 * n + 1) * x * p - n * before) / (n + 1) },
  // Of the physicists.
  hermite: { slope: 2, next: (n, x, p, before) => 2 * x * p - 2 * n * before },
};

/**
 * The sum of c[i][j] Pᵢ(x) Pⱼ(y), or of c[i] Pᵢ(x), with Chebyshev (first kind), Legendre or Hermite
 * polynomials.
 *
 * @throws SkybucketError `unsupported` for others.
 */
export function orthoPolynomial(
  family: string,
  { shape, values: c }: NumberArray,
  mapX: DomainMap,
  mapY: DomainMap,
): Transform {
  const known = FAMILIES[family];
  if (known === undefined) {
    throw unknownGwcs(`Polynomials called ${short(family)} are not known here.`);
  }
  const [sizeX = 0, sizeY = 1] = shape;
  // Astropy counts the polynomials of y on from those of x where it should start anew. Files are written
  // with coefficients that were fitted so.
  const shiftY = family === 'hermite' ? sizeX : 0;
  const fill = (x: number, into: Float64Array, from: number): void => {
    into[0] = 1;
    if (into.length > 1) {
      into[1] = known.slope * x;
    }
    for (let n = 1; n + 1 < into.length; n += 1) {
      into[n + 1] = known.next(n + from, x, into[n] as number, into[n - 1] as number);
    }
  };
  const px = new Float64Array(sizeX);
  const py = new Float64Array(sizeY).fill(1);
  return new Transform({
    ...{ inputs: shape.length, outputs: 1, cost: c.length + sizeX + sizeY },
    evaluate: ([inputX, inputY]) => {
      const xs = mapX ? mapX(inputX as Float64Array) : (inputX as Float64Array);
      const ys = inputY && (mapY ? mapY(inputY) : inputY);
      const result = new Float64Array(xs.length);
      for (let k = 0; k < xs.length; k += 1) {
        fill(xs[k] as number, px, 0);
        if (ys) {
          fill(ys[k] as number, py, shiftY);
        }
        let sum = 0;
        for (let i = sizeX - 1; i >= 0; i -= 1) {
          let inner = 0;
          for (let j = sizeY - 1; j >= 0; j -= 1) {
            inner += (c[i * sizeY + j] as number) * (py[j] as number);
          }
          sum += inner * (px[i] as number);
        }
        result[k] = sum;
      }
      return [result];
    },
  });
}
