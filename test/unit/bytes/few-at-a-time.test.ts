import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { fewAtATime } from '../../../src/core/bytes/few-at-a-time';
import { cancelled, SkybucketError } from '../../../src/core/errors';

/** Work that goes on until a test ends it. */
class Desk {
  readonly begun: number[] = [];
  readonly ended: number[] = [];
  /** Told by their signal to end. */
  readonly stopped: number[] = [];
  /** Whether what is told to end does so at once, with `cancelled`. */
  obeys = true;
  private readonly open = new Map<number, (error?: unknown) => void>();

  readonly work = async (item: number, stop: AbortSignal): Promise<void> => {
    this.begun.push(item);
    stop.addEventListener('abort', () => {
      this.stopped.push(item);
      if (this.obeys) {
        this.open.get(item)?.(cancelled());
      }
    });
    try {
      await new Promise<void>((resolve, reject) => {
        this.open.set(item, (error) => (error === undefined ? resolve() : reject(error)));
      });
    } finally {
      this.open.delete(item);
      this.ended.push(item);
    }
  };

  /** Ends the work on an item, and lets all that follows of it happen. */
  async end(item: number, error?: unknown): Promise<void> {
    this.open.get(item)?.(error);
    await turn();
  }
}

const outcome = (run: Promise<void>): Promise<unknown> =>
  run.then(
    () => 'done',
    (error: unknown) => (error instanceof SkybucketError ? error.code : error),
  );

/** Whether it has settled by now. */
const watch = (run: Promise<unknown>): { settled: boolean } => {
  const watched = { settled: false };
  void run.then(() => {
    watched.settled = true;
  });
  return watched;
};

async function* later(
  items: readonly number[],
  closed: { by?: 'end' | 'return' } = {},
): AsyncGenerator<number> {
  closed.by = 'return';
  for (const item of items) {
    await turn();
    yield item;
  }
  closed.by = 'end';
}

