import type { CutoutMethods } from '../../src/protocol/cutout';
import { formatBytes } from '../../src/protocol/figures';
import type { Position } from '../image/view';

/** What a cutout would be and cost: `256 × 256 pixels around …. A file of 530 kB; about 300 kB are read.` */
export function planWords(
  { understood, bytes, fileBytes }: CutoutMethods['planCutout'][1],
  local: boolean,
): string {
  const read = local ? '' : `; about ${formatBytes(bytes)} are read`;
  return `${understood}. A file of ${formatBytes(fileBytes)}${read}.`;
}

/** A pixel as people type it. */
export function pixelText([x, y]: Position, origin: 0 | 1): string {
  const text = (value: number): string => String(Number((value + origin).toFixed(3)));
  return `${text(x)} ${text(y)} px`;
}

/**
 * Whether a text is a coordinate or a pixel by the looks of it, so that it can be asked about while it is
 * typed. A name is looked up over the network, once it is complete.
 */
export function looksLikePosition(text: string): boolean {
  return (
    /^[\s([+\-−]*\d|^\s*(?:px|pix|icrs|fk[45]|gal|ecl|[lra]+\s*=)/i.test(text) && !isName(text)
  );
}

/** `47 Tuc`, `3C 273`, `2MASS J…`: numbers with letters that are no units behind them. */
function isName(text: string): boolean {
  const words = text.replace(
    /\b(?:px|pix|pixels?|deg|arcsec|arcmin|icrs|fk[45]|galactic|ecliptic|j2000|b1950)\b/gi,
    '',
  );
  return /\d\s*[a-z]*[a-z]{2}|\d\s+[a-z]|\d[a-cgj-ln-z]/i.test(words);
}
