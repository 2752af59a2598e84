import type { TextDatatype } from './array';

/** What is none of Unicode (a surrogate, or more than there is) reads as this. */
const REPLACEMENT = 0xfffd;

/**
 * The text of an element, without trailing NULs and blanks. Bytes of `ascii` that are not ASCII are read
 * as latin-1.
 */
export function elementText(
  view: DataView,
  at: number,
  { text, characters }: TextDatatype,
  little: boolean,
): string {
  const code = (i: number): number =>
    text === 'ascii' ? view.getUint8(at + i) : view.getUint32(at + 4 * i, little);
  let end = characters;
  while (end > 0 && (code(end - 1) === 0 || code(end - 1) === 0x20)) {
    end -= 1;
  }
  let result = '';
  for (let i = 0; i < end; i += 1) {
    const point = code(i);
    const valid = point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
    result += String.fromCodePoint(valid ? point : REPLACEMENT);
  }
  return result;
}
