import { describe, expect, test } from 'vitest';
import type { Hdu } from '../../../src/core/fits/hdu';
import { HduIndex } from '../../../src/core/fits/hdu-index';
import { openTable } from '../../../src/core/fits/tables/open-table';
import type { FitsMask, FitsMaskOptions } from '../../../src/core/mask/fits-mask';
import { fitsMaskOf } from '../../../src/core/mask/fits-mask';
import type { Table } from '../../../src/core/table/table';
import { NodeInflate } from '../../../src/platform/node/inflate';
import { JWST_LIKE_SIZE, jwstLikeContent } from '../fits/support/jwst-like';
import {
  card,
  concat,
  extensionCards,
  headerBytes,
  padToBlock,
  primaryCards,
} from '../fits/support/made';
import { CountingReader } from '../fits/support/memory-reader';
import type { FileName } from './truth';
import { fitsFile, readerOf } from './truth';

const noTable = (): Table => {
  throw new Error('There is no table to open.');
};

async function maskIn(
  name: FileName,
  at: number,
  slice: readonly number[] = [],
): Promise<FitsMask | undefined> {
  const { reader, index, hdus } = await fitsFile(name);
  const tableOf = (hdu: Hdu): Table => openTable(reader, hdu, new NodeInflate());
  return fitsMaskOf(index, hdus[at] as Hdu, slice, tableOf);
}

const placeOf = (mask: FitsMask | undefined): readonly unknown[] | undefined =>
  mask && [mask.hdu.index, mask.slice];

describe('the mask of an image', () => {
  test.each([
    ['jwst', 1, [], [3, []]],
    ['jwst', 2, [], [3, []]],
    ['jwst', 3, [], [3, []]],
    ['jwst', 4, [], [3, []]],
    ['jwst', 5, [], [3, []]],
    // Another size.
    ['jwst', 6, [], undefined],
    ['jwst', 0, [], undefined],
    ['hst', 1, [], [3, []]],
    ['hst', 2, [], [3, []]],
    ['hst', 4, [], [6, []]],
    ['hst', 5, [], [6, []]],
    // Groups first, for images that have them.
    ['ramp', 1, [2, 1], [3, [2, 1]]],
    ['ramp', 2, [], [2, []]],
    ['ramp', 3, [0, 1], [3, [0, 1]]],
    ['ramp', 4, [], [2, []]],
    // A flat mask lies under every plane of a cube.
    ['reference', 1, [1], [3, []]],
    ['reference', 4, [], undefined],
    ['compressed', 1, [], [2, []]],
    // Another size, another version, no integers.
    ['none', 1, [], undefined],
    ['none', 4, [], undefined],
  ] as const)('%s, HDU %i, plane %j: %j', async (name, at, slice, expected) => {
    expect(placeOf(await maskIn(name, at, slice))).toEqual(expected);
  });
});

describe('the names of its bits', () => {
  const named = (mask: FitsMask | undefined): string[] =>
    (mask?.bits ?? []).flatMap(({ bit, name }) => (name === '' ? [] : [`${bit} ${name}`]));

  test('are those of the mission', async () => {
    const mask = await maskIn('jwst', 1);
    expect(mask).toMatchObject({ name: 'DQ', namesFrom: 'JWST' });
    expect(mask?.bits).toHaveLength(32);
    expect(mask?.bits[14]).toMatchObject({ bit: 14, name: 'RC' });
    expect(named(mask)).toHaveLength(31);
    const groups = await maskIn('ramp', 1, [0, 0]);
    expect(named(groups)).toEqual([
      '0 DO_NOT_USE',
      '1 SATURATED',
      '2 JUMP_DET',
      '3 DROPOUT',
      '4 OUTLIER',
      '5 PERSISTENCE',
      '6 AD_FLOOR',
      '7 CHARGELOSS',
    ]);
  });

  test('are numbers where nobody says, as many as there is room for', async () => {
    const mask = await maskIn('hst', 4);
    expect(mask).toMatchObject({ name: 'DQ, 2', namesFrom: '' });
    expect(mask?.bits.map(({ bit }) => bit)).toEqual(Array.from({ length: 16 }, (_, bit) => bit));
    expect(named(mask)).toEqual([]);
    expect((await maskIn('wide', 1))?.bits).toHaveLength(32);
  });

  test('are those of the table in the file before all others', async () => {
    const mask = await maskIn('reference', 1);
    expect(mask?.namesFrom).toBe('the DQ_DEF table of this file');
    expect(named(mask)).toEqual(['0 DO_NOT_USE', '5 BY_BIT', '18 NO_FLAT_FIELD', '31 ODD_ONE']);
    expect(mask?.bits[18]?.description).toBe('Flat field cannot be measured');
  });

  test('of a broken table are those of the mission', async () => {
    const { index, hdus } = await fitsFile('reference');
    const { reader } = await fitsFile('reference');
    const cut = { ...(hdus[4] as Hdu), dataAvailable: 10 };
    const mask = await fitsMaskOf(index, hdus[1] as Hdu, [], () =>
      openTable(reader, cut, new NodeInflate()),
    );
    expect(mask?.namesFrom).toBe('JWST');
  });
});

describe('what finding it reads', () => {
  async function costOf(
    reader: CountingReader,
    at: number,
    options?: FitsMaskOptions,
  ): Promise<{ mask: number | undefined; known: number; rounds: number }> {
    const index = new HduIndex(reader);
    const hdu = await index.hdu(at);
    const { rounds } = reader;
    const mask = await fitsMaskOf(index, hdu, [], noTable, options);
    const known = index.known.length;
    return { mask: mask?.hdu.index, known, rounds: reader.rounds - rounds };
  }

  test('of a JWST file no more than listing its HDUs, a round', async () => {
    const reader = new CountingReader(JWST_LIKE_SIZE, jwstLikeContent);
    const { mask, rounds } = await costOf(reader, 1);
    expect([mask, rounds]).toEqual([3, 1]);
    expect(reader.bytes).toBeLessThanOrEqual(224 * 1024);
  });

  test('nothing where only known HDUs count', async () => {
    const reader = new CountingReader(JWST_LIKE_SIZE, jwstLikeContent);
    expect(await costOf(reader, 1, { readOn: false })).toEqual({
      mask: undefined,
      known: 2,
      rounds: 0,
    });
  });

  /** A file of many images that have no mask. */
  function many(name: string): CountingReader {
    const data = padToBlock(new Uint8Array(40_000));
    const image = headerBytes([...extensionCards('IMAGE', 8, [200, 200]), card('EXTNAME', name)]);
    const images = Array.from({ length: 200 }, () => concat(image, data));
    return CountingReader.of(concat(headerBytes(primaryCards(8, [])), ...images));
  }

  test('the next few headers of a file without one', async () => {
    expect((await costOf(many('SCI'), 3)).known).toBe(12);
    expect((await costOf(many('THUMBNAIL'), 3)).known).toBe(4);
  });

  test('and stops when it is told to', async () => {
    const reader = readerOf('jwst');
    const index = new HduIndex(reader);
    const hdu = await index.hdu(1);
    const stop = new AbortController();
    stop.abort();
    await expect(
      fitsMaskOf(index, hdu, [], noTable, { signal: stop.signal }),
    ).rejects.toMatchObject({ code: 'cancelled' });
  });
});
