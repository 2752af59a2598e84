import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ByteReader } from '../../../src/core/bytes/reader';
import { HduIndex } from '../../../src/core/fits/hdu-index';
import { openTable } from '../../../src/core/fits/tables/open-table';
import { writeFitsTable } from '../../../src/core/fits/write-table';
import { NodeInflate } from '../../../src/platform/node/inflate';
import { openParquet } from '../../../src/core/parquet/parquet-file';
import { ParquetTable } from '../../../src/core/parquet/parquet-table';
import { writeParquet } from '../../../src/core/parquet/write/write-parquet';
import { ecsvHead, ecsvRows } from '../../../src/core/table/ecsv';
import { columnName, isComplex, isScalar } from '../../../src/core/table/element-type';
import { readEcsv } from '../../../src/core/table/read-ecsv';
import type { Column, ColumnValues, Table } from '../../../src/core/table/table';
import { local } from '../parquet/support';
import { everyType } from './every-type';
import { column, MemoryTable } from './memory-table';

/**
 * What we write is kept as it is in `written/`, and `make_written_truth.py` tells what pyarrow and astropy read there.
 * After a change on purpose: run with UPDATE=1, then the script, then again.
 */

type Cell = unknown;
interface Told {
  /** In the words of who read it; our own tables do not say. */
  readonly type?: string;
  readonly name: string;
  readonly unit: string | null;
  readonly description: string | null;
  readonly cells: readonly Cell[];
}
type Format = 'parquet' | 'parquet-astropy' | 'ecsv' | 'fits';

const FOLDER = new URL('./written/', import.meta.url);
const truth = JSON.parse(readFileSync(new URL('truth.json', FOLDER), 'utf8')) as Record<
  Format,
  readonly Told[]
>;

const positions = (table: Table): number[] => table.columns.map(({ index }) => index);

const WRITERS = {
  async parquet(table: Table): Promise<Uint8Array> {
    const pieces = writeParquet(table.columns, table.scan(positions(table)), { rowsPerGroup: 3 });
    return joined(pieces);
  },
  async ecsv(table: Table): Promise<Uint8Array> {
    const slice = await table.read(0, table.rows, positions(table));
    const text = ecsvHead(table.columns, ['It is not complete.']) + ecsvRows(table.columns, slice);
    return new TextEncoder().encode(text);
  },
  async fits(table: Table): Promise<Uint8Array> {
    const written = writeFitsTable(
      {
        columns: table.columns,
        rows: table.rows,
        atHand: true,
        slices: (columns) => table.scan(columns),
      },
      { comments: ['It is not complete.'] },
    );
    const bytes = async function* (): AsyncGenerator<Uint8Array> {
      for await (const piece of written) {
        yield piece.bytes;
      }
    };
    return joined(bytes());
  },
};

const READERS: Record<keyof typeof WRITERS, (reader: ByteReader) => Promise<Table>> = {
  parquet: async (reader) => new ParquetTable(await openParquet(reader)),
  ecsv: (reader) => readEcsv(reader),
  async fits(reader) {
    const index = new HduIndex(reader);
    return openTable(reader, await index.hdu(1), new NodeInflate());
  },
};

async function joined(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) {
    all.push(piece);
  }
  return new Uint8Array(Buffer.concat(all));
}

/** Cells as the truth has them: wide integers as text, complex numbers as pairs, arrays as flat lists. */
async function tell(table: Table): Promise<Told[]> {
  const { columns } = await table.read(0, table.rows, positions(table));
  return table.columns.map((column, i) => ({
    name: columnName(column),
    unit: column.unit ?? null,
    description: column.description ?? null,
    cells: Array.from({ length: table.rows }, (_, row) =>
      cellAt(columns[i] as ColumnValues, row, column),
    ),
  }));
}

function cellAt(part: ColumnValues, row: number, column: Column): Cell {
  const element = (at: number): Cell => {
    if (part.missing?.[at] === 1) {
      return null;
    }
    if (isComplex(column.type)) {
      return [2 * at, 2 * at + 1].map((place) => number(part.values[place] as number));
    }
    const value = part.values[at];
    if (column.type === 'logical') {
      return value === 1;
    }
    return typeof value === 'number' && column.type.startsWith('float')
      ? number(value)
      : typeof value === 'string'
        ? value
        : String(value);
  };
  if (isScalar(column)) {
    return element(row);
  }
  if (Number.isNaN(part.lengths?.[row])) {
    return null;
  }
  const [start, end] = [part.starts?.[row] ?? row, part.starts?.[row + 1] ?? row + 1];
  return Array.from({ length: end - start }, (_, i) => element(start + i));
}

/** JSON has no NaN. */
function number(value: number): number | string {
  return Number.isFinite(value) && !Object.is(value, -0)
    ? value
    : Object.is(value, -0)
      ? '-0'
      : String(value);
}

/** Each element, however deep it lies. */
function each(cell: Cell, change: (element: Cell) => Cell): Cell {
  return Array.isArray(cell) ? cell.map((inner) => each(inner, change)) : change(cell);
}

