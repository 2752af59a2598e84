/**
 * Where a binary table keeps its arrays of variable length, such as compressed tiles: read from the
 * cards directly, so that the changes do not depend on the reader they are to test.
 */

/** An array in the heap and what points to it. Offsets in bytes from the start of the file. */
export interface HeapCell {
  /** Of its descriptor: how many elements, then where they begin. */
  readonly descriptor: number;
  /** True for a descriptor of two 64-bit integers (Q), false for two of 32 bits (P). */
  readonly wide: boolean;
  readonly offset: number;
  readonly length: number;
}

/** Bytes of an element of each TFORM letter; of `X` eight are one byte. */
const LENGTHS: Readonly<Record<string, number>> = {
  ...{ L: 1, X: 1, B: 1, I: 2, J: 4, K: 8, A: 1, E: 4, D: 8, C: 8, M: 16, P: 8, Q: 16 },
};
const MOST_CELLS = 400;

/** The cells of the heap of an HDU, as far as the file goes; none for what is no binary table. */
export function heapCells(bytes: Uint8Array, header: number, data: number): HeapCell[] {
  const cards = cardsOf(bytes, header, data);
  const number = (keyword: string): number => Number(cards.get(keyword) ?? 0);
  if (cards.get('XTENSION') !== 'BINTABLE') {
    return [];
  }
  const rowLength = number('NAXIS1');
  const rows = number('NAXIS2');
  const heap = data + (number('THEAP') || rowLength * rows);
  const columns: { at: number; wide: boolean; size: number }[] = [];
  let at = 0;
  for (let column = 1; column <= number('TFIELDS'); column += 1) {
    const form = /^(\d*)([A-Z])([A-Z]?)/.exec(cards.get(`TFORM${column}`) ?? '');
    const [, repeat = '', letter = 'A', element = ''] = form ?? [];
    const count = repeat === '' ? 1 : Number(repeat);
    if ((letter === 'P' || letter === 'Q') && count > 0) {
      columns.push({ at, wide: letter === 'Q', size: LENGTHS[element] ?? 1 });
    }
    at += letter === 'X' ? Math.ceil(count / 8) : count * (LENGTHS[letter] ?? 1);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const cells: HeapCell[] = [];
  for (let row = 0; row < rows && cells.length < MOST_CELLS; row += 1) {
    for (const { at: inRow, wide, size } of columns) {
      const descriptor = data + row * rowLength + inRow;
      if (descriptor + 16 > bytes.length) {
        return cells;
      }
      const [count, from] = wide
        ? [Number(view.getBigInt64(descriptor)), Number(view.getBigInt64(descriptor + 8))]
        : [view.getInt32(descriptor), view.getInt32(descriptor + 4)];
      const offset = heap + from;
      const length = Math.min(count * size, bytes.length - offset);
      if (offset >= heap && length > 0) {
        cells.push({ descriptor, wide, offset, length });
      }
    }
  }
  return cells;
}

function cardsOf(bytes: Uint8Array, from: number, to: number): Map<string, string> {
  const cards = new Map<string, string>();
  const text = Buffer.from(bytes.subarray(from, to)).toString('latin1');
  for (const [record] of text.matchAll(/.{80}/gs)) {
    const value = /^= +(?:'([^']*)'|([^ /]+))/.exec(record.slice(8));
    if (value) {
      cards.set(record.slice(0, 8).trimEnd(), (value[1] ?? value[2] ?? '').trimEnd());
    }
  }
  return cards;
}
