import { describe, expect, it } from 'vitest';
import { outlinesOf } from '../../../../src/core/footprints/row-outlines';
import { tableFootprints } from '../../../../src/core/footprints/table-footprints';
import { AnswerTable } from '../../../../src/core/archives/mast/answer-table';
import type { Table } from '../../../../src/core/table/table';
import { parseFootprint } from '../../../../src/core/sky/footprint';

/** A table as MAST answers it. */
function tableOf(rows: readonly Record<string, unknown>[]): Table {
  const made = new AnswerTable(new Map());
  const fields = Object.entries(rows[0] ?? {}).map(([name, value]) => ({
    name,
    type: typeof value === 'number' ? 'float' : 'string',
  }));
  made.add(fields, rows as Parameters<AnswerTable['add']>[1]);
  return made.table();
}

async function all(table: Table): Promise<{ placed: number; count: number; byRow: number[][][] }> {
  const byRow: number[][][] = [];
  let [placed, count] = [0, 0];
  for await (const step of tableFootprints(table)) {
    expect(step.from).toBe(count);
    count += step.count;
    placed += step.placed;
    let at = 0;
    for (let head = 0; head < step.outlines.length; head += 2) {
      const [row = -1, points = 0] = step.outlines.subarray(head, head + 2);
      (byRow[row] ??= []).push([...step.points.subarray(at, at + 2 * points)]);
      at += 2 * points;
    }
    expect(at).toBe(step.points.length);
  }
  return { placed, count, byRow };
}

describe('footprints of a table', () => {
  it('are its regions; a row without one is a point, and one that is nowhere has none', async () => {
    const { placed, count, byRow } = await all(
      tableOf([
        { s_ra: 10, s_dec: 20, s_region: 'POLYGON ICRS 1 2 1.5 2 1.5 2.5' },
        { s_ra: 10, s_dec: 20, s_region: null },
        { s_ra: null, s_dec: null, s_region: 'no region at all' },
        { s_ra: 5, s_dec: 6, s_region: 'UNION ICRS (CIRCLE 1 2 0.1 POLYGON 3 4 3.5 4 3.5 4.5)' },
      ]),
    );
    expect([placed, count]).toEqual([3, 4]);
    // Through vectors and back, so not to the last digit.
    const corners = byRow[0]?.[0]?.map((value) => Number(value.toFixed(9)));
    expect(corners).toEqual([1, 2, 1.5, 2, 1.5, 2.5]);
    expect(byRow[1]).toEqual([[10, 20]]);
    expect(byRow[2]).toBeUndefined();
    expect(byRow[3]?.length).toBe(2);
  });

  it('of many rows come in the order of the rows, each once', async () => {
    const rows = Array.from({ length: 5000 }, (_, row) => ({
      s_ra: row / 20,
      s_dec: 0,
      s_region: row % 7 === 0 ? '' : `CIRCLE ICRS ${row / 20} 0 0.01`,
    }));
    const { placed, count, byRow } = await all(tableOf(rows));
    expect([placed, count, byRow.length]).toEqual([5000, 5000, 5000]);
    expect(byRow[700]).toEqual([[35, 0]]);
    const [first = NaN] = byRow[701]?.[0] ?? [];
    expect(Math.abs(first - 701 / 20)).toBeLessThan(0.011);
  });

  it('are none of a table that says nothing of the sky', async () => {
    expect(await all(tableOf([{ name: 'M 101', flux: 2 }]))).toEqual({
      ...{ placed: 0, count: 0 },
      byRow: [],
    });
  });
});

describe('the outlines of a region', () => {
  it('have points between corners that are far apart', () => {
    const [outline] = outlinesOf('POLYGON ICRS 0 0 20 0 20 20');
    expect(outline?.longitude.length).toBeGreaterThan(25);
    const { parts } = parseFootprint('POLYGON ICRS 0 0 20 0 20 20');
    expect(
      parts[0]?.contains({ longitude: Float64Array.of(15), latitude: Float64Array.of(5) }),
    ).toEqual(Uint8Array.of(1));
  });

  it('are none of what is no region', () => {
    expect(outlinesOf('')).toEqual([]);
    expect(outlinesOf('POLYGON ICRS 1 2')).toEqual([]);
    expect(outlinesOf('<svg>')).toEqual([]);
  });
});
