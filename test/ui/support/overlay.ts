import { expect } from 'vitest';
import { colouring, type Colour, type Look } from './colouring';
import { comparePicture } from './compare';
import type { TruePlane } from './truth';
import type { Viewer } from './viewer';

/** What of a mask lies over a picture, said here once more and with none of our formulas. */
export interface Overlay {
  readonly mask: TruePlane;
  /** A sum of bits: marked is where any of them is set. */
  readonly bits: number;
  readonly colour: Colour;
  /** 0 to 1. */
  readonly opacity: number;
}

/** The colour that is there from the start, and how much it covers. */
export const red: Pick<Overlay, 'colour' | 'opacity'> = { colour: [255, 66, 66], opacity: 0.7 };

/**
 * Fails unless every screen pixel of the picture that is in sight has the colour of its true value, and
 * those that are flagged the colour of the overlay mixed in. Returns how many flagged pixels there are.
 */
export async function expectOverlay(
  viewer: Viewer,
  plane: TruePlane,
  look: Look,
  { mask, bits, colour, opacity }: Overlay,
): Promise<number> {
  const { width, height } = plane;
  const flagged = (x: number, y: number): boolean => (BigInt(mask.at(x, y)) & BigInt(bits)) !== 0n;
  const colourOf = colouring(look);
  // A level of 256, as every part of a colour.
  const share = Math.round(255 * opacity) / 255;
  const nan = await viewer.nanColour();
  // Its values are the places of the pixels: the colour of each depends on two planes.
  const places = { width, height, at: (x: number, y: number) => y * width + x };
  const wanted = (place: number): Colour => {
    const [x, y] = [place % width, Math.floor(place / width)];
    const under = colourOf(plane.at(x, y)) ?? nan;
    const mixed = (i: 0 | 1 | 2): number => {
      const level = Math.round(under[i]);
      return level + (colour[i] - level) * share;
    };
    return flagged(x, y) ? [mixed(0), mixed(1), mixed(2)] : under;
  };
  await expect
    .poll(
      async () => {
        const { first, different, compared } = await comparePicture(viewer, places, wanted);
        return { first, different, all: compared >= width * height };
      },
      { timeout: 20_000 },
    )
    .toEqual({ first: '', different: 0, all: true });
  let count = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) count += Number(flagged(x, y));
  }
  return count;
}
