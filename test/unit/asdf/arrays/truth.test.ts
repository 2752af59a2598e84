import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { arrayTable } from '../../../../src/core/asdf/array-table';
import { isComplex } from '../../../../src/core/asdf/datatype';
import type { Column, ColumnValues, Table } from '../../../../src/core/table/table';
import { entryAt, infoOf, openAt, openFile, type OpenedFile } from './support/open';
import { byRows, exactTexts, numberOf, sections } from './support/values';

interface ArrayTruth {
  readonly shape: readonly number[];
  readonly values?: readonly string[];
  readonly texts?: readonly string[];
  readonly columns?: Readonly<Record<string, readonly (readonly string[])[]>>;
}

/** What asdf and numpy read; made by test/fixtures/make_asdf_arrays.py. */
const CASES = JSON.parse(
  readFileSync(new URL('../../../fixtures/asdf-arrays.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, { asdf: string; arrays: Readonly<Record<string, ArrayTruth>> }>>;

function fileOf(name: string): Promise<OpenedFile> {
  return openFile(new Uint8Array(Buffer.from(CASES[name]?.asdf ?? '', 'base64')));
}

const ARRAYS = Object.entries(CASES).flatMap(([file, { arrays }]) =>
  Object.entries(arrays).map(([path, truth]) => ({ file, path, truth })),
);

/** The elements of a cell as text, `--` for missing ones; numbers as numbers. */
function cellsOf(column: Column, read: ColumnValues, rows: number): (string | number)[][] {
  const complex = column.type.startsWith('complex');
  return Array.from({ length: rows }, (_, row) => {
    const [from, to] = read.starts
      ? [read.starts[row] ?? 0, read.starts[row + 1] ?? 0]
      : [row, row + 1];
    return Array.from({ length: to - from }, (__, k) => {
      const at = from + k;
      const pair = [read.values[2 * at], read.values[2 * at + 1]];
      const value = complex ? pair.map(String).join(' ') : read.values[at];
      return read.missing?.[at] === 1 ? '--' : comparable(column, String(value));
    });
  });
}

function comparable({ type }: Column, text: string): string | number {
  if (type === 'text') {
    return text.trimEnd();
  }
  return type.startsWith('float') && text !== '--'
    ? Math.fround(numberOf(text))
    : type.startsWith('complex')
      ? text.split(' ').map(Number).join(' ')
      : text;
}

async function expectColumns(table: Table, truth: Required<ArrayTruth>['columns']): Promise<void> {
  expect(table.columns.map(({ name }) => name)).toEqual(Object.keys(truth));
  const all = table.columns.map(({ index }) => index);
  const { columns } = await table.read(0, table.rows, all);
  for (const [i, column] of table.columns.entries()) {
    const want = truth[column.name]?.map((cell) => cell.map((text) => comparable(column, text)));
    expect(cellsOf(column, columns[i] as ColumnValues, table.rows), column.name).toEqual(want);
  }
}

describe('arrays as asdf and numpy read them', () => {
  it.each(ARRAYS)('$file: $path', async ({ file, path, truth }) => {
    const opened = await openAt(await fileOf(file), path);
    expect(opened.shape).toEqual(truth.shape);
    if (truth.columns) {
      await expectColumns(arrayTable(opened), truth.columns);
    } else if (truth.texts) {
      const table = arrayTable(opened);
      const { columns } = await table.read(0, table.rows, [0]);
      expect(columns[0]?.values).toEqual(truth.texts);
    } else {
      const texts = truth.values ?? [];
      const parts = isComplex(opened.datatype) ? [0, 1] : [0];
      const want = parts.flatMap((part) =>
        texts.map((text) => (text === '--' ? NaN : numberOf(text.split(' ')[part] ?? ''))),
      );
      const small = opened.datatype === 'float32' || opened.datatype === 'complex64';
      const rounded = small ? want.map(Math.fround) : want;
      const got = await sections(opened);
      expect(got).toEqual(rounded);
      expect(await byRows(opened)).toEqual(got);
    }
  });

  it('are exact where doubles are not', async () => {
    const file = await fileOf('little-endian');
    expect(await exactTexts(await openAt(file, 'uint64'))).toEqual(
      CASES['little-endian']?.arrays.uint64?.values,
    );
    expect(await exactTexts(await openAt(await fileOf('big-endian'), 'int64'))).toEqual(
      CASES['big-endian']?.arrays.int64?.values,
    );
    const floats = await exactTexts(await openAt(file, 'float32'));
    expect(floats.slice(0, 4)).toEqual(['0.1', 'NaN', '0', 'Infinity']);
    // As numpy prints them.
    const halves = await exactTexts(await openAt(file, 'float16'));
    expect(halves).toEqual(['0.1', 'NaN', '0', 'Infinity', '65500', '6e-8']);
  });

  it('show both parts of a complex number in either plane', async () => {
    const texts = await exactTexts(await openAt(await fileOf('big-endian'), 'complex128'));
    expect(texts.slice(0, 3)).toEqual(['0.1-2.5j', 'NaN+1j', '0+3j']);
    expect(texts.slice(6)).toEqual(texts.slice(0, 6));
  });

  it('have the unit of their Quantity, at its path', async () => {
    const file = await fileOf('quantity');
    expect(file.entries.map(({ path }) => path)).toEqual(['q']);
    expect(infoOf(entryAt(file, 'q')).unit).toBe('MJy.sr**-1');
  });
});

describe('the rows of structures', () => {
  it('come in any order and part by part', async () => {
    const truth = CASES.structured?.arrays.thinned?.columns ?? {};
    const table = arrayTable(await openAt(await fileOf('structured'), 'thinned'));
    const kernel = table.columns.findIndex(({ name }) => name === 'kernel');
    const slice = await table.readRows([2, 0], [kernel], { mostElements: 4 });
    const [read] = slice.columns;
    expect([...(read?.values as Float32Array)].map(String)).toEqual(
      [truth.kernel?.[2], truth.kernel?.[0]].flatMap((cell) =>
        (cell ?? []).slice(0, 4).map((text) => String(Math.fround(Number(text)))),
      ),
    );
    expect([...(read?.lengths ?? [])]).toEqual([6, 6]);
    expect([...(read?.starts ?? [])]).toEqual([0, 4, 8]);
  });

  it('are scanned to the end', async () => {
    const table = arrayTable(await openAt(await fileOf('structured'), 'turned'));
    const big = table.columns.findIndex(({ name }) => name === 'big');
    const seen: string[] = [];
    for await (const { columns } of table.scan([big])) {
      seen.push(...Array.from(columns[0]?.values ?? [], String));
    }
    expect(seen).toEqual(CASES.structured?.arrays.turned?.columns?.big?.flat());
  });

  it('say that several axes are flattened', async () => {
    const table = arrayTable(await openAt(await fileOf('structured'), 'square'));
    expect(table.warnings).toHaveLength(1);
    await expect(table.read(0, 7, [0])).rejects.toMatchObject({ code: 'past-end' });
    await expect(table.read(0, 1, [9])).rejects.toMatchObject({ code: 'past-end' });
  });
});
