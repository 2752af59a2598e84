import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { PlaneReply, StatisticsReply } from '../../../src/protocol/methods';
import { RemoteError } from '../../../src/protocol/rpc';
import type { Context } from '../../../webview/inspector/context';
import { StatisticsRun } from '../../../webview/inspector/statistics-run';
import {
  approximateRows,
  boxText,
  bytesOf,
  statisticsRows,
  statisticsTable,
} from '../../../webview/inspector/statistics-text';

const REMOTE: PlaneReply = {
  width: 10_000,
  height: 10_000,
  unit: 'Jy',
  bytesPerRow: 40_000,
  local: false,
  axes: [],
  axisLines: [],
};
const REPLY: StatisticsReply = {
  pixels: 100,
  pixelsInBox: 100,
  finite: 90,
  infinite: 1,
  sum: 270.5,
  mean: 3.005555555555556,
  deviation: 0.25,
  median: 3,
  medianExact: true,
  min: { value: -1.5, x: 4, y: 7 },
  max: { value: 12.25, x: 0, y: 9 },
};
const box = (x0: number, y0: number, x1: number, y1: number): Parameters<typeof bytesOf>[0] => ({
  x0,
  y0,
  x1,
  y1,
});

describe('statistics in words', () => {
  test('what a box costs and where it is', () => {
    expect(bytesOf(box(0, 0, 10_000, 10_000), REMOTE)).toBe(400e6);
    expect(bytesOf(box(0, 0, 1000, 800), REMOTE)).toBe(3.2e6);
    expect(boxText(box(0, 0, 1000, 800), 1)).toBe('x 1–1,000, y 1–800');
    expect(boxText(box(5, 0, 6, 2), 0)).toBe('x 5–5, y 0–1');
  });

  test('one row each, missing and infinite pixels apart', () => {
    const rows = statisticsRows(REPLY);
    expect(Object.fromEntries(rows.map(({ name, text }) => [name, text]))).toEqual({
      Pixels: '100',
      'Missing (NaN)': '9',
      Infinite: '1',
      Minimum: '-1.5',
      Maximum: '12.25',
      Mean: '3.00555556',
      Median: '3',
      'Standard deviation': '0.25',
      Sum: '270.5',
    });
    expect(rows[3]?.pixel).toEqual([4, 7]);
    const about = statisticsRows({ ...REPLY, medianExact: false });
    expect(about[6]?.text).toBe('≈ 3');
  });

  test('nothing finite is a dash, and NaN in the copy', () => {
    const none = undefined;
    const extremes = { ...REPLY, finite: 0, infinite: 0, min: none, max: none };
    const rows = statisticsRows({
      ...extremes,
      mean: none,
      median: none,
      deviation: none,
      sum: none,
    });
    expect(rows.slice(3).map(({ text }) => text)).toEqual(new Array(6).fill('–'));
    expect(rows[5]?.exact).toBe('NaN');
  });

  test('the quantiles tell three of them, marked as such', () => {
    const rows = approximateRows(Float32Array.of(-1, 2, 3, 8));
    expect(rows.map(({ name, text }) => [name, text])).toEqual([
      ['Minimum', '≈ -1'],
      ['Maximum', '≈ 8'],
      ['Median', '≈ 2.5'],
    ]);
  });

  test('the copy has every digit, tab-separated, as pixels are counted', () => {
    const rows = statisticsRows(REPLY);
    const text = statisticsTable([{ title: 'Image', rows }], 'Jy', 1);
    expect(text.split('\n')).toEqual([
      'Statistic [Jy]\tImage',
      'Pixels\t100',
      'Missing (NaN)\t9',
      'Infinite\t1',
      'Minimum\t-1.5',
      'Minimum at\t(5, 8)',
      'Maximum\t12.25',
      'Maximum at\t(1, 10)',
      'Mean\t3.005555555555556',
      'Median\t3',
      'Standard deviation\t0.25',
      'Sum\t270.5',
    ]);
  });

  test('a place stays in its column where the other has none', () => {
    const rows = statisticsRows(REPLY);
    const empty = statisticsRows({ ...REPLY, min: undefined, max: undefined });
    const columns = [
      { title: 'View', rows: empty },
      { title: 'Image', rows },
    ];
    const lines = statisticsTable(columns, undefined, 0).split('\n');
    expect(lines[0]).toBe('Statistic\tView\tImage');
    expect(lines).toContain('Minimum\tNaN\t-1.5');
    expect(lines).toContain('Minimum at\t\t(4, 7)');
  });
});

