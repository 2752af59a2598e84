/**
 * The terms of TPV and TPD (the registry's TPV convention; wcslib's Template Polynomial Distortion):
 * powers of x, y and r for coefficient m, with x the axis the polynomial belongs to.
 */
const TERMS: readonly (readonly [number, number, number])[] = terms();

/** The coefficients of TPV are 0 to 39, those of TPD 0 to 59. */
export const TPD_TERMS = TERMS.length;
export const TPV_TERMS = 40;

function terms(): [number, number, number][] {
  const all: [number, number, number][] = [];
  for (let degree = 0; degree <= 9; degree += 1) {
    for (let q = 0; q <= degree; q += 1) {
      all.push([degree - q, q, 0]);
    }
    if (degree % 2 === 1) {
      all.push([0, 0, degree]);
    }
  }
  return all;
}

/** A polynomial of x and y by the numbers of its terms. */
export function templatePolynomial(
  coefficients: ReadonlyMap<number, number>,
): (x: number, y: number) => number {
  const used = [...coefficients].filter(([, value]) => value !== 0);
  const powers = used.map(([m]) => TERMS[m] as readonly [number, number, number]);
  const radial = powers.filter(([, , r]) => r > 0).map(([, , r]) => r);
  const radialFactors = used.filter((_, k) => (powers[k]?.[2] ?? 0) > 0).map(([, value]) => value);
  const plain = used.filter((_, k) => powers[k]?.[2] === 0);
  const degree = Math.max(0, ...plain.map(([m]) => degreeOf(m)));
  const rows = new Float64Array((degree + 1) * (degree + 1));
  for (const [m, value] of plain) {
    const [p, q] = TERMS[m] as readonly [number, number, number];
    rows[q * (degree + 1) + p] = value;
  }
  return (x, y) => {
    let sum = 0;
    for (let q = degree; q >= 0; q -= 1) {
      let row = 0;
      for (let k = q * (degree + 1) + degree - q; k >= q * (degree + 1); k -= 1) {
        row = row * x + (rows[k] as number);
      }
      sum = sum * y + row;
    }
    if (radial.length > 0) {
      const r = Math.sqrt(x * x + y * y);
      for (let k = 0; k < radial.length; k += 1) {
        sum += (radialFactors[k] as number) * r ** (radial[k] as number);
      }
    }
    return sum;
  };
}

function degreeOf(m: number): number {
  const [p, q] = TERMS[m] as readonly [number, number, number];
  return p + q;
}
