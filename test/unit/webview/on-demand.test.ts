import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { TableCost } from '../../../src/protocol/table';
import type { Want } from '../../../webview/inspector/on-demand';
import { FREE_BYTES, OnDemand } from '../../../webview/inspector/on-demand';

type Answer = { resolve: (reply: string) => void; reject: (error: unknown) => void };

let reads: { readonly key: string; readonly signal: AbortSignal; readonly answer: Answer }[];
let changes: string[];
let demand: OnDemand<string, number>;

beforeEach(() => {
  reads = [];
  changes = [];
  demand = new OnDemand(() => changes.push(demand.state.kind));
});

function want(key: string, cost?: TableCost): Want<string, number> {
  return {
    key,
    cost: cost && (() => Promise.resolve(cost)),
    read: (signal, onProgress) =>
      new Promise((resolve, reject) => {
        reads.push({ key, signal, answer: { resolve, reject } });
        onProgress(0.5);
      }),
  };
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));
const large = { bytes: FREE_BYTES + 1, requests: 9 };

describe('what is read on demand', () => {
  test('is read by itself where it costs little', async () => {
    demand.want(want('a', { bytes: FREE_BYTES, requests: 3 }));
    await settle();
    expect(demand.state).toEqual({ kind: 'reading', progress: 0.5 });
    reads[0]?.answer.resolve('A');
    await settle();
    expect(demand.state).toEqual({ kind: 'done', reply: 'A' });
    demand.want(want('a'));
    await settle();
    expect(reads).toHaveLength(1);
  });

  test('is offered where it costs more, and read when the user says so', async () => {
    demand.want(want('a', large));
    await settle();
    expect(demand.state).toEqual({ kind: 'offered', cost: large });
    expect(reads).toHaveLength(0);
    demand.ask();
    await settle();
    demand.hide();
    expect(reads[0]?.signal.aborted).toBe(false);
    reads[0]?.answer.resolve('A');
    await settle();
    expect(demand.state).toEqual({ kind: 'done', reply: 'A' });
  });

  test('is stopped when something else is wanted, whose answer it never is', async () => {
    demand.want(want('a'));
    await settle();
    demand.want(want('b'));
    await settle();
    expect(reads.map(({ key, signal }) => [key, signal.aborted])).toEqual([
      ['a', true],
      ['b', false],
    ]);
    reads[0]?.answer.resolve('A');
    await settle();
    expect(demand.state.kind).toBe('reading');
    reads[1]?.answer.resolve('B');
    await settle();
    expect(demand.state).toEqual({ kind: 'done', reply: 'B' });
  });

  test('is let go of when another thing is on show, also out of sight', async () => {
    demand.want(want('a', large));
    await settle();
    demand.ask();
    await settle();
    demand.keepOnly('a');
    expect(reads[0]?.signal.aborted).toBe(false);
    demand.keepOnly('b');
    expect(reads[0]?.signal.aborted).toBe(true);
  });

  test('goes on out of sight only where it was asked for', async () => {
    demand.want(want('a'));
    await settle();
    demand.hide();
    expect(reads[0]?.signal.aborted).toBe(true);
    demand.want(want('a'));
    await settle();
    expect(reads).toHaveLength(2);
  });

  test('is stopped by the user, and asked for again', async () => {
    demand.want(want('a'));
    await settle();
    demand.cancel();
    expect(reads[0]?.signal.aborted).toBe(true);
    expect(demand.state.kind).toBe('cancelled');
    reads[0]?.answer.reject(new Error('aborted'));
    await settle();
    expect(demand.state.kind).toBe('cancelled');
    demand.ask();
    await settle();
    expect(demand.state.kind).toBe('reading');
  });

  test('fails in words, in asking for the cost as in reading', async () => {
    demand.want({ ...want('a'), cost: () => Promise.reject(new Error('No cost.')) });
    await settle();
    expect(demand.state).toMatchObject({ kind: 'failed', trouble: { message: 'No cost.' } });
    demand.ask();
    await settle();
    reads[0]?.answer.reject(new Error('No reply.'));
    await settle();
    expect(demand.state).toMatchObject({ kind: 'failed', trouble: { message: 'No reply.' } });
  });

  test('is not begun for what is passed by', async () => {
    vi.useFakeTimers();
    try {
      const patient = new OnDemand<string, number>(() => undefined, 250);
      patient.want(want('a'));
      await vi.advanceTimersByTimeAsync(200);
      patient.want(want('b'));
      await vi.advanceTimersByTimeAsync(200);
      expect(reads).toHaveLength(0);
      await vi.advanceTimersByTimeAsync(100);
      expect(reads.map(({ key }) => key)).toEqual(['b']);
    } finally {
      vi.useRealTimers();
    }
  });
});
