import { RECORD_LENGTH } from './card';
import { BLOCK_LENGTH, padded } from './data-size';
import { startsHeader } from './header-start';

/** How far the search for the END record has come. */
export type HeaderEnd =
  | {
      readonly kind: 'found';
      /** Bytes of records before END. */
      readonly cardsLength: number;
      /** Bytes of the whole header with its padding. */
      readonly length: number;
    }
  /** Bytes that no card can start with: the header has no END before its data. */
  | { readonly kind: 'binary'; readonly cardsLength: number }
  /** The header of another HDU in place of END: it begins after the cards. */
  | { readonly kind: 'next'; readonly cardsLength: number }
  /** Whole records without END so far; go on from here. */
  | { readonly kind: 'open'; readonly cardsLength: number };

const E = 0x45;
const N = 0x4e;
const D = 0x44;

/**
 * Looks for the END record in `bytes`, which start at the header, from the record at `from` on. An END
 * that is followed by something other than blanks or keyword characters counts too, as in astropy.
 */
export function findEnd(bytes: Uint8Array, from: number): HeaderEnd {
  let at = from;
  for (; at + RECORD_LENGTH <= bytes.length; at += RECORD_LENGTH) {
    if (bytes[at] === E && bytes[at + 1] === N && bytes[at + 2] === D && isEnd(bytes, at + 3)) {
      return { kind: 'found', cardsLength: at, length: padded(at + RECORD_LENGTH) };
    }
    if (at > 0 && at % BLOCK_LENGTH === 0 && startsHeader(bytes, at)) {
      return { kind: 'next', cardsLength: at };
    }
    for (let i = at; i < at + 8; i += 1) {
      if ((bytes[i] ?? 0) < 0x20) {
        return { kind: 'binary', cardsLength: at };
      }
    }
  }
  return { kind: 'open', cardsLength: at };
}

function isEnd(bytes: Uint8Array, after: number): boolean {
  const end = after - 3 + RECORD_LENGTH;
  let i = after;
  while (i < end && bytes[i] === 0x20) {
    i += 1;
  }
  return i === end || !/[A-Z0-9_-]/.test(String.fromCharCode(bytes[i] ?? 0));
}
