import { describe, expect, it } from 'vitest';
import { SkybucketError } from '../../../../src/core/errors';
import { parseGlob } from '../../../../src/core/s3/glob';
import { FindRun, readPattern, startAt } from '../../../../src/extension/find/find-run';
import { PatternHistory } from '../../../../src/extension/find/history';
import type { RunPlace } from '../../../../src/extension/find/run';
import { UsageRun } from '../../../../src/extension/find/usage-run';
import { listedKeys } from '../../s3/listed-keys';
import { FakeMemory } from '../fake-memory';

const place: RunPlace = { connection: 'public', bucket: 'bucket', prefix: 'p/' };
const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const none = (): void => undefined;

function until(holds: () => boolean): Promise<void> {
  return expect.poll(holds, { interval: 1 }).toBe(true) as Promise<void>;
}

describe('a search for files', () => {
  it('gathers what it finds in key order, with names below its place', async () => {
    const keys = listedKeys(['p/b/x.fits', 'p/a/y.fits', 'p/a/y.txt', 'q/z.fits']);
    const states: string[] = [];
    const run: FindRun = new FindRun('1', place, parseGlob('**/*.fits'), keys.list, () =>
      states.push(run.state),
    );
    await run.start();
    expect(run.entries.map(({ name }) => name)).toEqual(['a/y.fits', 'b/x.fits']);
    expect(run.total).toEqual({ objects: 2, bytes: 2 });
    expect(run.progress).toEqual({ keys: 3, requests: 1 });
    expect([states[0], states.at(-1)]).toEqual(['running', 'done']);
  });

  it('pauses with so many results, asks for nothing then, and goes on where it was', async () => {
    const keys = listedKeys(range(10_000).map((index) => `p/${index}.fits`));
    const run = new FindRun('1', place, parseGlob('*'), keys.list, none, 1500);
    const ended = run.start();
    await until(() => run.state === 'paused');
    expect(run.entries).toHaveLength(2000);
    const asked = keys.queries.length;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(keys.queries).toHaveLength(asked);
    run.goOn();
    await until(() => run.state === 'paused');
    expect(run.entries).toHaveLength(4000);
    run.stop();
    await ended;
    expect(run.state).toBe('stopped');
    expect(run.entries).toHaveLength(4000);
    expect(keys.queries).toHaveLength(4);
  });

  it('runs again from the beginning, whatever the run before still brings', async () => {
    const keys = listedKeys(range(5000).map((index) => `p/${index}.fits`));
    const run = new FindRun('1', place, parseGlob('*'), keys.list, none);
    const first = run.start();
    await until(() => run.entries.length > 0);
    await run.start();
    await first;
    expect(run.state).toBe('done');
    expect(run.entries).toHaveLength(5000);
  });

  it('says why it failed, and keeps what came before', async () => {
    const keys = listedKeys(range(3000).map((index) => `p/${index}.fits`));
    const list = (...asked: Parameters<typeof keys.list>): ReturnType<typeof keys.list> =>
      asked[0].continuationToken === undefined
        ? keys.list(...asked)
        : Promise.reject(new SkybucketError('access-denied', 'No.'));
    const run = new FindRun('1', place, parseGlob('*'), list, none);
    await run.start();
    expect(run.state).toBe('failed');
    expect(run.failure).toMatchObject({ message: 'No.' });
    expect(run.entries).toHaveLength(1000);
  });

  it('says why it failed also where it had paused meanwhile', async () => {
    const keys = listedKeys(range(3000).map((index) => `p/a/${index}.fits`));
    let fail = (): void => undefined;
    const failing = new Promise<never>((_, reject) => {
      fail = () => reject(new SkybucketError('access-denied', 'No.'));
    });
    const list = (...asked: Parameters<typeof keys.list>): ReturnType<typeof keys.list> =>
      asked[0].prefix === 'p/b/' ? failing : keys.list(...asked);
    const run = new FindRun('1', place, parseGlob('{a,b}/*'), list, none, 500);
    const ended = run.start();
    await until(() => run.state === 'paused');
    fail();
    await ended;
    expect(run.state).toBe('failed');
    expect(run.entries).toHaveLength(1000);
  });

  it('reads a whole address as a pattern for its bucket', () => {
    expect(readPattern(place, 'a/*').place.prefix).toBe('p/');
    const { place: whole, glob } = readPattern(place, 's3://bucket/4/0019/**/*.fits');
    expect(whole.prefix).toBe('');
    expect(glob.text).toBe('4/0019/**/*.fits');
    expect(() => readPattern(place, '')).toThrow('The pattern is empty.');
    expect(() => readPattern(place, 's3://other/*')).toThrow('not an address in s3://bucket/');
  });

  it('begins in the folder of a place that ends within a name', () => {
    expect(startAt(place)).toEqual({ place, typed: '' });
    expect(startAt({ ...place, prefix: 'jwst/jw[0' })).toEqual({
      place: { ...place, prefix: 'jwst/' },
      typed: 'jw[[]0*',
    });
  });
});

describe('a disk usage', () => {
  it('grows while it is counted, and is exact at the end', async () => {
    const keys = listedKeys(range(25_000).map((index) => `p/${index % 10}/${index}`));
    const seen: number[] = [];
    const run: UsageRun = new UsageRun('1', place, keys.list, () => seen.push(run.usage.objects));
    await run.start();
    expect(run.state).toBe('done');
    expect(run.usage).toMatchObject({ objects: 25_000, bytes: 25_000 });
    expect(run.usage.root.folders.map(({ objects }) => objects)).toEqual(Array(10).fill(2500));
    expect(seen.length).toBeGreaterThan(20);
    expect([...seen].sort((a, b) => a - b)).toEqual(seen);
  });

  it('stops at once', async () => {
    const keys = listedKeys(range(25_000).map((index) => `p/${index}`));
    const run = new UsageRun('1', place, keys.list, none);
    const ended = run.start();
    await until(() => run.total.objects > 0);
    run.stop();
    await ended;
    const { objects } = run.total;
    expect(objects).toBeLessThan(25_000);
    expect(run.usage.objects).toBe(objects);
    expect(run.state).toBe('stopped');
  });
});

describe('the patterns of before', () => {
  it('are kept newest first, each once, and not without end', async () => {
    const memory = new FakeMemory();
    const history = new PatternHistory(memory);
    for (const index of range(30)) {
      await history.add(`${index}*`);
    }
    await history.add('15*');
    expect(history.list()).toHaveLength(20);
    expect(history.list().slice(0, 3)).toEqual(['15*', '29*', '28*']);
    memory.values.set('skybucket.findPatterns', ['a', 7, null, 'x'.repeat(9999)]);
    expect(history.list()).toEqual(['a']);
    memory.values.set('skybucket.findPatterns', 'a');
    expect(history.list()).toEqual([]);
  });
});
