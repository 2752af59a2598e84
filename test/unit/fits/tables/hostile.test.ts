import { describe, expect, it } from 'vitest';
import { card, concat } from '../support/made';
import { columnCards, int32s, openMade } from './support/made-table';

describe('Headers that lie', () => {
  it('lists no more columns than there are cards for', async () => {
    for (const fields of [1000, 2 ** 40, 999]) {
      const { table } = await openMade({
        cards: columnCards(['A', 'J'], ['B', 'J']),
        ...{ rowLength: 8, rows: 1, fields, data: int32s(1, 2) },
      });
      expect(table.columns.map(({ name }) => name)).toEqual(['A', 'B']);
      expect(table.warnings).toEqual([
        `TFIELDS is ${fields}, but there are cards for 2 columns only.`,
      ]);
    }
  });

  it('reads the columns that fit the row', async () => {
    const { table } = await openMade({
      cards: columnCards(['A', 'J'], ['B', '1000000000000J'], ['C', 'J']),
      ...{ rowLength: 8, rows: 2, fields: 3, data: int32s(1, 2, 3, 4) },
    });
    expect(table.columns.map(({ problem }) => problem)).toEqual([
      undefined,
      'It would reach to byte 4000000000004 of rows that have 8 (NAXIS1).',
      'It would reach to byte 4000000000008 of rows that have 8 (NAXIS1).',
    ]);
    const { columns } = await table.read(0, 2, [1, 0]);
    expect(columns[0]).toMatchObject({ values: ['', ''], missing: Uint8Array.of(1, 1) });
    expect(columns[1]).toMatchObject({ values: Int32Array.of(1, 3), missing: undefined });
  });

  it('cannot place what follows a TFORM that is none', async () => {
    const { table } = await openMade({
      cards: [...columnCards(['A', 'J'], ['B', '?'], ['C', 'J']), card('TTYPE4', 'D')],
      ...{ rowLength: 12, rows: 1, fields: 4, data: int32s(1, 2, 3) },
    });
    expect(table.columns.map(({ problem }) => problem)).toEqual([
      undefined,
      'TFORM2 is "?".',
      'Nobody knows where it begins: TFORM2 is "?".',
      'There is no TFORM4.',
    ]);
    expect((await table.read(0, 1, [0])).columns[0]?.values).toEqual(Int32Array.of(1));
  });

  it('scales by nothing that is no number', async () => {
    const { table } = await openMade({
      cards: [...columnCards(['A', 'J']), card('TSCAL1', 'two'), card('TDIM1', '(2,2)')],
      ...{ rowLength: 4, rows: 1, fields: 1, data: int32s(7) },
    });
    expect(table.columns[0]).toMatchObject({ type: 'int32', shape: [] });
    expect(table.warnings).toEqual([
      'TSCAL1 is no number; the values are not scaled by it.',
      'TDIM1 is "(2,2)", which does not fit the 1 elements of TFORM1.',
    ]);
  });

  it('tells of bytes that no column has', async () => {
    const { table } = await openMade({
      cards: columnCards(['A', 'J']),
      ...{ rowLength: 12, rows: 1, fields: 1, data: int32s(1, 2, 3) },
    });
    expect(table.warnings).toEqual([
      'The columns take 4 of the 12 bytes of a row; the rest is not shown.',
    ]);
  });

  it('does not allocate by what is claimed', async () => {
    const { table, reader } = await openMade({
      cards: columnCards(['A', '1000000000J']),
      ...{ rowLength: 4e9, rows: 1e6, fields: 1 },
    });
    expect(table).toMatchObject({ rows: 1e6, rowsPresent: 0 });
    const bytes = reader.bytes;
    await expect(table.read(0, 1, [0])).rejects.toMatchObject({ code: 'truncated' });
    for await (const slice of table.scan([0])) {
      expect(slice).toBeUndefined();
    }
    expect(reader.bytes).toBe(bytes);
  });

  it('believes a million rows without bytes, and no more', async () => {
    const { table } = await openMade({
      cards: columnCards(['A', '0J']),
      ...{ rowLength: 0, rows: 2 ** 50, fields: 1 },
    });
    expect(table.rowsPresent).toBe(1_000_000);
    let rows = 0;
    for await (const slice of table.scan([0])) {
      rows += slice.rows;
    }
    expect(rows).toBe(1_000_000);
  });

  it.each([
    [{ rowLength: 4, rows: 2 ** 45 }, 'CorruptedHDU'],
    [{ rowLength: -4, rows: 2 }, 'CorruptedHDU'],
  ])('survives %o', async (claims) => {
    const made = { cards: columnCards(['A', 'J']), fields: 1, ...claims };
    const opened = openMade(made);
    if (claims.rowLength < 0) {
      await expect(opened).rejects.toMatchObject({ code: 'unsupported' });
    } else {
      expect((await opened).table.rowsPresent).toBe(0);
    }
  });
});

