/** The shortest way between two unit vectors in radians, exact from coincident to opposite. */
export function angleBetween(
  ax: number,
  ay: number,
  az: number,
  bx: number,
  by: number,
  bz: number,
): number {
  if (ax * bx + ay * by + az * bz >= 0) {
    const [x, y, z] = [ax - bx, ay - by, az - bz];
    return 2 * Math.asin(Math.min(1, Math.sqrt(x * x + y * y + z * z) / 2));
  }
  const [x, y, z] = [ax + bx, ay + by, az + bz];
  return Math.PI - 2 * Math.asin(Math.min(1, Math.sqrt(x * x + y * y + z * z) / 2));
}
