/**
 * Gauss-Jordan elimination with row pivots, in place: solves `a · x = b` for each column of `b`.
 *
 * @param a size × size, by rows; its rows should be of one magnitude. What is left in it is of no use.
 * @param b size × width, by rows; becomes the solution.
 * @param least pivots that are no larger count as 0.
 * @returns false where there is no solution; `b` is of no use then.
 */
export function eliminate(
  a: Float64Array,
  size: number,
  b: Float64Array,
  width: number,
  least: number,
): boolean {
  for (let column = 0; column < size; column += 1) {
    let pivot = column;
    for (let row = column + 1; row < size; row += 1) {
      if (
        Math.abs(a[row * size + column] as number) > Math.abs(a[pivot * size + column] as number)
      ) {
        pivot = row;
      }
    }
    const head = a[pivot * size + column] as number;
    if (!(Math.abs(head) > least)) {
      return false;
    }
    swapRows(a, size, pivot, column);
    swapRows(b, width, pivot, column);
    for (let row = 0; row < size; row += 1) {
      const factor = row === column ? 0 : (a[row * size + column] as number) / head;
      if (factor !== 0) {
        subtractRow(a, size, row, column, factor);
        subtractRow(b, width, row, column, factor);
      }
    }
  }
  for (let row = 0; row < size; row += 1) {
    const head = a[row * size + row] as number;
    for (let k = row * width; k < (row + 1) * width; k += 1) {
      b[k] = (b[k] as number) / head;
    }
  }
  return true;
}

function subtractRow(
  m: Float64Array,
  width: number,
  from: number,
  row: number,
  factor: number,
): void {
  for (let k = 0; k < width; k += 1) {
    m[from * width + k] = (m[from * width + k] as number) - factor * (m[row * width + k] as number);
  }
}

function swapRows(m: Float64Array, width: number, one: number, other: number): void {
  for (let k = 0; one !== other && k < width; k += 1) {
    const kept = m[one * width + k] as number;
    m[one * width + k] = m[other * width + k] as number;
    m[other * width + k] = kept;
  }
}
