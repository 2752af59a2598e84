import type { TruePlane } from './truth';
import type { Rgb, Viewer } from './viewer';

export interface Comparison {
  /** Screen pixels compared. */
  readonly compared: number;
  /** Those of pixels without a value. */
  readonly missing: number;
  /** Those with another colour than the truth gives through the stretch. */
  readonly different: number;
  readonly first: string;
  /** Those that would differ were the picture upside down, and were it mirrored. */
  readonly ifUpsideDown: number;
  readonly ifMirrored: number;
}

/** Greys may be rounded one way here and the other way on the graphics processor. */
const tolerance = 1;

/**
 * Compares every screen pixel of the picture with what the true values look like through the linear
 * stretch between the limits. The image must be in sight as a whole.
 */
export async function comparePicture(
  viewer: Viewer,
  plane: TruePlane,
  [low, high]: readonly [number, number],
): Promise<Comparison> {
  const nan = await viewer.nanColour();
  const zoom = await viewer.figure('zoom');
  const left = await viewer.figure('left');
  const bottom = await viewer.figure('bottom');
  const shot = await viewer.shoot();
  const { width, height } = plane;

  const differs = (got: Rgb, x: number, y: number): boolean => {
    const want = colour(plane.at(x, y), low, high, nan);
    return got.some((part, i) => Math.abs(part - (want[i] ?? 0)) > tolerance);
  };
  const count = { missing: 0, different: 0, ifUpsideDown: 0, ifMirrored: 0 };
  let first = '';
  for (let up = 0; up < height * zoom; up++) {
    for (let right = 0; right < width * zoom; right++) {
      const x = Math.floor(right / zoom);
      const y = Math.floor(up / zoom);
      const got = shot.at(left + right, shot.height - 1 - bottom - up);
      count.missing += Number(Number.isNaN(plane.at(x, y)));
      count.ifUpsideDown += Number(differs(got, x, height - 1 - y));
      count.ifMirrored += Number(differs(got, width - 1 - x, y));
      if (differs(got, x, y)) {
        count.different++;
        first ||= `pixel (${x}, ${y}) = ${plane.at(x, y)} is shown as ${got.join()}`;
      }
    }
  }
  return { compared: width * height * zoom ** 2, ...count, first };
}

function colour(value: number, low: number, high: number, nan: Rgb): Rgb {
  if (Number.isNaN(value)) return nan;
  const grey = Math.round(255 * Math.min(Math.max((value - low) / (high - low), 0), 1));
  return [grey, grey, grey];
}
