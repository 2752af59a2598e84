import type { SkyScale } from '../../src/protocol/sky';
import { angleWords, scaleWords } from './angle-words';
import type { CanvasMap } from './canvas-map';

/** How long the scale bar is, and what it says. */
export interface ScaleBar {
  /** In device pixels. */
  readonly length: number;
  /** `30″`, or `100 px` where the image has no sky. */
  readonly text: string;
  /** `0.0312″/px`; empty where the image has no sky. */
  readonly scale: string;
}

/** Round angles that are not 1, 2 or 5 times a power of ten arcseconds, in arcseconds. */
const ANGLES = [1, 2, 5, 10, 30, ...[1, 2, 5, 10, 30].map((minutes) => 60 * minutes)];
const DEGREES = [1, 2, 5, 10, 30, 60, 90].map((degrees) => 3600 * degrees);

/**
 * The longest bar of a round length that has room.
 *
 * @param room in device pixels.
 */
export function scaleBar(map: CanvasMap, scale: SkyScale | undefined, room: number): ScaleBar {
  // Quarter turns put one of the axes of the image level.
  const isLevel = Math.abs(map.a) > Math.abs(map.c);
  const zoom = Math.abs(isLevel ? map.a : map.c);
  const perPixel = isLevel ? scale?.scaleX : scale?.scaleY;
  if (scale === undefined || perPixel === undefined || !(perPixel > 0)) {
    const pixels = roundBelow(room / zoom);
    return { length: pixels * zoom, text: `${Number(pixels.toPrecision(1))} px`, scale: '' };
  }
  const angle = roundAngle((3600 * perPixel * room) / zoom) / 3600;
  return {
    length: (angle / perPixel) * zoom,
    text: angleWords(angle, 1, true),
    scale: scaleWords(scale),
  };
}

/** The greatest round angle that is not above another, in arcseconds. */
export function roundAngle(arcseconds: number): number {
  return arcseconds < 1
    ? roundBelow(arcseconds)
    : Math.max(...[...ANGLES, ...DEGREES].filter((angle) => angle <= arcseconds));
}

/** The greatest of 1, 2 and 5 times a power of ten that is not above a number. */
function roundBelow(most: number): number {
  const power = Math.floor(Math.log10(most));
  // Divided by a power above 1, so that 0.2 is the nearest number to it.
  const scaled = (unit: number): number => (power < 0 ? unit / 10 ** -power : unit * 10 ** power);
  return Math.max(...[1, 2, 5, 10].map(scaled).filter((number) => number <= most), scaled(1));
}
