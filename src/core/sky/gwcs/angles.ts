export const DEGREE = Math.PI / 180;
export const RADIAN = 180 / Math.PI;

/** Into [0, 360), as numpy's mod. */
export function positiveDegrees(degrees: number): number {
  const rest = degrees % 360;
  return rest < 0 ? rest + 360 : rest;
}