/** What a format cannot say. */
const LOSES: Record<Format, (column: Told, at: number) => Told> = {
  parquet: (column) => column,
  // It knows no nulls: integers become numbers.
  'parquet-astropy': (column) => column,
  ecsv: (column, at) => {
    const isList = Array.isArray(column.cells[0]) && at >= 14;
    const complex = ['c', 'z'].includes(column.name);
    return {
      ...column,
      cells: column.cells.map((cell) => (cell === '' && !isList && !complex ? null : cell)),
    };
  },
  fits: (column, at) => {
    const text = ['s', 'm_2'].includes(column.name);
    const real = ['f', 'd', 'c', 'z', 'm'].includes(column.name) && at !== 16;
    const cells = column.cells.map((cell) => {
      if (column.name === 'flag') {
        return cell ?? false;
      }
      if (column.name === 'm_2') {
        return `[${(cell as string[]).map((one) => JSON.stringify(one)).join(', ')}]`;
      }
      if (column.name === 'v') {
        // As real numbers, since one is missing.
        return each(cell, (one) => (one === null ? 'NaN' : Number(one)));
      }
      return cell === null && ['c'].includes(column.name)
        ? ['NaN', 'NaN']
        : each(cell, (one) => (real ? (one ?? 'NaN') : one));
    });
    const ascii = (said: string): string => said.replace(/[^\x20-\x7e]/gu, '?');
    return {
      ...column,
      description: null,
      cells: text ? cells.map((cell) => ascii((cell as string | null) ?? '')) : cells,
    };
  },
};

async function expected(format: Format): Promise<Told[]> {
  const told = await tell(everyType());
  const names = told.map(({ name }, i) => (i === 16 ? `${name}_2` : name));
  return told.map((column, i) => LOSES[format]({ ...column, name: names[i] as string }, i));
}

describe.each(Object.keys(WRITERS) as (keyof typeof WRITERS)[])('a table as %s', (format) => {
  const file = new URL(`every-type.${format}`, FOLDER);

  it('is written as it is kept', async () => {
    const bytes = await WRITERS[format](everyType());
    if (process.env['UPDATE'] === '1') {
      writeFileSync(file, bytes);
    }
    expect(Buffer.compare(bytes, readFileSync(file))).toBe(0);
  });

  it('is read by others as what it was', async () => {
    const told = truth[format].map(({ type, ...column }) => {
      expect(type).toBeDefined();
      return column;
    });
    expect(told).toEqual(await expected(format));
    expect(truth[format].map(({ type }) => type)).toMatchSnapshot();
  });

  it('is read by us again', async () => {
    const read = await READERS[format](local(readFileSync(file), file.pathname));
    expect(read.rows).toBe(7);
    expect(read.warnings).toEqual([]);
    expect(await tell(read)).toMatchSnapshot();
  });
});

describe('what astropy would take for something else', () => {
  it('is no unsigned integer in arrays of variable length, of which astropy leaves out TZERO', async () => {
    const table = new MemoryTable(
      [
        column('v', 'uint16', Uint16Array.of(65_535, 0, 7), { lengths: [2, 1] }),
        column('w', 'uint32', Uint32Array.of(4_294_967_295, 0), { lengths: [0, 2] }),
        column('u', 'uint64', BigUint64Array.of(5n, 2n ** 63n - 1n), { lengths: [1, 1] }),
      ],
      2,
    );
    const bytes = await WRITERS.fits(table);
    const header = new TextDecoder('latin1').decode(bytes.subarray(2880, 5760));
    expect(header.match(/TFORM\d *= '1Q\w/g)?.map((card) => card.at(-1))).toEqual(['J', 'K', 'K']);
    expect(header).not.toContain('TZERO');
    const read = await READERS.fits(local(bytes, 'x.fits'));
    expect((await tell(read)).map(({ cells }) => cells)).toEqual([
      [['65535', '0'], ['7']],
      [[], ['4294967295', '0']],
      [['5'], ['9223372036854775807']],
    ]);
  });

  it('is no break of a line in a text of ECSV, wherever Python breaks lines', async () => {
    const breaks = ['a\vb', 'a\fb', 'a\x1cb', 'a\x85b', 'a\u2028b', 'a\u2029b'];
    const lists = breaks.map(() => 1);
    const table = new MemoryTable(
      [column('s', 'text', breaks), column('l', 'text', breaks, { lengths: lists })],
      breaks.length,
    );
    const bytes = await WRITERS.ecsv(table);
    const lines = new TextDecoder()
      .decode(bytes)
      .split('\n')
      .slice(-1 - breaks.length, -1);
    lines.forEach((line) => {
      expect(line).toMatch(/^"a[^b]b","\[""a\\(?:u\w{4}|f)b""\]"$/);
    });
    const read = await readEcsv(local(bytes));
    expect((await tell(read)).map(({ cells }) => cells)).toEqual([
      breaks,
      breaks.map((text) => [text]),
    ]);
  });
});
