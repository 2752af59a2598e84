import { shownValue } from '../core/fits/card';
import { bytesToCheck } from '../core/fits/checksum';
import { firstImage } from '../core/fits/first-image';
import type { Hdu } from '../core/fits/hdu';
import type { HduIndex } from '../core/fits/hdu-index';
import { infoLines } from '../core/fits/info';
import type { HduLine, HeaderReply } from '../protocol/methods';
import { boundedWarnings } from './bounded-warnings';
import type { Parts } from './content';
import { embedsAsdf } from './embedded-asdf';

/** The HDUs found so far. */
export function fitsParts(index: HduIndex): Parts {
  return {
    lines: fitsLines(index.known),
    warnings: index.warnings,
    first: firstImage(index.known),
  };
}

export function fitsLines(hdus: readonly Hdu[]): HduLine[] {
  return infoLines(hdus).map(({ format, groups, ...line }, i) => ({
    ...line,
    format: `${format} ${groups}`.trim(),
    ...(embedsAsdf(hdus[i] as Hdu) && { tree: true }),
  }));
}

/** @param stored true for the cards as they are in the file, where those of what it holds are restored. */
export function fitsHeader(hdu: Hdu, stored: boolean): HeaderReply {
  const header = stored ? hdu.storedHeader : hdu.header;
  return {
    cards: header.cards.map((card) => ({
      keyword: card.keyword,
      value: shownValue(card),
      comment: card.comment,
      raw: card.raw,
      warning: card.warning,
    })),
    warnings: boundedWarnings([...hdu.warnings, ...header.warnings()]),
    restored: hdu.header !== hdu.storedHeader,
    bytesToCheck: bytesToCheck(hdu),
  };
}