describe('a run of statistics', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  interface Asked {
    readonly params: object;
    readonly signal: AbortSignal;
    resolve(reply: StatisticsReply): void;
    reject(error: Error): void;
    progress(reply: StatisticsReply): void;
  }

  function make(plane: PlaneReply): { run: StatisticsRun; asked: Asked[]; changes: () => number } {
    const asked: Asked[] = [];
    let changes = 0;
    const host = {
      request: (_: string, params: object, options: Record<string, never>) =>
        new Promise((resolve, reject) => {
          const { signal, onProgress } = options as unknown as {
            signal: AbortSignal;
            onProgress: (reply: StatisticsReply) => void;
          };
          signal.addEventListener('abort', () =>
            reject(
              new RemoteError({
                code: 'cancelled',
                message: '',
                hint: undefined,
                retryable: false,
              }),
            ),
          );
          asked.push({ params, signal, resolve, reject, progress: onProgress });
        }),
    };
    const context = { host, subject: { ref: { hdu: 1, slice: [] }, plane } } as unknown as Context;
    const run = new StatisticsRun(context, () => changes++);
    return { run, asked, changes: () => changes };
  }

  const small = box(0, 0, 100, 100);
  const other = box(50, 0, 150, 100);

  test('begins by itself once a small box has rested', async () => {
    const { run, asked } = make(REMOTE);
    run.follow(small);
    await vi.advanceTimersByTimeAsync(300);
    run.follow(other);
    await vi.advanceTimersByTimeAsync(300);
    expect(asked).toEqual([]);
    run.follow(other);
    await vi.advanceTimersByTimeAsync(100);
    expect(asked.map(({ params }) => params)).toEqual([{ hdu: 1, slice: [], ...other }]);
    asked[0]?.resolve(REPLY);
    await vi.advanceTimersByTimeAsync(0);
    expect(run.result).toEqual({ box: other, reply: REPLY });
    run.follow(other);
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked).toHaveLength(1);
  });

  test('is cancelled when the view moves on', async () => {
    const { run, asked } = make(REMOTE);
    run.follow(small);
    await vi.advanceTimersByTimeAsync(400);
    run.follow(other);
    expect(asked[0]?.signal.aborted).toBe(true);
    await vi.advanceTimersByTimeAsync(400);
    expect(asked).toHaveLength(2);
    expect(run.failed).toBeUndefined();
    run.hide();
    expect(asked[1]?.signal.aborted).toBe(true);
  });

  test('of many bytes waits to be asked for, and then outlives moves and tabs', async () => {
    const large = box(0, 0, 10_000, 10_000);
    const { run, asked } = make(REMOTE);
    run.follow(large);
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked).toEqual([]);
    expect(run.isFree(large)).toBe(false);
    run.ask(large);
    asked[0]?.progress({ ...REPLY, pixels: 50 });
    expect(run.running?.reply?.pixels).toBe(50);
    run.follow(other);
    run.hide();
    expect(asked[0]?.signal.aborted).toBe(false);
    run.reset();
    expect(asked[0]?.signal.aborted).toBe(true);
    expect(run.running).toBeUndefined();
  });

  test('of a local file may be larger, but not without end', () => {
    const { run } = make({ ...REMOTE, local: true });
    expect(run.isFree(box(0, 0, 10_000, 10_000))).toBe(true);
    const huge = { ...REMOTE, local: true, bytesPerRow: 80_000 };
    expect(make(huge).run.isFree(box(0, 0, 10_000, 10_000))).toBe(false);
  });

  test('that failed is not tried again by itself', async () => {
    const { run, asked } = make(REMOTE);
    const error = { code: 'network', message: 'No answer.', hint: undefined, retryable: true };
    run.follow(small);
    await vi.advanceTimersByTimeAsync(400);
    asked[0]?.reject(new RemoteError(error));
    await vi.advanceTimersByTimeAsync(0);
    expect(run.failed?.trouble).toEqual(error);
    run.follow(small);
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked).toHaveLength(1);
    run.ask(small);
    expect(asked).toHaveLength(2);
    expect(run.failed).toBeUndefined();
  });
});
