import { describe, expect, it } from 'vitest';
import { csvNames, csvRows, disarmed } from '../../../src/core/table/csv';
import { tsvNames, tsvRows } from '../../../src/core/table/tsv';
import { column, MemoryTable } from './memory-table';

const TEXTS = [
  'M 31',
  'a,b',
  'say "x"',
  'two\r\nlines',
  '',
  ' blank',
  '+47 1234',
  '-00 12.5',
  '=1+1',
  '=HYPERLINK("https://x","y")',
  "@SUM(1)|cmd|' /C calc'!A0",
  'Zürich 🌌',
  'tab\there',
];

const TABLE = new MemoryTable(
  [
    column('name', 'text', TEXTS, { missing: TEXTS.map((_, i) => (i === 0 ? 1 : 0)) }),
    column(
      'flux, total',
      'float32',
      Float32Array.from(TEXTS, (_, i) => [0.1, -1e-12, NaN, Infinity, -0][i % 5] as number),
    ),
    column(
      'id',
      'int64',
      BigInt64Array.from(TEXTS, (_, i) => -(2n ** 62n) - BigInt(i)),
    ),
    column(
      '',
      'int16',
      Int16Array.from({ length: 4 * TEXTS.length }, (_, i) => i),
      {
        shape: [2, 2],
        missing: Array.from({ length: 4 * TEXTS.length }, (_, i) => (i === 1 ? 1 : 0)),
      },
    ),
  ],
  TEXTS.length,
);

/** Reads RFC 4180; undefined for an empty field without quotes. */
function parse(text: string): (string | undefined)[][] {
  const fields = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  const rows: (string | undefined)[][] = [[]];
  let end = 0;
  for (const [all, quoted, plain, after] of text.matchAll(fields)) {
    end += all.length;
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? (plain === '' ? undefined : plain));
    if (after === '\r\n') {
      rows.push([]);
    }
  }
  expect(end).toBe(text.length);
  expect(rows.pop()).toEqual([]);
  return rows;
}

describe('CSV', () => {
  it('is read back as it was', async () => {
    const slice = await TABLE.read(0, TEXTS.length, [0, 1, 2, 3]);
    const text = csvNames(TABLE.columns) + csvRows(TABLE.columns, slice);
    const [names, ...rows] = parse(text);
    expect(names).toEqual(['name', 'flux, total', 'id', 'col4']);
    expect(rows.map(([name]) => name)).toEqual([
      undefined,
      ...TEXTS.slice(1).map((each) => (/^[=@].*[(]/.test(each) ? `'${each}` : each)),
    ]);
    rows.forEach(([, flux, id, array], i) => {
      expect(Math.fround(Number(flux))).toBe(slice.columns[1]?.values[i]);
      expect(BigInt(id as string)).toBe(slice.columns[2]?.values[i]);
      expect((JSON.parse(array as string) as number[][])[1]?.[1]).toBe(4 * i + 3);
    });
    expect(rows[0]?.[3]).toBe('[[0, null], [2, 3]]');
  });

  it('of some columns in another order has them so', async () => {
    const columns = [TABLE.columns[2], TABLE.columns[0]].flatMap((each) => each ?? []);
    const slice = await TABLE.readRows([4, 1], [2, 0]);
    expect(csvNames(columns) + csvRows(columns, slice)).toBe(
      'id,name\r\n-4611686018427387908,""\r\n-4611686018427387905,"a,b"\r\n',
    );
    expect(csvRows(columns, slice, 1, 2)).toBe('-4611686018427387905,"a,b"\r\n');
  });

  it('of one column has no empty line, which readers would skip', async () => {
    const columns = TABLE.columns.slice(0, 1);
    expect(csvRows(columns, await TABLE.read(0, 2, [0]))).toBe('""\r\n"a,b"\r\n');
  });

  it.each([
    ['=1+1', '=1+1'],
    ['-45 1234 A', '-45 1234 A'],
    ['+47 (3)', "'+47 (3)"],
    ['=cmd|x', "'=cmd|x"],
    ['@A!B', "'@A!B"],
    ['\t=A(1)', "'\t=A(1)"],
    ['f(x)', 'f(x)'],
  ])('writes %j as %j', (text, written) => {
    expect(disarmed(text)).toBe(written);
  });
});

describe('text for the clipboard', () => {
  it('has one line for each row whatever the cells hold', async () => {
    const slice = await TABLE.read(0, TEXTS.length, [0, 1, 2, 3]);
    const lines = (tsvNames(TABLE.columns) + tsvRows(TABLE.columns, slice)).split('\n');
    expect(lines).toHaveLength(TEXTS.length + 2);
    expect(lines.slice(0, -1).every((line) => line.split('\t').length === 4)).toBe(true);
    expect(lines[1]).toBe('\t0.1\t-4611686018427387904\t[[0, null], [2, 3]]');
    expect(lines[4]?.startsWith('two lines\t')).toBe(true);
    expect(lines[13]?.startsWith('tab here\t')).toBe(true);
    expect(lines[10]?.startsWith("'=HYPERLINK")).toBe(true);
  });
});
