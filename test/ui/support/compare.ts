import { expect } from 'vitest';
import { colouring, type Colouring, type Look } from './colouring';
import { pixelOf } from './orientation';
import type { TruePlane } from './truth';
import type { Rgb, Viewer } from './viewer';

export interface Comparison {
  /** Screen pixels compared. */
  readonly compared: number;
  /** Those of pixels without a value. */
  readonly missing: number;
  /** Those with another colour than the truth gives. */
  readonly different: number;
  readonly first: string;
  /** Those that would differ were the picture upside down, and were it mirrored. */
  readonly ifUpsideDown: number;
  readonly ifMirrored: number;
}

/** Levels may be rounded one way here and the other way on the graphics processor. */
const tolerance = 1;

/** Fails unless every screen pixel is the true value of its pixel in the colours of the look. */
export async function expectPicture(
  viewer: Viewer,
  plane: TruePlane,
  look: Look,
): Promise<Comparison> {
  let compared: Comparison | undefined;
  // The screen may be a frame behind what the canvas says of itself.
  await expect
    .poll(
      async () => {
        compared = await comparePicture(viewer, plane, colouring(look));
        return { first: compared.first, different: compared.different };
      },
      { timeout: 10_000 },
    )
    .toEqual({ first: '', different: 0 });
  return compared as unknown as Comparison;
}

/** Compares every screen pixel of the picture that is in sight with what its true value looks like. */
export async function comparePicture(
  viewer: Viewer,
  plane: TruePlane,
  colourOf: Colouring,
): Promise<Comparison> {
  const nan = await viewer.nanColour();
  const zoom = await viewer.figure('zoom');
  const left = await viewer.figure('left');
  const bottom = await viewer.figure('bottom');
  const orientation = await viewer.orientation();
  const shot = await viewer.shoot();
  const { width, height } = plane;

  const differs = (got: Rgb, x: number, y: number): boolean => {
    const want = colourOf(plane.at(x, y)) ?? nan;
    return got.some((part, i) => Math.abs(part - (want[i] ?? 0)) > tolerance);
  };
  const count = { compared: 0, missing: 0, different: 0, ifUpsideDown: 0, ifMirrored: 0 };
  let first = '';
  for (let row = 0; row < shot.height; row++) {
    for (let column = 0; column < shot.width; column++) {
      const right = Math.floor((column + 0.5 - left) / zoom);
      const up = Math.floor((shot.height - row - 0.5 - bottom) / zoom);
      const [x, y] = pixelOf([right, up], plane, orientation);
      if (x < 0 || y < 0 || x >= width || y >= height) continue;
      const got = shot.at(column, row);
      count.compared++;
      count.missing += Number(Number.isNaN(plane.at(x, y)));
      count.ifUpsideDown += Number(differs(got, x, height - 1 - y));
      count.ifMirrored += Number(differs(got, width - 1 - x, y));
      if (differs(got, x, y)) {
        count.different++;
        first ||= `pixel (${x}, ${y}) = ${plane.at(x, y)} is shown as ${got.join()}`;
      }
    }
  }
  return { ...count, first };
}
