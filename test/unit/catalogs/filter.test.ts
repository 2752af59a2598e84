import { describe, expect, it } from 'vitest';
import { mayMatch } from '../../../src/core/catalogs/filter/may-match';
import { ANYTHING, type Range } from '../../../src/core/catalogs/filter/range';
import { matching, readFilter } from '../../../src/core/catalogs/filter/row-filter';
import { boundsOf } from '../../../src/core/parquet/bounds';
import { bloomTest } from '../../../src/core/parquet/bloom';
import { openParquet } from '../../../src/core/parquet/parquet-file';
import { ParquetTable } from '../../../src/core/parquet/parquet-table';
import type { ExpressionColumn } from '../../../src/core/table/expression/names';
import { ExpressionError } from '../../../src/core/table/expression/problem';
import { filterColumns } from '../../../src/core/table/filter-columns';
import type { ElementArray } from '../../../src/core/table/table';
import { fixture, local, random } from '../parquet/support';
import truth from './filter-truth.json';

type Values = Exclude<ElementArray, readonly string[]> | readonly string[];

const opened = openParquet(local(fixture('dictionary-snappy')));

async function rowsOf(text: string): Promise<number[]> {
  const table = new ParquetTable(await opened);
  const filter = readFilter(text, filterColumns(table.columns));
  const needed = filter.uses.map(({ column }) => column);
  const { columns, rows } = await table.read(0, table.rows, needed);
  const parts = columns.map(({ values, missing }) => ({ values, missing, start: 0 }));
  return [...matching(filter)(parts, rows)];
}

function problemOf(text: string): { said: string; under: string } {
  const columns: ExpressionColumn[] = ['ext_flg', 'w1mpro'].map((name) => {
    return { name, type: 'float', shape: [], variable: false, problem: undefined };
  });
  try {
    readFilter(text, columns);
  } catch (error) {
    if (error instanceof ExpressionError) {
      return { said: error.message, under: text.slice(error.from, error.to) };
    }
    throw error;
  }
  throw new Error(`“${text}” should be refused.`);
}

describe('a filter', () => {
  it.each(truth.duckdb)('$filter chooses the rows that DuckDB does', async ({ filter, rows }) => {
    expect(await rowsOf(filter)).toEqual(rows);
  });

  it.each(truth.pyarrow)('$filter chooses the rows that pyarrow does', async ({ filter, rows }) => {
    expect(await rowsOf(filter)).toEqual(rows);
  });

  it('says what makes no sense, and where', () => {
    expect(problemOf('ext_flg == 0 and w1mpor < 15')).toEqual({
      said: 'There is no column “w1mpor”.',
      under: 'w1mpor',
    });
    expect(problemOf('[("ext_flg", "==", 0), ("w1mpor", "<", 15)]')).toEqual({
      said: 'There is no column “w1mpor”.',
      under: '"w1mpor"',
    });
    expect(problemOf('[("ext_flg", "=<", 0)]')).toEqual({
      said: 'There is no operator “=<”.',
      under: '"=<"',
    });
    expect(problemOf('[("ext_flg", "==", "a")]').said).toBe(
      'A number cannot be compared with a text.',
    );
    expect(problemOf('[("ext_flg", "=="), ("w1mpro", "<", 15)]').under).toBe('("ext_flg", "==")');
    expect(problemOf('[("ext_flg", "==", None)]').under).toBe('None');
    expect(problemOf('[("ext_flg", "==", max)]').under).toBe('max');
    expect(problemOf('[("ext_flg", "==", 0)').said).toBe('The list ends early.');
    expect(problemOf('[]').said).toBe('The list has no filter in it.');
    expect(problemOf('row > 3').said).toBe('The rows of a catalogue have no numbers.');
  });
});

const COLUMNS: readonly ExpressionColumn[] = [
  { name: 'f', type: 'float', shape: [], variable: false, problem: undefined },
  { name: 'i', type: 'integer', shape: [], variable: false, problem: undefined },
  { name: 'w', type: 'wide', shape: [], variable: false, problem: undefined },
  { name: 't', type: 'text', shape: [], variable: false, problem: undefined },
  { name: 'b', type: 'logical', shape: [], variable: false, problem: undefined },
];

/** Rows of the columns above, among them what is missing, NaN and the infinities. */
function someRows(next: () => number): { values: Values; missing: Uint8Array; start: number }[] {
  const rows = 1 + Math.floor(next() * 6);
  const of = <T>(value: () => T): T[] => Array.from({ length: rows }, value);
  const about = Math.floor(next() * 20) - 10;
  const whole = (): number => about + Math.floor(next() * 4);
  const odd = [NaN, Infinity, -Infinity, -0];
  const float = (): number =>
    next() < 0.1 ? (odd[Math.floor(next() * 4)] as number) : whole() / 2;
  const rate = next() < 0.2 ? 1 : next() < 0.5 ? 0 : 0.3;
  const missing = (): Uint8Array => Uint8Array.from(of(() => (next() < rate ? 1 : 0)));
  const base = 9007199254740993n;
  return [
    { values: Float64Array.from(of(float)), missing: missing(), start: 0 },
    { values: Int32Array.from(of(whole)), missing: missing(), start: 0 },
    { values: BigInt64Array.from(of(() => base + BigInt(whole()))), missing: missing(), start: 0 },
    { values: of(() => 'abcdefgh'.charAt(Math.floor(next() * 8))), missing: missing(), start: 0 },
    { values: Uint8Array.from(of(() => (next() < 0.5 ? 1 : 0))), missing: missing(), start: 0 },
  ];
}

