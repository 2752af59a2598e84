import { describe, expect, it } from 'vitest';
import { RpcClient } from '../../../src/protocol/rpc-client';
import { RpcServer } from '../../../src/protocol/rpc-server';
import type { TableQuestions } from '../../../src/worker/methods';
import { tableQuestions } from '../../../src/worker/table-handlers';
import { fromWireError, toWireError } from '../../../src/worker/wire-error';
import { twoEnds } from '../../support/worker/in-process';
import { columnCards, int32s, openMade } from '../fits/tables/support/made-table';

/** Rows of `PJ`: two elements, behind the heap, none, one element. */
const MADE = {
  cards: columnCards(['ARR', 'PJ(9)']),
  ...{ rowLength: 8, rows: 4, fields: 1 },
  data: int32s(2, 0, 2, 4, 0, 0, 1, 4),
  heap: int32s(7, 8),
};

function client(): RpcClient<TableQuestions, Record<never, never>> {
  const { host, worker } = twoEnds();
  const handlers = tableQuestions(async () => (await openMade(MADE)).table);
  new RpcServer<TableQuestions, Record<never, never>>(worker, handlers, toWireError);
  const made = new RpcClient<TableQuestions, Record<never, never>>(host, fromWireError);
  made.ready();
  return made;
}

const ALL = { hdu: 1, view: '' };

describe('a cell whose array cannot be read', () => {
  it('is missing on the screen, and told of from then on', async () => {
    const asked = client();
    expect((await asked.request('table', { hdu: 1 })).warnings).toEqual([]);
    const { cells, warnings } = await asked.request('rows', {
      ...{ ...ALL, from: 0, to: 4, columns: [0] },
    });
    expect(cells).toEqual([['[7, 8]', null, '[]', '[8]']]);
    expect(warnings).toHaveLength(1);
    expect((await asked.request('table', { hdu: 1 })).warnings).toEqual(warnings);
  });

  it('is refused by itself', async () => {
    const asked = client();
    await expect(asked.request('cell', { ...ALL, row: 1, column: 0 })).rejects.toMatchObject({
      code: 'format',
    });
    expect(await asked.request('cell', { ...ALL, row: 2, column: 0 })).toMatchObject({ count: 0 });
  });

  it('is an empty field in CSV and on the clipboard, where an empty array is not', async () => {
    const asked = client();
    const { bytes } = await asked.request('csv', { ...ALL, from: 0, columns: [0], names: false });
    expect(new TextDecoder().decode(bytes)).toBe('"[7, 8]"\r\n""\r\n[]\r\n[8]\r\n');
    const copied = { ...ALL, from: 0, to: 4, columns: [0], names: false };
    expect((await asked.request('rowsText', copied)).text).toBe('[7, 8]\n\n[]\n[8]');
  });

  it('has no elements in statistics, and none that a filter could find', async () => {
    const asked = client();
    const statistics = await asked.request('columnStatistics', { ...ALL, column: 0 });
    expect(statistics).toMatchObject({ rows: 4, count: 3, missing: 0, sum: 23 });
    const rowsOf = async (filter: string): Promise<readonly number[]> => {
      const { view } = await asked.request('arrange', { hdu: 1, filter, sort: [] });
      const some = { hdu: 1, view, from: 0, to: 4, columns: [] };
      return (await asked.request('rows', some)).numbers;
    };
    expect(await rowsOf('ARR[0] is null')).toEqual([1, 2]);
    expect(await rowsOf('ARR[0] > 0')).toEqual([0, 3]);
  });
});
