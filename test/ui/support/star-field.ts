import truth from './star-field.json';
import { readSample, type TruePlane } from './truth';
import type { CanvasShot, Rgb, Viewer } from './viewer';

/** What astropy says of the star field (`make_star_field.py`). Pixels count from 0. */
export const field = truth;

/** An image position, or a place on the canvas: right and down. */
export type Place = readonly [x: number, y: number];

/** The picture of the i band, 16-bit integers that are scaled, with none of our readers. */
export function iBand(): TruePlane {
  return scaledIntegers(readSample('images/star-field_i.fits'));
}

/** The one picture of a FITS file of 16-bit integers. */
export function scaledIntegers(file: Buffer): TruePlane {
  const cards = headerOf(file);
  const [width, height] = [Number(cards.get('NAXIS1')), Number(cards.get('NAXIS2'))];
  const [scale, zero] = [Number(cards.get('BSCALE') ?? 1), Number(cards.get('BZERO') ?? 0)];
  const from = 2880 * Math.ceil((80 * cards.size) / 2880);
  return {
    width,
    height,
    at: (x, y) => zero + scale * file.readInt16BE(from + 2 * (y * width + x)),
  };
}

/** The cards of the primary header by keyword, values as they are written; all that come before END count. */
export function headerOf(file: Buffer): Map<string, string> {
  const cards = new Map<string, string>();
  for (let at = 0; ; at += 80) {
    const card = file.toString('latin1', at, at + 80);
    const keyword = card.slice(0, 8).trim();
    // Commentary has no keyword of its own.
    const name = cards.has(keyword) || keyword === '' ? `${keyword} ${at}` : keyword;
    cards.set(name, card.startsWith('= ', 8) ? (card.slice(10).split(' /')[0] ?? '').trim() : '');
    if (keyword === 'END') return cards;
  }
}

/** Where an image position (0-based) is on the canvas, right and down. */
export async function onCanvas(viewer: Viewer, [x, y]: Place): Promise<Place> {
  const [left, top] = await viewer.placeOf(x, y);
  const box = await viewer.box();
  return [left - box.x, top - box.y];
}

/** The middle and the width of what `weight` finds around a place, in screen pixels. */
export function blobAt(
  shot: CanvasShot,
  [x, y]: Place,
  radius: number,
  weight: (column: number, row: number) => number,
): { readonly place: Place; readonly across: number } | undefined {
  let [sum, right, down, least, most] = [0, 0, 0, Infinity, -Infinity];
  for (let row = Math.ceil(y - radius); row <= y + radius; row++) {
    for (let column = Math.ceil(x - radius); column <= x + radius; column++) {
      const isIn = Math.hypot(column + 0.5 - x, row + 0.5 - y) <= radius;
      const here =
        isIn && column >= 0 && row >= 0 && column < shot.width && row < shot.height
          ? weight(column, row)
          : 0;
      if (here > 0) {
        sum += here;
        right += here * (column + 0.5);
        down += here * (row + 0.5);
        least = Math.min(least, column);
        most = Math.max(most, column + 1);
      }
    }
  }
  return sum === 0 ? undefined : { place: [right / sum, down / sum], across: most - least };
}

/** How bright a pixel of the screen is above the level that the sky has, 0 to 255. */
export function lightAbove(shot: CanvasShot, level: number): (c: number, r: number) => number {
  return (column, row) => Math.max(0, mean(shot.at(column, row)) - level);
}

/** 1 where two shots differ. */
export function changed(before: CanvasShot, after: CanvasShot): (c: number, r: number) => number {
  return (column, row) => {
    const [was, is] = [before.at(column, row), after.at(column, row)];
    return Number(is.some((level, i) => Math.abs(level - (was[i] ?? 0)) > 24));
  };
}

/** Whether somewhere about a place a pixel is of a kind. */
export function hasNear(
  shot: CanvasShot,
  place: Place,
  radius: number,
  is: (rgb: Rgb) => boolean,
): boolean {
  return blobAt(shot, place, radius, (c, r) => Number(is(shot.at(c, r)))) !== undefined;
}

export const isGreen = ([red, green, blue]: Rgb): boolean => green > red + 50 && green > blue + 50;

/** The mark of a linked pointer. */
export const isYellow = ([red, green, blue]: Rgb): boolean =>
  red > 200 && green > 160 && green < 240 && blue < 140;

function mean([red, green, blue]: Rgb): number {
  return (red + green + blue) / 3;
}
