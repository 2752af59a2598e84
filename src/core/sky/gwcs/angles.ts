export const DEGREE = Math.PI / 180;
export const RADIAN = 180 / Math.PI;

/** Into [0, 360), as numpy's mod. */
export function positiveDegrees(degrees: number): number {
  // A remainder takes as long as all else; angles are mostly within one turn.
  if (degrees >= 0 && degrees < 360) {
    return degrees;
  }
  const rest = degrees < 0 && degrees > -360 ? degrees : degrees % 360;
  return rest < 0 ? rest + 360 : rest;
}
