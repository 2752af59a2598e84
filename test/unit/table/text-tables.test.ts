import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../../../src/core/table/read-csv';
import { readEcsv } from '../../../src/core/table/read-ecsv';
import { cellText } from '../../../src/core/table/format';
import type { Column, ColumnValues, Table } from '../../../src/core/table/table';
import { CountedSource, local, readerOf } from '../parquet/support';

/** What astropy makes of tables of text, from `make_text_tables.py`. */
interface TrueColumn {
  readonly name: string;
  readonly type: string;
  readonly shape: readonly number[];
  readonly unit: string | null;
  readonly description: string | null;
  readonly values: readonly (string | null)[];
}
interface Case {
  readonly name: string;
  readonly text: string;
  readonly columns: readonly TrueColumn[];
}
const truth = JSON.parse(readFileSync(new URL('./text-tables.json', import.meta.url), 'utf8')) as {
  readonly csv: readonly Case[];
  readonly ecsv: readonly Case[];
};

const TYPES: Partial<Record<Column['type'], string>> = { logical: 'bool' };

async function columnsOf(table: Table): Promise<TrueColumn[]> {
  const slice = await table.read(
    0,
    table.rows,
    table.columns.map(({ index }) => index),
  );
  return table.columns.map((column, i) => ({
    name: column.name,
    type: column.variable ? 'object' : (TYPES[column.type] ?? column.type),
    shape: column.shape,
    unit: column.unit ?? null,
    description: column.description ?? null,
    values: Array.from({ length: table.rows }, (_, row) =>
      valueOf(slice.columns[i] as ColumnValues, row, column),
    ),
  }));
}

/** Real and complex numbers as Python prints them; arrays as JSON. */
function valueOf(values: ColumnValues, row: number, column: Column): string | null {
  const text = cellText(values, row, column, { exact: true });
  if (column.type === 'float32' && text !== null && column.shape.length === 0) {
    return pythonNumber(values.values[row] as number);
  }
  if (column.type === 'complex128' && text !== null) {
    return [0, 1].map((part) => values.values[2 * row + part]).join(' ');
  }
  return column.type === 'float64' && column.shape.length === 0 && text !== null
    ? pythonNumber(values.values[row] as number)
    : text;
}

function pythonNumber(value: number): string {
  if (!Number.isFinite(value)) {
    return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  }
  return Object.is(value, -0) ? '-0.0' : Number.isInteger(value) ? `${value}.0` : String(value);
}

/** The truth in the words of {@link valueOf}. */
function asTold({ values, ...column }: TrueColumn): TrueColumn {
  const isArray = column.shape.length > 0 || column.type === 'object';
  const nested = (value: unknown): string =>
    Array.isArray(value)
      ? `[${value.map(nested).join(', ')}]`
      : typeof value === 'string'
        ? JSON.stringify(value)
        : String(value);
  return {
    ...column,
    values: values.map((value) => {
      if (value === null) {
        return null;
      }
      if (column.type === 'complex128') {
        const [, real = '0', imaginary = '0'] =
          /^\(?([+-]?[\d.]+(?:e-?\d+)?(?!j|[\d.]))?(?:([+-]?[\d.]+)j)?\)?$/.exec(value) ?? [];
        return `${Number(real)} ${Number(imaginary)}`;
      }
      // JSON.parse is not exact beyond 53 bits, and integers look the same anyway.
      const isWhole = column.type === 'object' || column.type.startsWith('int');
      return isArray && !isWhole ? nested(JSON.parse(value)) : value;
    }),
  };
}