describe('A table that is cut short', () => {
  const made = {
    cards: columnCards(['A', 'J']),
    ...{ rowLength: 4, rows: 2000, fields: 1 },
    data: int32s(...Array.from({ length: 2000 }, (_, i) => i)),
  };

  it('gives the rows that are there', async () => {
    const whole = await openMade(made);
    const length = (await whole.reader.size()) - 2880 - 2;
    const { table } = await openMade(made, length);
    expect(table).toMatchObject({ rows: 2000, rowsPresent: 1439 });
    expect((await table.read(1438, 1439, [0])).columns[0]?.values).toEqual(Int32Array.of(1438));
    await expect(table.read(1438, 1440, [0])).rejects.toMatchObject({
      code: 'truncated',
      message:
        'The file ends early: of the 2000 rows of this table, only the first 1439 are there.',
    });
    let rows = 0;
    for await (const slice of table.scan([0])) {
      rows += slice.rows;
    }
    expect(rows).toBe(1439);
  });
});

describe('Array descriptors that lie', () => {
  /** Rows of `PJ`: good, behind the heap, absurd count, absurd offset, good. */
  const descriptors = int32s(2, 0, 2, 4, -1, 0, 1, -1, 1, 4);
  const made = {
    cards: columnCards(['ARR', 'PJ(9)']),
    ...{ rowLength: 8, rows: 5, fields: 1, data: descriptors, heap: int32s(7, 8) },
  };

  it('leaves their cells out and tells of them', async () => {
    const { table } = await openMade(made);
    const { columns } = await table.read(0, 5, [0]);
    expect(columns[0]).toEqual({
      ...{ column: 0, values: Int32Array.of(7, 8, 8), missing: undefined },
      starts: Uint32Array.of(0, 2, 2, 2, 2, 3),
      lengths: Float64Array.of(2, NaN, NaN, NaN, 1),
    });
    expect(table.warnings).toEqual([
      'Row 2 of column "ARR" cannot be read: its 2 elements would lie in bytes 4 to 12 of a heap of 8 bytes.',
      'Row 3 of column "ARR" cannot be read: its 4294967295 elements would lie in bytes 0 to 17179869180 of a heap of 8 bytes.',
      'Row 4 of column "ARR" cannot be read: its 1 elements would lie in bytes 4294967295 to 4294967299 of a heap of 8 bytes.',
    ]);
    await table.read(1, 2, [0]);
    expect(table.warnings).toHaveLength(3);
  });

  it('makes a text of characters that are not there missing', async () => {
    const cards = columnCards(['NAME', 'PA']);
    const { table } = await openMade({ ...made, cards });
    const { columns } = await table.read(0, 5, [0]);
    expect(columns[0]?.missing).toEqual(Uint8Array.of(0, 0, 1, 1, 0));
  });

  it('knows what the file lacks', async () => {
    const heap = concat(int32s(7, 8), new Uint8Array(4000));
    const lying = { ...made, heap, data: int32s(2, 0, 1, 3996, 0, 99999, 1, 0, 0, 0) };
    const whole = await openMade(lying);
    expect(whole.table.warnings).toEqual([]);
    const { table } = await openMade(lying, (await whole.reader.size()) - 2880);
    const { columns } = await table.read(0, 5, [0]);
    expect(columns[0]?.lengths).toEqual(Float64Array.of(2, NaN, 0, 1, 0));
    expect(table.warnings).toEqual([
      'Row 2 of column "ARR" cannot be read: the file ends before its elements.',
    ]);
  });

  it('cannot read arrays from a heap inside the rows', async () => {
    const { table } = await openMade({ ...made, cards: [...made.cards, card('THEAP', 8)] });
    expect(table.columns[0]?.problem).toBe('THEAP is 8, which lies inside the table of 40 bytes.');
  });

  it('does not read one array a million times', async () => {
    // Every row claims the same 8 MB.
    const rows = 1000;
    const count = 2 ** 21;
    const data = int32s(...Array.from({ length: rows }, () => [count, 0]).flat());
    const heap = new Uint8Array(4 * count);
    const { table, reader } = await openMade({ ...made, rows, data, heap });
    await expect(table.read(0, rows, [0])).rejects.toMatchObject({ code: 'too-large' });
    expect(reader.bytes).toBeLessThan(64 * 1024 + 8 * rows + 64 * 1024);
    // Of each only the head: no more than that.
    const { columns } = await table.read(0, rows, [0], { mostElements: 2 });
    expect(columns[0]?.values).toHaveLength(2 * rows);
    expect(columns[0]?.lengths?.[9]).toBe(count);
    // A scan reads them a few at a time.
    for await (const slice of table.scan([0])) {
      expect(slice.rows).toBeLessThanOrEqual(4);
      break;
    }
  });
});
