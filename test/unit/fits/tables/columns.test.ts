import { expect, it } from 'vitest';
import { card, record } from '../support/made';
import { columnCards, int32s, openMade } from './support/made-table';

it('tells all there is to tell of a column', async () => {
  const { table } = await openMade({
    cards: [
      ...columnCards(['FLUX', '3J']),
      card('TUNIT1', 'mJy'),
      card('TDIM1', '(3,1)'),
      card('TNULL1', -1),
      card('TDISP1', 'I8'),
      card('TCOMM1', 'brightness of the source'),
      card('TUCD1', 'phot.flux'),
    ],
    ...{ rowLength: 12, rows: 1, fields: 1, data: int32s(1, -1, 3) },
  });
  expect(table.columns).toEqual([
    {
      ...{ index: 0, name: 'FLUX', type: 'int32', shape: [1, 3], variable: false, unit: 'mJy' },
      ...{ description: 'brightness of the source · UCD phot.flux', format: '3J (3,1)' },
      ...{ display: 'I8', nullRule: '-1', problem: undefined },
    },
  ]);
  expect(table.warnings).toEqual([]);
  const slice = await table.read(0, 1, [0]);
  expect(slice).toEqual({
    ...{ from: 0, rows: 1 },
    columns: [
      {
        ...{ column: 0, values: Int32Array.of(1, -1, 3), starts: Uint32Array.of(0, 3) },
        ...{ lengths: undefined, missing: Uint8Array.of(0, 1, 0) },
      },
    ],
  });
});

it.each([
  ['label for field   1', undefined],
  ['name of column', undefined],
  ['Flux', undefined],
  ['', undefined],
  ['column title: time of the middle', 'time of the middle'],
  ['brightness of the star', 'brightness of the star'],
])('takes the comment "%s" of TTYPE as %s', async (comment, description) => {
  const { table } = await openMade({
    cards: [card('TTYPE1', 'FLUX', comment), card('TFORM1', 'J')],
    ...{ rowLength: 4, rows: 0, fields: 1 },
  });
  expect(table.columns[0]?.description).toBe(description);
});

it.each([
  ['I', 32768, 1, 'uint16', '7 as it is stored'],
  ['I', 0, 1, 'int16', '7'],
  ['I', 100, 1, 'float64', '7 as it is stored'],
  ['B', -128, 1, 'int8', '7 as it is stored'],
  ['B', -128, 2, 'float64', '7 as it is stored'],
  ['K', '9223372036854775808', 1, 'uint64', '7 as it is stored'],
  ['E', 0, 1, 'float32', undefined],
  ['E', 0, 2, 'float64', undefined],
  ['C', 1, 1, 'complex128', undefined],
])('%s with TZERO %s and TSCAL %s is %s', async (form, zero, scale, type, nullRule) => {
  const { table } = await openMade({
    cards: [
      ...columnCards(['X', form]),
      record(`TZERO1  = ${String(zero).padStart(20)}`),
      card('TSCAL1', scale),
      card('TNULL1', 7),
    ],
    ...{ rowLength: 16, rows: 0, fields: 1 },
  });
  expect(table.columns[0]).toMatchObject({ type, nullRule });
});

it('reads columns and rows in the order asked for, some twice', async () => {
  const { table, reader } = await openMade({
    cards: columnCards(['A', 'J'], ['B', 'J']),
    ...{ rowLength: 8, rows: 4, fields: 2, data: int32s(0, 10, 1, 11, 2, 12, 3, 13) },
  });
  const before = reader.rounds;
  const slice = await table.readRows([3, 0, 1, 3], [1, 0, 1]);
  expect(slice).toMatchObject({ from: 3, rows: 4 });
  expect(slice.columns.map(({ values }) => values)).toEqual([
    Int32Array.of(13, 10, 11, 13),
    Int32Array.of(3, 0, 1, 3),
    Int32Array.of(13, 10, 11, 13),
  ]);
  expect(reader.rounds - before).toBe(1);
  expect((await table.readRows([], [0])).columns[0]?.values).toHaveLength(0);
});

it.each([
  [-1, 2],
  [3, 5],
  [0.5, 1],
  [3, 2],
])('refuses rows %s to %s of four', async (from, to) => {
  const { table } = await openMade({
    cards: columnCards(['A', 'J']),
    ...{ rowLength: 4, rows: 4, fields: 1, data: int32s(1, 2, 3, 4) },
  });
  await expect(table.read(from, to, [0])).rejects.toMatchObject({ code: 'past-end' });
  await expect(table.read(0, 1, [1])).rejects.toMatchObject({ code: 'past-end' });
});

it('reads the head of a long text where not everything is wanted', async () => {
  const data = new Uint8Array(2 * 100_000).fill(0x41);
  const { table, reader } = await openMade({
    cards: columnCards(['LOG', '100000A']),
    ...{ rowLength: 100_000, rows: 2, fields: 1, data },
  });
  const bytes = reader.bytes;
  const head = await table.read(0, 2, [0], { mostElements: 10 });
  expect((head.columns[0]?.values[1] as string).length).toBe(65_536);
  expect(reader.bytes - bytes).toBe(2 * 65_536);
  const whole = await table.read(1, 2, [0]);
  expect((whole.columns[0]?.values[0] as string).length).toBe(100_000);
});
