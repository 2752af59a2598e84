import { expect, it } from 'vitest';
import { card, latin1 } from '../support/made';
import { openMade } from './support/made-table';

/** One column of four characters. */
async function opened(form: string, fields: readonly string[], extra: readonly string[] = []) {
  const made = await openMade({
    cards: [card('TTYPE1', 'X'), card('TBCOL1', 1), card('TFORM1', form), ...extra],
    ...{ type: 'TABLE', rowLength: 8, rows: fields.length, fields: 1 },
    data: latin1(fields.map((field) => field.padEnd(8)).join('')),
  });
  return made.table;
}

it.each([
  ['I8', ['12', '-7', '+3', '1.5', '1 2', ''], [12, -7, 3, null, null, null]],
  ['F8.2', ['1.5', '150', '-5', '1D2', '1.5+2', '.', 'x'], [1.5, 1.5, -0.05, 1, 150, null, null]],
  ['E8.0', ['3', '3e2', '3.e-2', 'INF', '-inf', 'NaN'], [3, 300, 0.03, Infinity, -Infinity, NaN]],
  ['D8.3', ['1.D3', '1d0', '******'], [1000, 0.001, null]],
])('reads %s', async (form, fields, values) => {
  const table = await opened(form, fields);
  const { columns } = await table.read(0, fields.length, [0]);
  const given = columns[0];
  const ours = fields.map((_, i) => (given?.missing?.[i] === 1 ? null : given?.values[i]));
  expect(ours).toEqual(values);
});

it('keeps 64-bit integers exact, and makes those that are longer missing', async () => {
  const table = await opened('I8', ['1']);
  expect(table.columns[0]?.type).toBe('int32');
  const long = await openMade({
    cards: [card('TTYPE1', 'X'), card('TBCOL1', 1), card('TFORM1', 'I21')],
    ...{ type: 'TABLE', rowLength: 21, rows: 2, fields: 1 },
    data: latin1('9007199254740993'.padEnd(21) + '9223372036854775808'.padEnd(21)),
  });
  const { columns } = await long.table.read(0, 2, [0]);
  expect(columns[0]).toMatchObject({
    values: BigInt64Array.of(9007199254740993n, 0n),
    missing: Uint8Array.of(0, 1),
  });
});

it('scales numbers and knows their TNULL', async () => {
  const extra = [card('TSCAL1', 0.5), card('TZERO1', 1), card('TNULL1', ' -99')];
  const table = await opened('I8', ['4', ' -99', '-99'], extra);
  expect(table.columns[0]).toMatchObject({ type: 'float64', nullRule: '"-99" or a blank field' });
  const { columns } = await table.read(0, 3, [0]);
  expect(columns[0]).toMatchObject({ missing: Uint8Array.of(0, 1, 1) });
  expect(columns[0]?.values[0]).toBe(3);
});

it.each([
  [[card('TBCOL1', 1)], 'There is no TFORM1.'],
  [[card('TFORM1', 'X9'), card('TBCOL1', 1)], 'TFORM1 is "X9".'],
  [[card('TFORM1', 'I'), card('TBCOL1', 1)], 'TFORM1 is "I".'],
  [[card('TFORM1', 'I4')], 'There is no TBCOL1.'],
  [[card('TFORM1', 'I4'), card('TBCOL1', 0)], 'TBCOL1 is 0.'],
  [
    [card('TFORM1', 'I4'), card('TBCOL1', 6)],
    'It would reach to column 9 of rows that have 8 (NAXIS1).',
  ],
])('says what is wrong: %s', async (cards, problem) => {
  const { table } = await openMade({
    cards: [card('TTYPE1', 'X'), ...cards],
    ...{ type: 'TABLE', rowLength: 8, rows: 1, fields: 1, data: latin1(' '.repeat(8)) },
  });
  expect(table.columns[0]?.problem).toBe(problem);
  expect((await table.read(0, 1, [0])).columns[0]?.missing).toEqual(Uint8Array.of(1));
});
