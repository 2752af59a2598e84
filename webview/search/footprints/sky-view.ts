import { DEGREE } from './vector';

/** CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * What is looked at, north up and east to the left; ICRS, degrees.
 *
 * | kind | is |
 * |---|---|
 * | `all-sky` | the whole sky in Hammer's and Aitoff's projection, with a meridian in its middle |
 * | `field` | a part of it as seen from the middle of the sphere (gnomonic): great circles are straight |
 */
export type SkyView =
  | { readonly kind: 'all-sky'; readonly longitude: number }
  | {
      readonly kind: 'field';
      readonly longitude: number;
      readonly latitude: number;
      /** What a pixel in the middle covers, radians. */
      readonly pixel: number;
    };

export const WHOLE_SKY: SkyView = { kind: 'all-sky', longitude: 0 };

/** A thousandth of an arc second. */
const LEAST_PIXEL = DEGREE / 3.6e6;
/** Of half the shorter side, as a tangent: wider fields are too distorted to be of use. */
const WIDEST = Math.tan(50 * DEGREE);

/** The largest pixel a field can have. */
export function widestPixel({ width, height }: Size): number {
  return WIDEST / (Math.max(1, Math.min(width, height)) / 2);
}

/** A pixel no smaller than can be of use. */
export function boundedPixel(pixel: number): number {
  return Math.max(pixel, LEAST_PIXEL);
}
