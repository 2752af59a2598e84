const DEGREE = Math.PI / 180;

/** Directions all over the sphere, degrees; the same for the same seed. */
export function sphere(count: number, seed: number): { ra: Float64Array; dec: Float64Array } {
  let state = seed;
  const next = (): number => (state = (state * 16807) % 2147483647) / 2147483647;
  const ra = new Float64Array(count);
  const dec = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    ra[k] = 360 * next();
    dec[k] = Math.asin(2 * next() - 1) / DEGREE;
  }
  return { ra, dec };
}

/** Vincenty's formula; degrees. */
export function angularSeparation(
  a: readonly [number, number],
  b: readonly [number, number],
): number {
  const [la, ba, lb, bb] = [a[0], a[1], b[0], b[1]].map((angle) => angle * DEGREE) as [
    ...[number, number, number, number],
  ];
  const dl = lb - la;
  const x = Math.cos(bb) * Math.sin(dl);
  const y = Math.cos(ba) * Math.sin(bb) - Math.sin(ba) * Math.cos(bb) * Math.cos(dl);
  const z = Math.sin(ba) * Math.sin(bb) + Math.cos(ba) * Math.cos(bb) * Math.cos(dl);
  return Math.atan2(Math.hypot(x, y), z) / DEGREE;
}
