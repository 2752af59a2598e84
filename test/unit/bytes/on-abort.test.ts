import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { MemorySource } from '../../../src/core/bytes/memory-source';
import { onAbort } from '../../../src/core/bytes/on-abort';
import { SharedTask } from '../../../src/core/bytes/shared-task';
import { SpanReader } from '../../../src/core/bytes/span-reader';

describe('onAbort', () => {
  it('tells all who wait and have not taken it back, once, over one listener', () => {
    const { signal, abort } = controlled();
    const told: string[] = [];
    const same = (): void => void told.push('same');
    const forgetFirst = onAbort(signal, () => void told.push('first'));
    onAbort(signal, same);
    const forgetSame = onAbort(signal, same);
    onAbort(signal, () => void told.push('last'));
    forgetFirst();
    forgetSame();
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    abort();
    abort();
    expect(told).toEqual(['same', 'last']);
  });

  it('leaves alone who is taken back by another one', () => {
    const { signal, abort } = controlled();
    const told: string[] = [];
    let forget = (): void => undefined;
    onAbort(signal, () => forget());
    forget = onAbort(signal, () => void told.push('never'));
    abort();
    expect(told).toEqual([]);
  });

  it('is nothing without a signal', () => {
    onAbort(undefined, () => expect.unreachable())();
  });
});

describe('a signal that many wait for', () => {
  it('has one listener for all reads and tasks', async () => {
    const { signal, abort } = controlled();
    const reader = new SpanReader(new MemorySource('a', new Uint8Array(1000)));
    const tasks = Array.from({ length: 50 }, () => new SharedTask(never));
    const waiting = [
      ...tasks.map((task) => task.join({ signal })),
      ...tasks.map((_, i) => reader.read(i, 1, { signal })),
    ];
    expect(getEventListeners(signal, 'abort').length).toBeLessThanOrEqual(1);
    abort();
    for (const one of await Promise.allSettled(waiting)) {
      expect(one).toMatchObject({ status: 'rejected', reason: { code: 'cancelled' } });
    }
  });
});

function controlled(): { readonly signal: AbortSignal; readonly abort: () => void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}
