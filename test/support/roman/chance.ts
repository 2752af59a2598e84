/** 32 bits that look random and follow from two numbers (Wang's hash). */
export function bitsOf(index: number, seed: number): number {
  let hash = Math.imul(index ^ Math.imul(seed + 1, 0x9e3779b1), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A number in [0, 1). */
export function chance(index: number, seed: number): number {
  return bitsOf(index, seed) / 2 ** 32;
}

/** A number of a nearly normal distribution, mean 0 and deviation 1: the sum of four bytes, smeared. */
export function normal(index: number, seed: number): number {
  const bits = bitsOf(index, seed);
  const sum = (bits & 255) + ((bits >>> 8) & 255) + ((bits >>> 16) & 255) + (bits >>> 24);
  return (sum - 510 + chance(index, seed + 1) - 0.5) / 147.8;
}
