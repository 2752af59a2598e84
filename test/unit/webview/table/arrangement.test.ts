import { describe, expect, test } from 'vitest';
import { RemoteError } from '../../../../src/protocol/rpc';
import type { Arranging } from '../../../../src/protocol/table';
import type { Host } from '../../../../webview/image/host';
import { arrangeActivity, costText, rowsText } from '../../../../webview/table/arrange-text';
import { Arrangement, nextSort } from '../../../../webview/table/arrangement';
import { lines } from './lines';

interface Stand {
  readonly arrangement: Arrangement;
  readonly asked: string[];
  readonly origins: (0 | 1 | undefined)[];
  readonly changes: boolean[];
  settle(result: unknown): Promise<void>;
  fail(code: string): Promise<void>;
}

function stand(local = false): Stand {
  const asked: string[] = [];
  const changes: boolean[] = [];
  let resolve: (result: unknown) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const origins: (0 | 1 | undefined)[] = [];
  const request = (method: string, params: Arranging): Promise<unknown> => {
    origins.push(params.origin);
    asked.push(`${method} ${params.filter}`.trim());
    return new Promise((done, failed) => {
      resolve = done;
      reject = failed;
    });
  };
  const table = {
    columns: lines('a', 'b'),
    rows: 100,
    rowsPresent: 90,
    bytesPerRow: 16,
    local,
    warnings: [],
  };
  const host = { request } as unknown as Host;
  const arrangement = new Arrangement(host, 1, table, 1, (another) => changes.push(another));
  const turn = (): Promise<void> => new Promise((done) => setTimeout(done));
  return {
    ...{ arrangement, asked, origins, changes },
    settle: (result) => {
      resolve(result);
      return turn();
    },
    fail: (code) => {
      reject(new RemoteError({ code, message: 'It failed.', hint: 'Wait.', retryable: true }));
      return turn();
    },
  };
}

const cost = (bytes: number): unknown => ({ problem: undefined, cost: { bytes, requests: 3 } });
const FILTER = { filter: 'a > 1', sort: [] };

describe('arranging', () => {
  test('shows the table as stored, those rows that are there', () => {
    const { arrangement } = stand();
    expect(arrangement.view).toEqual({ filter: '', sort: [], view: '', rows: 90 });
  });

  test('reads at once what costs little, or is at hand', async () => {
    for (const [local, bytes] of [
      [false, 19e6],
      [true, 19e9],
    ] as const) {
      const { arrangement, asked, changes, settle } = stand(local);
      arrangement.apply(FILTER);
      await settle(cost(bytes));
      expect(arrangement.state.is).toBe('reading');
      await settle({ view: 'v1', rows: 12 });
      expect(arrangement.view).toEqual({ ...FILTER, view: 'v1', rows: 12 });
      expect(asked).toEqual(['arrangeCost a > 1', 'arrange a > 1']);
      expect(changes.at(-1)).toBe(true);
    }
  });

  test('asks before it reads much, and leaves things as they are when told not to', async () => {
    const { arrangement, asked, settle } = stand();
    arrangement.apply(FILTER);
    await settle(cost(1.2e9));
    expect(arrangeActivity(arrangement)?.text).toBe('Filtering reads 1.2 GB (3 requests).');
    arrangement.cancel();
    expect([arrangement.state.is, arrangement.wanted.filter]).toEqual(['settled', '']);
    arrangement.apply(FILTER);
    await settle(cost(1.2e9));
    arrangement.read();
    expect(arrangeActivity(arrangement)?.text).toBe('Filtering… 0 rows so far.');
    await settle({ view: 'v1', rows: 12 });
    expect(asked.filter((each) => each.startsWith('arrange '))).toHaveLength(1);
  });

  test('is made anew where rows are counted from another number', async () => {
    const { arrangement, asked, origins, changes, settle } = stand(true);
    arrangement.countFrom(0);
    expect(asked).toEqual([]);
    arrangement.apply(FILTER);
    await settle(cost(0));
    await settle({ view: 'v0', rows: 12 });
    arrangement.countFrom(0);
    expect(asked).toHaveLength(2);
    arrangement.countFrom(1);
    await settle(cost(0));
    await settle({ view: 'v0', rows: 12 });
    // The filter does not ask for row numbers: the rows on show stay.
    expect([asked.length, changes.filter((another) => another).length]).toEqual([4, 1]);
    expect(origins).toEqual([0, 0, 1, 1]);
  });

  test('takes the last of several wishes', async () => {
    const { arrangement, settle } = stand();
    arrangement.apply(FILTER);
    arrangement.apply({ filter: '', sort: [{ column: 0, descending: false }] });
    await settle(cost(0));
    await settle({ view: 'sorted', rows: 90 });
    expect(arrangement.view).toMatchObject({ view: 'sorted', filter: '' });
    arrangement.apply(FILTER);
    arrangement.apply({ filter: '', sort: [] });
    await settle(cost(0));
    expect(arrangement.view.view).toBe('');
  });

  test('says what is wrong, what failed, and tries again', async () => {
    const { arrangement, settle, fail } = stand();
    const problem = { message: 'No.', from: 0, to: 1 };
    arrangement.apply(FILTER);
    await settle({ problem, cost: { bytes: 0, requests: 0 } });
    expect(arrangement.state).toEqual({ is: 'wrong', problem });
    arrangement.apply(FILTER);
    await settle(cost(0));
    await fail('network');
    const activity = arrangeActivity(arrangement);
    expect(activity?.text).toBe('Filtering failed. It failed. Wait.');
    activity?.actions[0]?.onClick();
    await settle({ view: 'v1', rows: 12 });
    expect(arrangement.view.rows).toBe(12);
  });

  test('makes a view anew that is gone', async () => {
    const { arrangement, asked, settle } = stand();
    arrangement.apply(FILTER);
    await settle(cost(0));
    await settle({ view: 'v1', rows: 12 });
    arrangement.renew();
    expect(arrangement.view.view).toBe('');
    await settle(cost(0));
    await settle({ view: 'v2', rows: 12 });
    expect(arrangement.view).toMatchObject({ ...FILTER, view: 'v2' });
    expect(asked).toHaveLength(4);
  });
});

test('sorts by one column after the other', () => {
  const up = (column: number): { column: number; descending: boolean } => ({
    column,
    descending: false,
  });
  const down = (column: number): ReturnType<typeof up> => ({ column, descending: true });
  expect(nextSort([], 1, false)).toEqual([up(1)]);
  expect(nextSort([up(1)], 1, false)).toEqual([down(1)]);
  expect(nextSort([down(1)], 1, false)).toEqual([]);
  expect(nextSort([down(1)], 2, false)).toEqual([up(2)]);
  expect(nextSort([down(1)], 2, true)).toEqual([down(1), up(2)]);
  expect(nextSort([up(1), up(2)], 1, true)).toEqual([down(1), up(2)]);
  expect(nextSort([down(1), up(2)], 1, true)).toEqual([up(2)]);
});

test('is said in words', () => {
  expect(costText({ bytes: 1.2e9, requests: 340 })).toBe('1.2 GB (340 requests)');
  expect(costText({ bytes: 5e7, requests: 0 })).toBe('50 MB');
  expect(rowsText(12_345, 1e7, true)).toBe('12,345 of 10,000,000 rows');
  expect(rowsText(1, 1, false)).toBe('1 row');
});
