import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { RemoteError } from '../../../../src/protocol/rpc';
import type { RowsReply } from '../../../../src/protocol/table';
import type { Host } from '../../../../webview/image/host';
import type { Sight } from '../../../../webview/table/pages';
import { RowPages } from '../../../../webview/table/row-pages';

interface Asked {
  readonly from: number;
  readonly to: number;
  readonly columns: readonly number[];
  readonly signal: AbortSignal;
  answer(reply?: RowsReply): void;
  fail(code: string): void;
}

function stand(): { pages: RowPages; asked: Asked[]; told: string[] } {
  const asked: Asked[] = [];
  const told: string[] = [];
  const request = (
    _method: string,
    { from, to, columns }: Pick<Asked, 'from' | 'to' | 'columns'>,
    { signal }: { signal: AbortSignal },
  ): Promise<RowsReply> =>
    new Promise((resolve, reject) => {
      const numbers = Array.from({ length: to - from }, (_, i) => from + i);
      const cells = columns.map((column) => numbers.map((row) => `${row}/${column}`));
      signal.addEventListener('abort', () => reject(error('cancelled')));
      asked.push({
        ...{ from, to, columns, signal },
        answer: (reply = { from, numbers, cells }) => resolve(reply),
        fail: (code) => reject(error(code)),
      });
    });
  const pages = new RowPages({ request } as unknown as Host, {
    onCells: () => void told.push('cells'),
    onWarnings: (warnings) => void told.push(...warnings),
    onGone: () => void told.push('gone'),
  });
  pages.show({ hdu: 1, view: 'v' }, 1_000_000, 100);
  return { pages, asked, told };
}

const error = (code: string): RemoteError =>
  new RemoteError({ code, message: 'It failed.', hint: undefined, retryable: true });
const sight = (from: number, columns = [0, 1]): Sight => ({
  ...{ from, to: from + 30, middle: from + 15, columns },
});
const turn = (): Promise<void> => vi.advanceTimersByTimeAsync(0).then(() => undefined);

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('the rows in sight', () => {
  test('bring what turned out to be wrong with them', async () => {
    const { pages, asked, told } = stand();
    pages.want(sight(0, [0]));
    const numbers = Array.from({ length: 100 }, (_, i) => i);
    const cells = [numbers.map(() => null)];
    asked[0]?.answer({ from: 0, numbers, cells, warnings: ['Row 7 is broken.'] });
    await turn();
    expect(told).toEqual(['Row 7 is broken.', 'cells']);
  });

  test('come once, and are kept', async () => {
    const { pages, asked, told } = stand();
    pages.want(sight(50));
    pages.want(sight(51));
    expect(asked.map(({ from, to, columns }) => [from, to, columns])).toEqual([[0, 100, [0, 1]]]);
    expect([pages.text(60, 1), pages.number(60), pages.busy]).toEqual([undefined, undefined, true]);
    asked[0]?.answer();
    await turn();
    expect([pages.text(60, 1), pages.number(60), pages.busy]).toEqual(['60/1', 60, false]);
    pages.want(sight(40, [0, 1, 2]));
    expect(asked.at(-1)?.columns).toEqual([2]);
    expect(told).toEqual(['cells']);
  });

  test('are three requests at a time, the nearest to the middle first', async () => {
    const { pages, asked } = stand();
    pages.want({ from: 0, to: 600, middle: 250, columns: [0] });
    expect(asked.map(({ from }) => from)).toEqual([200, 100, 300]);
    asked[0]?.answer();
    await turn();
    expect(asked.map(({ from }) => from)).toEqual([200, 100, 300, 0]);
  });

  test('are not asked for while they pass by, and cancelled where they did', async () => {
    const { pages, asked } = stand();
    pages.want(sight(0));
    pages.want(sight(1000));
    expect(asked.map(({ from }) => from)).toEqual([0, 1000]);
    expect(asked[0]?.signal.aborted).toBe(true);
    for (let from = 2000; from < 9000; from += 1000) {
      await vi.advanceTimersByTimeAsync(16);
      pages.want(sight(from));
    }
    expect(asked).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(100);
    expect(asked.map(({ from }) => from)).toEqual([0, 1000, 8000]);
  });

  test('that fail say why, until they are tried again', async () => {
    const { pages, asked } = stand();
    pages.want(sight(0));
    asked[0]?.fail('network');
    await turn();
    pages.want(sight(1));
    expect(pages.trouble(0)?.message).toBe('It failed.');
    expect(asked).toHaveLength(1);
    pages.retry();
    asked[1]?.answer();
    await turn();
    expect([pages.trouble(0), pages.text(5, 0)]).toEqual([undefined, '5/0']);
  });

  test('of a reply that is too short are a failure, not a wait without end', async () => {
    const { pages, asked } = stand();
    pages.want(sight(0));
    asked[0]?.answer({ from: 0, numbers: [0], cells: [['x'], ['y']] });
    await turn();
    expect(pages.trouble(0)?.message).toContain('1 of 100 rows');
  });

  test('of a view that is gone are told of once', async () => {
    const { pages, asked, told } = stand();
    pages.want(sight(0));
    asked[0]?.fail('not-found');
    await turn();
    expect(told).toEqual(['gone']);
    pages.show({ hdu: 1, view: '' }, 100, 100);
    expect(pages.number(7)).toBe(7);
  });

  test('of a view that replaces another are drawn once they are all here; until then the old ones are', async () => {
    const { pages, asked, told } = stand();
    const drawn = (row: number): unknown[] => [
      pages.drawnColumn(Math.floor(row / 100), 0)?.[row % 100],
      pages.drawnNumber(row),
    ];
    pages.want(sight(80, [0]));
    asked.splice(0).forEach(({ answer }) => answer());
    await turn();
    pages.replace({ hdu: 2, view: 'w' }, 1_000_000);
    pages.want(sight(80, [0]));
    const [first, second] = asked;
    const reply = (from: number): RowsReply => {
      const numbers = Array.from({ length: 100 }, (_, i) => 5000 + from + i);
      return { from, numbers, cells: [numbers.map((row) => `new ${row}`)] };
    };
    first?.answer(reply(0));
    await turn();
    expect([drawn(85), drawn(105)]).toEqual([
      ['85/0', 85],
      ['105/0', 105],
    ]);
    // What is copied or chosen is never of the old ones.
    expect([pages.number(105), pages.text(105, 0)]).toEqual([undefined, undefined]);
    told.splice(0);
    second?.answer(reply(100));
    await turn();
    expect([drawn(85), drawn(105)]).toEqual([
      ['new 5085', 5085],
      ['new 5105', 5105],
    ]);
    expect(told).toContain('cells');
  });

  test('take no more room than is set aside', async () => {
    const { pages, asked } = stand();
    const columns = Array.from({ length: 200 }, (_, i) => i);
    for (let from = 0; from < 3000; from += 100) {
      pages.want({ from, to: from + 100, middle: from, columns });
      for (let i = 0; i < 4; i++) {
        asked.at(-1)?.answer();
        await turn();
      }
    }
    expect(pages.text(2950, 199)).toBe('2950/199');
    expect(pages.text(50, 0)).toBeUndefined();
  });
});
