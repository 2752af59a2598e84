import { describe, expect, it } from 'vitest';
import type { VoDocument } from '../../../src/core/votable/document';
import { writeVoTable, type WriteVoTableOptions } from '../../../src/core/votable/write-votable';
import { allTypes, COLUMNS, type Cell } from './support/all-types';
import { firstCells, read, truth } from './support/read';

interface WrittenTruth {
  readonly warnings: readonly string[];
  readonly columns: readonly {
    readonly name: string;
    readonly unit: string | null;
    readonly ucd: string | null;
    readonly description: string | null;
    readonly cells: readonly unknown[];
  }[];
}

async function written(options: WriteVoTableOptions = {}): Promise<string> {
  let text = '';
  for await (const piece of writeVoTable(allTypes(), options)) {
    text += piece;
  }
  return text;
}

/** A cell as the truth has it: integers as text, a cell of one element without a list. */
function told(
  cell: Cell,
  { type, shape = [], variable = false }: (typeof COLUMNS)[number],
): unknown {
  if (cell === null) {
    return null;
  }
  const element = (value: NonNullable<Cell>[number]): unknown => {
    if (value === null || typeof value === 'string') {
      return typeof value === 'string' ? value.replace('\u0007', '\uFFFD') : null;
    }
    if (typeof value === 'object') {
      const [re, im] = type === 'complex64' ? value.map(Math.fround) : value;
      return { re, im };
    }
    if (type === 'logical' || type === 'bit') {
      return value === 1;
    }
    if (type.startsWith('float')) {
      const rounded = type === 'float32' ? Math.fround(Number(value)) : Number(value);
      return Number.isFinite(rounded) ? rounded : String(rounded);
    }
    return String(value);
  };
  const all = cell.map(element);
  return shape.length === 0 && !variable ? all[0] : all;
}

/** The reference masks some NaN and has others for what is missing; all of them are null here. */
function masked(value: unknown): unknown {
  if (Array.isArray(value)) {
    const list = value.map(masked);
    return list.length > 0 && list.every((one) => one === null) ? null : list;
  }
  const isComplex = typeof value === 'object' && value !== null && 're' in value;
  return (isComplex ? value.re : value) === 'NaN' ? null : value;
}

describe('a table written as VOTable', () => {
  it('stays as astropy has seen it', async () => {
    const text = await written({
      ...{ name: 'all & types', description: 'Everything < there "is"' },
      infos: [{ name: 'QUERY', value: 'SELECT "a" FROM b WHERE c < 1 & d' }],
      partial: 'the first 4 of 10 rows',
    });
    await expect(text).toMatchFileSnapshot('../../fixtures/votable/written.vot');
  });

  it('is read by astropy with the same values, and without a warning', () => {
    const { columns, warnings } = truth<WrittenTruth>('written-truth.json');
    expect(warnings).toEqual([]);
    expect(columns.map(({ name }) => name)).toEqual(COLUMNS.map(({ name }) => name));
    COLUMNS.forEach((column, at) => {
      const theirs = columns[at];
      column.cells.forEach((cell, row) => {
        const where = `${column.name} in row ${row}`;
        const value = masked(theirs?.cells[row]);
        // Of text an empty cell is all that can be written.
        const isEmpty = column.type === 'uint64' && value === '';
        const ours = masked(told(cell, column));
        expect([where, isEmpty ? null : value]).toEqual([where, ours]);
      });
    });
    const ra = columns.find(({ name }) => name.startsWith('ra'));
    expect(ra).toMatchObject({
      ...{ unit: 'deg', ucd: 'pos.eq.ra;meta.main' },
      description: 'Right ascension, 5 < x & "y"',
    });
  });

  it('is read here with the same values', async () => {
    const document: VoDocument = await read(await written({ partial: 'more' }));
    expect(document.warnings).toEqual([]);
    expect(document.status).toEqual({ kind: 'overflow', message: 'more' });
    const again = await firstCells(document);
    const missing = again.map((row) => row[6]);
    expect(missing).toEqual([-2147483648, 2147483647, null, 1]);
    expect(again.map((row) => row[8])).toEqual([
      -(2n ** 63n),
      2n ** 63n - 1n,
      null,
      2n ** 53n + 1n,
    ]);
    expect(again.map((row) => row[16])).toEqual([[1, 2, 3], [], [-7], [null, 4]]);
    expect(again[2]?.[15]).toEqual([
      [null, null, null],
      [null, null, null],
    ]);
  });

  it('has the columns and rows that are asked for', async () => {
    const table = allTypes();
    const slices = async function* (): AsyncGenerator<Awaited<ReturnType<typeof table.readRows>>> {
      yield await table.readRows([3, 0], [6, 2]);
    };
    const document = await read(await written({ columns: [6, 2], slices: slices() }));
    expect(document.tables[0]?.columns.map(({ name }) => name)).toEqual(['int32', 'int8']);
    expect(await firstCells(document)).toEqual([
      [1, 0],
      [-2147483648, -128],
    ]);
  });

  it('stops when told to', async () => {
    await expect(written({ signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});
