/** Tells two arrays of whole numbers apart; exact while the sum is below 2^53. */
export function sumOf(values: ArrayLike<number>): string {
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i] ?? NaN;
  }
  return `${values.length} pixels, sum ${sum}`;
}