describe('a few at a time', () => {
  it('begins the items in order, as many at a time as it may', async () => {
    const desk = new Desk();
    const run = outcome(fewAtATime([1, 2, 3, 4, 5], 2, undefined, desk.work));
    await turn();
    expect(desk.begun).toEqual([1, 2]);
    await desk.end(2);
    expect(desk.begun).toEqual([1, 2, 3]);
    await desk.end(3);
    await desk.end(1);
    expect(desk.begun).toEqual([1, 2, 3, 4, 5]);
    await desk.end(4);
    await desk.end(5);
    expect(await run).toBe('done');
    expect(desk.stopped).toEqual([]);
  });

  it('takes items that come by and by, each of them once', async () => {
    const seen: number[] = [];
    const closed: { by?: 'end' | 'return' } = {};
    await fewAtATime(later([1, 2, 3, 4, 5], closed), 3, undefined, async (item) => {
      await turn();
      seen.push(item);
    });
    expect(seen).toEqual([1, 2, 3, 4, 5]);
    expect(closed.by).toBe('end');
  });

  it('takes an item only when there is somebody for it', async () => {
    const taken: number[] = [];
    function* items(): Generator<number> {
      for (let item = 1; item <= 4; item++) {
        taken.push(item);
        yield item;
      }
    }
    const desk = new Desk();
    const run = outcome(fewAtATime(items(), 2, undefined, desk.work));
    await turn();
    expect(taken).toEqual([1, 2]);
    for (const item of [1, 2, 3, 4]) {
      await desk.end(item);
    }
    expect(await run).toBe('done');
  });

  it('has nothing to do without items', async () => {
    const desk = new Desk();
    expect(await outcome(fewAtATime([], 4, undefined, desk.work))).toBe('done');
    expect(await outcome(fewAtATime(later([]), 4, undefined, desk.work))).toBe('done');
    expect(desk.begun).toEqual([]);
  });

  it('fails with the first failure, which stops the others and begins nothing more', async () => {
    const desk = new Desk();
    const run = outcome(fewAtATime([1, 2, 3, 4, 5], 3, undefined, desk.work));
    await turn();
    await desk.end(2, new SkybucketError('network', 'The connection was reset.'));
    expect(await run).toBe('network');
    expect(desk.stopped).toEqual([1, 2, 3]);
    expect(desk.begun).toEqual([1, 2, 3]);
  });

  it('settles after a failure only when all have ended', async () => {
    const desk = new Desk();
    desk.obeys = false;
    const run = outcome(fewAtATime([1, 2, 3, 4], 3, undefined, desk.work));
    const watched = watch(run);
    await turn();
    await desk.end(1, new SkybucketError('network', 'The connection was reset.'));
    expect([desk.stopped, desk.ended, watched.settled]).toEqual([[1, 2, 3], [1], false]);
    await desk.end(3);
    expect(watched.settled).toBe(false);
    // It fails of itself meanwhile: still the first is told.
    await desk.end(2, new SkybucketError('server', 'The server has failed.'));
    expect(await run).toBe('network');
    expect(desk.begun).toEqual([1, 2, 3]);
  });

  it('tells of a failure whatever was thrown', async () => {
    const nothing = fewAtATime([1], 1, undefined, () => Promise.reject(undefined));
    await expect(nothing).rejects.toBeUndefined();
    const atOnce = fewAtATime([1], 1, undefined, () => {
      throw new SkybucketError('format', 'This is not FITS.');
    });
    expect(await outcome(atOnce)).toBe('format');
  });

  it('fails where the items do, and stops what is under way', async () => {
    const desk = new Desk();
    async function* items(): AsyncGenerator<number> {
      yield 1;
      throw new SkybucketError('access-denied', 'The folder may not be listed.');
    }
    expect(await outcome(fewAtATime(items(), 2, undefined, desk.work))).toBe('access-denied');
    expect([desk.stopped, desk.ended]).toEqual([[1], [1]]);
  });

  it('closes the items it has not come to, and a failure of that does not hide the first', async () => {
    const closed: { by?: 'end' | 'return' } = {};
    const work = async (item: number): Promise<void> => {
      if (item === 2) {
        throw new SkybucketError('network', 'The connection was reset.');
      }
    };
    let open = true;
    async function* items(): AsyncGenerator<number> {
      try {
        yield* later([1, 2, 3, 4], closed);
      } finally {
        open = false;
        await Promise.reject(new SkybucketError('server', 'The listing cannot be closed.'));
      }
    }
    expect(await outcome(fewAtATime(items(), 1, undefined, work))).toBe('network');
    expect([closed.by, open]).toEqual(['return', false]);
  });

  it('is cancelled: all under way are told, none is begun, and it settles when they have ended', async () => {
    const desk = new Desk();
    desk.obeys = false;
    const cancel = new AbortController();
    const run = outcome(fewAtATime([1, 2, 3, 4, 5], 3, cancel.signal, desk.work));
    const watched = watch(run);
    await turn();
    cancel.abort();
    expect(desk.stopped).toEqual([1, 2, 3]);
    await desk.end(1);
    await desk.end(2);
    expect(watched.settled).toBe(false);
    await desk.end(3);
    expect(await run).toBe('cancelled');
    expect(desk.begun).toEqual([1, 2, 3]);
  });

  it('is done where a cancel comes too late to keep anything from being done', async () => {
    const desk = new Desk();
    desk.obeys = false;
    const cancel = new AbortController();
    const run = outcome(fewAtATime([1, 2], 2, cancel.signal, desk.work));
    await turn();
    cancel.abort();
    await desk.end(1);
    await desk.end(2);
    expect(await run).toBe('done');
  });

  it('begins nothing where it was cancelled before', async () => {
    const desk = new Desk();
    const signal = AbortSignal.abort();
    expect(await outcome(fewAtATime([1, 2], 2, signal, desk.work))).toBe('cancelled');
    expect(await outcome(fewAtATime(later([1, 2]), 2, signal, desk.work))).toBe('cancelled');
    expect(desk.begun).toEqual([]);
  });
});