/** What a writer would say of them: NaN left out, sometimes nothing at all, sometimes wider than need be. */
function rangesOf(
  columns: readonly { values: Values; missing: Uint8Array }[],
  next: () => number,
): Range[] {
  return columns.map(({ values, missing }, at) => {
    if (next() < 0.15) {
      return ANYTHING;
    }
    const there = [...(values as ArrayLike<number> as number[])].filter(
      (value, i) => missing[i] === 0 && !Number.isNaN(value),
    );
    const sorted = there.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    const absent = missing.reduce((sum, flag) => sum + flag, 0);
    return {
      low: next() < 0.1 ? undefined : sorted[0],
      high: next() < 0.1 ? undefined : sorted.at(-1),
      nan: at === 0,
      missing: absent > 0,
      nothing: absent === missing.length,
      mayHave:
        next() < 0.3
          ? (value) =>
              there.some((one) => Number(one) === Number(value) || String(one) === String(value))
          : undefined,
    };
  });
}

function someFilter(next: () => number, depth = 0): string {
  const pick = <T>(...from: T[]): T => from[Math.floor(next() * from.length)] as T;
  const n = (): string => String(Math.floor(next() * 24) - 12);
  const number = (): string =>
    pick(
      'f',
      'i',
      'f',
      'i',
      n(),
      `f + ${n()}`,
      `f - i`,
      `f * ${n()}`,
      '-i',
      'f / i',
      'abs(f)',
      'i % 3',
    );
  const wide = (): string => String(9007199254740993n + BigInt(n()));
  const text = (): string => `'${pick(...'abcdefgh')}'`;
  const compare = (): string => pick('<', '<=', '>', '>=', '=', '!=');
  const inner = (): string => `(${someFilter(next, depth + 1)})`;
  const kinds = depth > 2 ? 7 : 10;
  switch (Math.floor(next() * kinds)) {
    case 0:
      return `${number()} ${compare()} ${number()}`;
    case 1:
      return `${pick('f', 'i')} between ${n()} and ${n()}`;
    case 2:
      return `${pick('f', 'i')} ${pick('', 'not ')}in (${n()}, ${n()})`;
    case 3:
      return `w ${compare()} ${wide()}`;
    case 4:
      return `t ${pick('=', '!=', '<', '>')} ${text()}`;
    case 5:
      return pick(
        'b',
        'not b',
        'b = true',
        `t ${pick('', 'not ')}like 'a%'`,
        `t in (${text()}, ${text()})`,
      );
    case 6:
      return `${pick('f', 'i', 't', 'w')} is ${pick('', 'not ')}null`;
    case 7:
      return `${inner()} and ${inner()}`;
    case 8:
      return `${inner()} or ${inner()}`;
    default:
      return `not ${inner()}`;
  }
}

describe('what statistics rule out', () => {
  it('never has a row that fulfils the filter', () => {
    const next = random(8);
    let ruledOut = 0;
    for (let i = 0; i < 6000; i++) {
      const text = someFilter(next);
      const filter = readFilter(text, COLUMNS);
      const columns = someRows(next);
      const ranges = rangesOf(columns, next);
      const used = filter.uses.map(({ column }) => columns[column] as (typeof columns)[number]);
      const rows = columns[0]?.missing.length ?? 0;
      const found = matching(filter)(used, rows).length;
      const may = mayMatch(
        filter.typed,
        filter.uses.map(({ column }) => ranges[column] as Range),
      );
      expect({ text, columns, ranges, lost: !may && found > 0 }).toMatchObject({ lost: false });
      ruledOut += may ? 0 : 1;
    }
    // And it is of some use.
    expect(ruledOut).toBeGreaterThan(1500);
  });

  it('trusts the bounds of a file only where their order is sure', async () => {
    const { columns, metadata } = await opened;
    const of = (name: string): unknown => {
      const column = columns.find((candidate) => candidate.name === name);
      const leaf = column?.leaves[0]?.leaf ?? -1;
      const chunk = metadata.rowGroups[0]?.chunks[leaf];
      return column && boundsOf(column, chunk?.statistics, metadata.ordered[leaf] ?? false);
    };
    expect(of('id')).toEqual({ min: 9007199254740993n, max: 9007199254741017n, nulls: 0 });
    expect(of('u32')).toEqual({ min: 4294967271, max: 4294967295, nulls: 0 });
    expect(of('name')).toEqual({ min: '', max: '😀', nulls: 4 });
    expect(of('dec9')).toEqual({ min: -0.3, max: -0.06, nulls: 3 });
    expect(of('odd')).toEqual({ min: -Infinity, max: Infinity, nulls: 0 });
    expect(of('us')).toMatchObject({ min: '2024-01-01T00:00:00' });
    // Two's complement in bytes, text that is shown otherwise, and lists are left alone.
    expect(of('raw')).toMatchObject({ min: undefined, max: undefined });
    expect(of('list')).toBeUndefined();
  });
});

describe('a Bloom filter', () => {
  it('that cannot be read rules out nothing', async () => {
    const leaf = (await opened).metadata.schema.leaves[0];
    expect(leaf && bloomTest(new Uint8Array(100).fill(0xff), leaf)).toBeUndefined();
  });
});
