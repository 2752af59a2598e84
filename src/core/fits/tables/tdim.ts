/**
 * Reads a TDIMn, `(l,m,n)` with the first axis fastest (FITS 4.0, section 7.3.2), into a shape with the
 * slowest axis first; undefined where it is none.
 */
export function parseTdim(text: string): number[] | undefined {
  const found = /^\(\s*(\d+(?:\s*,\s*\d+)*)\s*\)$/.exec(text.trim());
  const lengths = found?.[1]?.split(',').map(Number);
  return lengths?.every(Number.isSafeInteger) ? lengths.reverse() : undefined;
}

export function product(lengths: readonly number[]): number {
  return lengths.reduce((all, length) => all * length, 1);
}
