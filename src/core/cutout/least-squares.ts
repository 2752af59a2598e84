/**
 * Coefficients of u^p v^q, for each of the targets, that fit them best in the least-squares sense, by
 * Householder's QR (normal equations would lose half of the digits). Undefined where the points do not
 * determine them.
 */
export function leastSquares(
  powers: readonly (readonly [p: number, q: number])[],
  u: Float64Array,
  v: Float64Array,
  targets: readonly Float64Array[],
): Float64Array[] | undefined {
  const rows = u.length;
  const columns = powers.map(([p, q]) => u.map((value, i) => value ** p * (v[i] as number) ** q));
  const right = targets.map((target) => Float64Array.from(target));
  const diagonal = new Float64Array(columns.length);
  for (const [k, column] of columns.entries()) {
    let norm = 0;
    for (let i = k; i < rows; i += 1) {
      norm = Math.hypot(norm, column[i] as number);
    }
    if (!(norm > 1e-10 * Math.sqrt(rows)) || k >= rows) {
      return undefined;
    }
    const pivot = column[k] as number;
    const alpha = pivot > 0 ? -norm : norm;
    diagonal[k] = alpha;
    column[k] = pivot - alpha;
    const factor = alpha * (column[k] as number);
    for (const other of [...columns.slice(k + 1), ...right]) {
      let sum = 0;
      for (let i = k; i < rows; i += 1) {
        sum += (column[i] as number) * (other[i] as number);
      }
      sum /= factor;
      for (let i = k; i < rows; i += 1) {
        other[i] = (other[i] as number) + sum * (column[i] as number);
      }
    }
  }
  return right.map((target) => {
    const solution = new Float64Array(columns.length);
    for (let k = columns.length - 1; k >= 0; k -= 1) {
      let value = target[k] as number;
      for (let j = k + 1; j < columns.length; j += 1) {
        value -= (columns[j]?.[k] as number) * (solution[j] as number);
      }
      solution[k] = value / (diagonal[k] as number);
    }
    return solution;
  });
}
