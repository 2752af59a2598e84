import type { Content } from './memory-reader';
import { card, extensionCards, headerBytes, primaryCards } from './made';

/** Cards to bring a header to a given length, as a pipeline would fill it. */
function filled(cards: readonly string[], count: number): string[] {
  const more = Array.from({ length: count - cards.length }, (_, i) => card(`KEY${i}`, i));
  return [...cards, ...more];
}

function image(name: string, cards: number, bitpix = -32, extra: readonly string[] = []): Unit {
  const mandatory = [...extensionCards('IMAGE', bitpix, [2048, 2048]), card('EXTNAME', name)];
  return {
    header: headerBytes(filled([...mandatory, ...extra], cards)),
    dataLength: 2048 * 2048 * 4,
  };
}

interface Unit {
  readonly header: Uint8Array;
  readonly dataLength: number;
}

const UNITS: readonly Unit[] = [
  {
    header: headerBytes(filled([...primaryCards(8, []), card('EXTEND', true)], 256)),
    dataLength: 0,
  },
  image('SCI', 78),
  image('ERR', 10),
  image('DQ', 11, 32, [card('BSCALE', 1), card('BZERO', 2147483648)]),
  image('VAR_POISSON', 9),
  image('VAR_RNOISE', 9),
  {
    header: headerBytes(
      [
        ...extensionCards('BINTABLE', 8, [14904, 1]),
        card('TFIELDS', 1),
        card('TTYPE1', 'ASDF_METADATA'),
        card('TFORM1', '14904B'),
        card('EXTNAME', 'ASDF'),
      ].slice(0, 12),
    ),
    dataLength: 14904,
  },
];

const padded = (length: number): number => Math.ceil(length / 2880) * 2880;

/** The pieces of a JWST `_rate` file that are not zero, by offset; the 84 MB are never allocated. */
const PIECES: { readonly offset: number; readonly bytes: Uint8Array }[] = [];
let end = 0;
for (const { header, dataLength } of UNITS) {
  PIECES.push({ offset: end, bytes: header });
  end += header.length + padded(dataLength);
}

export const JWST_LIKE_SIZE = end;

export const jwstLikeContent: Content = (offset, length) => {
  const bytes = new Uint8Array(length);
  for (const piece of PIECES) {
    const from = Math.max(offset, piece.offset);
    const to = Math.min(offset + length, piece.offset + piece.bytes.length);
    if (from < to) {
      bytes.set(piece.bytes.subarray(from - piece.offset, to - piece.offset), from - offset);
    }
  }
  return bytes;
};
