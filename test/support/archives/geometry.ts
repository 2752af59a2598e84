/** Places on the sky in degrees, good enough to choose rows of made-up archives. */

const RADIANS = Math.PI / 180;

/** The angle between two positions, degrees. */
export function separation(ra1: number, dec1: number, ra2: number, dec2: number): number {
  const [d1, d2] = [dec1 * RADIANS, dec2 * RADIANS];
  const [sinDec, sinRa] = [Math.sin((d2 - d1) / 2), Math.sin(((ra2 - ra1) * RADIANS) / 2)];
  const half = Math.hypot(sinDec, Math.sqrt(Math.cos(d1) * Math.cos(d2)) * sinRa);
  return (2 * Math.asin(Math.min(1, half))) / RADIANS;
}

/** A rectangle on the sky as MAST writes it; it is not near a pole. `turned` and sizes in degrees. */
export function polygon(
  ra: number,
  dec: number,
  [width, height]: readonly [number, number],
  turned = 0,
): string {
  const [cos, sin] = [Math.cos(turned * RADIANS), Math.sin(turned * RADIANS)];
  const corners = [
    [1, 1],
    [-1, 1],
    [-1, -1],
    [1, -1],
    [1, 1],
  ].map(([x = 0, y = 0]) => {
    const [dx, dy] = [(x * width) / 2, (y * height) / 2];
    const at = ra + (dx * cos - dy * sin) / Math.cos(dec * RADIANS);
    return `${(((at % 360) + 360) % 360).toFixed(8)} ${(dec + dx * sin + dy * cos).toFixed(8)}`;
  });
  return `POLYGON ICRS ${corners.join(' ')}`;
}

/** Numbers in [0, 1) that look random and follow from the seed. */
export function numbersFrom(seed: number): () => number {
  let state = (seed * 48271 + 11) % 2147483647 || 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}