describe('readCsv', () => {
  it.each(truth.csv.map((each) => [each.name, each] as const))(
    'reads %s as astropy does',
    async (_, { text, columns }) => {
      const table = await readCsv(local(new TextEncoder().encode(text), 'x.csv'));
      expect(await columnsOf(table)).toEqual(columns);
      expect(table.warnings).toEqual([]);
    },
  );

  it('takes an empty field with quotes as an empty text, and one without as missing', async () => {
    const table = await readCsv(local(new TextEncoder().encode('a,b\n1,\n2,""\n3," x"\n')));
    expect((await columnsOf(table))[1]?.values).toEqual([null, '', ' x']);
  });

  it('reads a table with semicolons, and one in UTF-16', async () => {
    const bytes = Buffer.from('\ufeffa;b\n1,5;2\n', 'utf16le');
    const table = await readCsv(local(new Uint8Array(bytes)));
    const [a, b] = await columnsOf(table);
    expect([a?.name, a?.values, b?.values]).toEqual(['a', ['1,5'], ['2']]);
  });

  it('reads the same wherever the pieces of a file are cut', async () => {
    const row = (i: number): string => `${i},"a ""${i}"", \r\nb",${i / 7}\r\n`;
    const text = `id,text,x\r\n${Array.from({ length: 70_000 }, (_, i) => row(i)).join('')}`;
    const bytes = new TextEncoder().encode(text);
    expect(bytes.length).toBeGreaterThan(2 * 2 ** 20);
    const table = await readCsv(readerOf(new CountedSource('x.csv', bytes)));
    expect(table.rows).toBe(70_000);
    const slice = await table.readRows([0, 57_777, 69_999], [0, 1, 2]);
    expect(slice.columns.map(({ values }) => Array.from(values as ArrayLike<unknown>))).toEqual([
      [0n, 57_777n, 69_999n],
      [0, 57_777, 69_999].map((i) => `a "${i}", \nb`),
      [0, 57_777 / 7, 69_999 / 7],
    ]);
  });

  it('leaves out what is more than the columns, and says so', async () => {
    const table = await readCsv(local(new TextEncoder().encode('a,b\n1,2\n3,4,5\n6\n')));
    expect(await columnsOf(table)).toMatchObject([
      { values: ['1', '3', '6'] },
      { values: ['2', '4', null] },
    ]);
    expect(table.warnings).toEqual([
      'One row has more fields than there are columns; what is too much is left out.',
    ]);
  });

  it('keeps the rows that there is room for, and says that there are more', async () => {
    const text = `a,b\n${'1,x\n'.repeat(10_000)}`;
    const bytes = new TextEncoder().encode(text);
    const few = await readCsv(local(bytes), { mostRows: 7 });
    expect([few.rows, few.warnings]).toEqual([
      7,
      ['Only the first 7 rows were read; there are more.'],
    ]);
    // Whoever queries the table marks the result as incomplete for this.
    expect(few).toMatchObject({ cut: 'Only the first 7 rows were read; there are more.' });
    const small = await readCsv(local(bytes), { mostBytes: 20_000 });
    expect(small.rows).toBeLessThan(10_000);
    expect(small.warnings[0]).toMatch(/^Only the first [\d,]+ rows were read/);
    expect(await readCsv(local(bytes))).toMatchObject({ rows: 10_000, cut: undefined });
  });

  it('refuses an empty file and a quote that is never closed', async () => {
    await expect(readCsv(local(new Uint8Array(0), 'x.csv'))).rejects.toMatchObject({
      code: 'format',
    });
    const open = new TextEncoder().encode(`a,b\n1,"${'x,y\n'.repeat(5_000_000)}`);
    await expect(readCsv(local(open, 'x.csv'))).rejects.toMatchObject({
      code: 'format',
      message: 'A quote in the file is opened and never closed.',
    });
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    stop.abort();
    const bytes = new TextEncoder().encode('a,b\n1,2\n');
    await expect(readCsv(local(bytes), { signal: stop.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});

describe('readEcsv', () => {
  it.each(truth.ecsv.map((each) => [each.name, each] as const))(
    'reads %s as astropy does',
    async (_, { text, columns }) => {
      const table = await readEcsv(local(new TextEncoder().encode(text), 'x.ecsv'));
      expect(await columnsOf(table)).toEqual(columns.map(asTold));
      expect(table.warnings).toEqual([]);
    },
  );

  it('passes over comments whatever is in them', async () => {
    const text =
      '# %ECSV 1.0\n# ---\n# delimiter: ","\n# datatype:\n# - {name: a, datatype: string}\n# - {name: b, datatype: int8}\na,b\n"",1\n# "\nx,2\n';
    const table = await readEcsv(local(new TextEncoder().encode(text)));
    expect(await columnsOf(table)).toMatchObject([{ values: [null, 'x'] }, { values: ['1', '2'] }]);
  });

  it('shows what is not of its datatype as missing, and says where', async () => {
    const text =
      '# %ECSV 1.0\n# ---\n# datatype:\n# - {name: a, datatype: int8}\n# - {name: b, datatype: string, subtype: "float32[2]"}\n# - {name: c, datatype: object}\na b c\n1 [1,2] x\n300 [1] y\nz [NaN,-Infinity] z\n';
    const table = await readEcsv(local(new TextEncoder().encode(text)));
    expect(await columnsOf(table)).toMatchObject([
      { type: 'int8', values: ['1', null, null] },
      { type: 'float32', values: ['[1, 2]', '[null, null]', '[NaN, -Infinity]'] },
      { type: 'text', values: ['x', 'y', 'z'] },
    ]);
    expect(table.warnings).toEqual([
      '“a”: the value in row 2, and 1 more is not of its datatype, and is shown as missing.',
      '“b”: the value in row 2 is not of its datatype, and is shown as missing.',
      '“c” is of the type object, and is shown as text.',
    ]);
  });

  it('makes no room for the arrays that a header claims and no field has', async () => {
    const head = (shape: string): string =>
      `# %ECSV 1.0\n# ---\n# datatype:\n# - {name: a, datatype: string, subtype: "int64[${shape}]"}\na\n`;
    const huge = await readEcsv(
      local(new TextEncoder().encode(`${head('100000,100000')}""\n[1]\n`)),
    );
    expect(await columnsOf(huge)).toMatchObject([{ type: 'text', values: [null, '[1]'] }]);
    const empty = '""\n'.repeat(5000);
    const large = await readEcsv(local(new TextEncoder().encode(head('500000') + empty)), {
      mostBytes: 2 ** 24,
    });
    expect(large.rows).toBeLessThan(10);
    expect(large).toMatchObject({ cut: expect.stringContaining('Only the first') as string });
  });

  it('passes over any number of empty lines in no time', async () => {
    const text = `# %ECSV 1.0\n${'\n'.repeat(200_000)}# ---\n# datatype:\n# - {name: a, datatype: int8}\na\n1\n`;
    const table = await readEcsv(local(new TextEncoder().encode(text)));
    expect(await columnsOf(table)).toMatchObject([{ name: 'a', values: ['1'] }]);
  });

  it.each([
    ['no comments', 'a,b\n1,2\n'],
    ['no columns', '# %ECSV 1.0\n# ---\n# schema: x\na\n1\n'],
    ['broken YAML', '# %ECSV 1.0\n# ---\n# datatype: [{name: a\na\n1\n'],
    ['other names', '# %ECSV 1.0\n# ---\n# datatype:\n# - {name: a, datatype: int8}\nb\n1\n'],
    [
      'another delimiter',
      '# %ECSV 1.0\n# ---\n# delimiter: ";"\n# datatype:\n# - {name: a, datatype: int8}\na\n1\n',
    ],
  ])('refuses a file with %s', async (_, text) => {
    await expect(readEcsv(local(new TextEncoder().encode(text)))).rejects.toMatchObject({
      code: 'format',
    });
  });
});
