import { describe, expect, it } from 'vitest';
import { MemorySource } from '../../../src/core/bytes/memory-source';
import type { ByteSource } from '../../../src/core/bytes/source';
import { cancelled, SkybucketError, throwIfAborted } from '../../../src/core/errors';
import {
  downloadSeveral,
  type SeveralFile,
  type SeveralProgress,
} from '../../../src/core/transfer/download-several';
import { MemorySink } from '../../../src/core/transfer/memory-sink';

interface TestFile extends SeveralFile {
  readonly name: string;
  readonly sinks: MemorySink[];
}

function file(
  name: string,
  length: number,
  open: (source: ByteSource) => Promise<ByteSource> = (source) => Promise.resolve(source),
): TestFile {
  const bytes = new Uint8Array(length).fill(name.charCodeAt(0));
  const sinks: MemorySink[] = [];
  return {
    ...{ name, sinks, size: undefined, open: () => open(new MemorySource(name, bytes)) },
    createSink: (size) => {
      const sink = new MemorySink(size);
      sinks.push(sink);
      return Promise.resolve(sink);
    },
  };
}

const fails = (error: unknown) => (): Promise<ByteSource> => Promise.reject(error as Error);

describe('several files', () => {
  it('come whole, each by itself, with the bytes of all told', async () => {
    const files = [file('a', 100), file('b', 0), file('c', 9_000_000), file('d', 5), file('e', 6)];
    const told: SeveralProgress[] = [];
    const {
      done,
      failed,
      cancelled: ended,
    } = await downloadSeveral(files, {
      onProgress: (progress) => told.push(progress),
    });
    expect(done.map(({ file: { name }, size }) => [name, size]).sort()).toEqual([
      ...[['a', 100], ['b', 0], ['c', 9_000_000], ['d', 5], ['e', 6]], // prettier-ignore
    ]);
    expect([failed, ended]).toEqual([[], false]);
    for (const { name, sinks } of files) {
      expect(sinks).toHaveLength(1);
      expect(sinks[0]?.bytes.every((byte) => byte === name.charCodeAt(0))).toBe(true);
    }
    expect(told.at(-1)).toMatchObject({ ended: 5, received: 9_000_111, size: 9_000_111 });
    expect(told.every(({ received, size }) => received <= size)).toBe(true);
  });

  it('are a few at a time', async () => {
    let [open, most] = [0, 0];
    const files = Array.from({ length: 20 }, (_, i) =>
      file(`f${i}`, 10, async (source) => {
        most = Math.max(most, ++open);
        await new Promise((resolve) => setImmediate(resolve));
        open -= 1;
        return source;
      }),
    );
    expect((await downloadSeveral(files)).done).toHaveLength(20);
    expect(most).toBe(3);
  });

  it('do not end with one that fails', async () => {
    const denied = new SkybucketError('access-denied', 'It may not be read.');
    const files = [file('a', 1), file('b', 1, fails(denied)), file('c', 1)];
    const { done, failed, cancelled: ended } = await downloadSeveral(files);
    expect(done.map(({ file: { name } }) => name)).toEqual(['a', 'c']);
    expect(failed).toEqual([{ file: files[1], error: denied }]);
    expect(ended).toBe(false);
  });

  it('end where the disk is full', async () => {
    const full = new SkybucketError('local-file', 'There is no space left in the folder.');
    let opened = 0;
    const files = Array.from({ length: 10 }, (_, i) => ({
      ...file(`f${i}`, 1, (source) => {
        opened += 1;
        return Promise.resolve(source);
      }),
      createSink: () => Promise.reject(full),
    }));
    const { done, failed } = await downloadSeveral(files);
    expect(done).toEqual([]);
    expect(failed.map(({ error }) => error)).toEqual(files.map(() => full));
    expect(opened).toBe(3);
  });

  it('stay as far as they came where the user ends it', async () => {
    const stop = new AbortController();
    const files = [
      file('a', 4),
      file('b', 4, () => {
        stop.abort();
        return Promise.reject(cancelled());
      }),
      ...['c', 'd', 'e', 'f'].map((name) =>
        file(name, 4, async (source) => {
          await new Promise((resolve) => setImmediate(resolve));
          throwIfAborted(stop.signal);
          return source;
        }),
      ),
    ];
    const outcome = await downloadSeveral(files, { signal: stop.signal });
    expect(outcome.failed).toEqual([]);
    expect(outcome.cancelled).toBe(true);
    expect(outcome.done.length).toBeLessThan(files.length);
    const begun = files.filter(({ sinks }) => sinks.length > 0).map(({ name }) => name);
    expect(begun.every((name) => ['a'].includes(name))).toBe(true);
  });
});
