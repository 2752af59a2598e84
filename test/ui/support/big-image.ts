import type { ObjectBody } from '../../support/s3/objects';

/** A FITS image of 200 MB that is nowhere: float32, each read makes what it asks for. */

export const bigSide = 7072;
const block = 2880;

export function bigPixel(x: number, y: number): number {
  return x - y / 8;
}

const cards = [
  'SIMPLE  =                    T',
  'BITPIX  =                  -32',
  'NAXIS   =                    2',
  `NAXIS1  = ${String(bigSide).padStart(20)}`,
  `NAXIS2  = ${String(bigSide).padStart(20)}`,
  'END',
];
const header = Buffer.from(
  cards
    .map((card) => card.padEnd(80))
    .join('')
    .padEnd(block),
);

export const bigImage: ObjectBody = {
  size: block + Math.ceil((bigSide * bigSide * 4) / block) * block,
  read(offset, length) {
    // Whole words, from the one that holds the first byte to the one that holds the last.
    const from = Math.floor(offset / 4);
    const to = Math.ceil((offset + length) / 4);
    const words = Buffer.alloc(4 * (to - from));
    for (let word = from; word < to; word++) {
      const pixel = word - block / 4;
      if (pixel < 0) {
        header.copy(words, 4 * (word - from), 4 * word, 4 * word + 4);
      } else if (pixel < bigSide * bigSide) {
        words.writeFloatBE(
          bigPixel(pixel % bigSide, Math.floor(pixel / bigSide)),
          4 * (word - from),
        );
      }
    }
    return words.subarray(offset - 4 * from, offset - 4 * from + length);
  },
};
