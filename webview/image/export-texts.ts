import type { GridReply, Limits } from '../../src/protocol/methods';
import type { Display } from './display';
import { formatLimits } from './format';

/** What an exported picture tells of itself. */
export interface PictureFacts {
  /** What people call the file, and its HDU. */
  readonly title: string;
  readonly hdu: string;
  /** What of the image it is; undefined where it is what was on the screen. */
  readonly part?: string | undefined;
  readonly limits: Limits | undefined;
  readonly display: Display;
  readonly unit: string | undefined;
  /** How the values on the screen came to be. */
  readonly kind: GridReply['kind'] | undefined;
}

/** The keywords PNG defines, and what they say of this picture. */
export function textsOf(facts: PictureFacts): {
  readonly Software: string;
  readonly Title: string;
  readonly Description: string;
} {
  const { title, hdu, part, limits, display, unit, kind } = facts;
  const { stretch, parameters, colourMap, inverted, contrast, bias, orientation } = display;
  const parameter =
    stretch in parameters ? parameters[stretch as keyof typeof parameters] : undefined;
  const text = limits && formatLimits(limits);
  const lines = [
    `File: ${title}`,
    `HDU: ${hdu}`,
    ...(part === undefined ? [] : [`Cutout: ${part}`]),
    ...(text ? [`Limits: ${text.low} to ${text.high}${unit === undefined ? '' : ` ${unit}`}`] : []),
    `Stretch: ${stretch}${parameter === undefined ? '' : `, a = ${parameter}`}`,
    `Colour map: ${colourMap}${inverted ? ', inverted' : ''}`,
    ...(contrast === 1 && bias === 0.5 ? [] : [`Contrast: ${contrast}, bias: ${bias}`]),
    ...(orientation.flipped ? ['Flipped left to right'] : []),
    ...(orientation.turns === 0 ? [] : [`Rotated by ${orientation.turns * 90}° counter-clockwise`]),
    ...(kind === undefined ? [] : [`Values: ${kind}`]),
  ];
  return { Software: 'Skybucket', Title: `${title} ${hdu}`, Description: lines.join('\n') };
}
