import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { SkybucketError } from '../../../src/core/errors';
import type { StopSignal } from '../../../src/core/fits/tiles/stop';
import type {
  TileDecoder,
  TileEncoding,
  TileJob,
  TilePixels,
} from '../../../src/core/fits/tiles/tile-job';
import { NodeInflate } from '../../../src/platform/node/inflate';
import {
  startThread,
  type Thread,
  type ThreadDeath,
} from '../../../src/platform/node/worker-thread';
import { TILE_ROLE } from '../../../src/worker/threaded-tools';
import { TilePool, type TilePoolParts } from '../../../src/worker/tile-pool';
import { runTileThread } from '../../../src/worker/tile-thread';
import { PLANE_TOOLS } from '../../support/fits/plane-tools';
import { twoEnds } from '../../support/worker/in-process';
import { stored } from '../fits/support/made';

const ENCODING: TileEncoding = {
  ...{ compression: 'GZIP_1', bitpix: 16, rice: { blockSize: 32, bytesPerPixel: 2 } },
  ...{ smooth: false, quantisation: 'none', ditherSeed: 1, plioOffset: 0 },
} as const;

function jobOf(tile: number, shape: readonly number[], encoding = ENCODING): TileJob {
  return {
    ...{ encoding, column: 'compressed', tile, shape },
    ...{ scale: undefined, zero: undefined, blank: undefined },
  };
}

/** A tile of four pixels: its number and what follows. */
function streamOf(tile: number): Uint8Array {
  return new Uint8Array(gzipSync(stored(16, [tile, tile + 1, tile + 2, tile + 3])));
}

/** Claims to be large, so that it does not go without a thread. */
const LARGE = [2 ** 11, 2 ** 10];

/** A thread whose answers the test gives. */
class FakeThread implements Thread {
  readonly posted: unknown[] = [];
  terminated = false;
  private listener: (message: unknown) => void = () => undefined;
  private death: (death: ThreadDeath) => void = () => undefined;

  post(message: unknown): void {
    this.posted.push(message);
  }

  onMessage(listener: (message: unknown) => void): () => void {
    this.listener = listener;
    return () => undefined;
  }

  onDeath(listener: (death: ThreadDeath) => void): void {
    this.death = listener;
  }

  async terminate(): Promise<void> {
    this.terminated = true;
  }

  /** As if it had decoded a message of one tile. */
  answer(...values: number[]): void {
    const bytes = new Uint8Array(Int16Array.from(values).buffer);
    this.listener([{ tiles: [bytes.length], bytes }]);
  }

  die(outOfMemory = false): void {
    this.death({ outOfMemory, reason: 'It ended.' });
  }
}

/** The pixels of one tile; what it is broken by is thrown. */
async function decodeOne(
  decoder: TileDecoder,
  job: TileJob,
  bytes: Uint8Array,
  signal?: StopSignal,
): Promise<TilePixels> {
  const [tile] = await decoder.decode([{ job, bytes }], signal);
  if (tile === undefined || tile instanceof SkybucketError) {
    throw tile ?? new Error('There is no tile.');
  }
  return tile;
}

const NOT_INLINE: TileDecoder = {
  decode: () => Promise.reject(new Error('This is too much for one thread.')),
};

function poolOf(threads: number, more: Partial<TilePoolParts> = {}) {
  const started: FakeThread[] = [];
  const startThread = (): Thread => {
    const thread = new FakeThread();
    started.push(thread);
    return thread;
  };
  const pool = new TilePool({ startThread, threads, inline: NOT_INLINE, ...more });
  return { pool, started };
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe('a pool of threads', () => {
  it('decodes the little on the thread that asks', async () => {
    const { pool, started } = poolOf(4, { inline: PLANE_TOOLS.tiles });
    const pixels = await decodeOne(pool, jobOf(7, [2, 2]), streamOf(7));
    expect([...pixels]).toEqual([7, 8, 9, 10]);
    expect(started).toEqual([]);
  });

  it('starts as many threads as there is work for, up to its bound', async () => {
    const { pool, started } = poolOf(3);
    const results = [0, 1, 2, 3, 4, 5, 6, 7].map((tile) =>
      decodeOne(pool, jobOf(tile, LARGE), streamOf(tile)),
    );
    void Promise.allSettled(results);
    await turn();
    expect(started).toHaveLength(3);
    // Each has one to do and one that lies ready; two wait.
    expect(started.map(({ posted }) => posted.length)).toEqual([2, 2, 2]);
    started[1]?.answer(1, 2);
    expect([...((await results[1]) ?? [])]).toEqual([1, 2]);
    expect(started.map(({ posted }) => posted.length)).toEqual([2, 3, 2]);
    await pool.close();
    expect(started.every(({ terminated }) => terminated)).toBe(true);
    await expect(results[7]).rejects.toMatchObject({ code: 'cancelled' });
    await expect(decodeOne(pool, jobOf(0, LARGE), streamOf(0))).rejects.toMatchObject({
      code: 'cancelled',
    });
  });

  it('sends small tiles of one image together', async () => {
    const { pool, started } = poolOf(1, { inline: PLANE_TOOLS.tiles });
    const other = { ...ENCODING };
    const jobs = [
      ...Array.from({ length: 600 }, (_, tile) => jobOf(tile, [64, 64])),
      jobOf(600, [64, 64], other),
    ];
    // The first of them are few, and would be decoded here.
    const all = jobs.map((job) => decodeOne(pool, job, streamOf(job.tile)));
    void Promise.allSettled(all);
    await turn();
    const [first] = started[0]?.posted as { groups: unknown[] }[];
    // 64 tiles of 4096 pixels.
    expect(first?.groups).toHaveLength(64);
    expect(started[0]?.posted).toHaveLength(2);
    await pool.close();
  });

  it('decodes here as well while every thread is busy, but nothing large', async () => {
    const here: number[] = [];
    const inline: TileDecoder = {
      decode: async (tiles, signal) => {
        here.push(...tiles.map(({ job }) => job.tile));
        return PLANE_TOOLS.tiles.decode(tiles, signal);
      },
    };
    const { pool, started } = poolOf(1, { inline });
    const large = [0, 1].map((tile) => decodeOne(pool, jobOf(tile, LARGE), streamOf(tile)));
    const small = [2, 3, 4].map((tile) => decodeOne(pool, jobOf(tile, [2, 2]), streamOf(tile)));
    const last = decodeOne(pool, jobOf(5, LARGE), streamOf(5));
    void Promise.allSettled([...large, ...small, last]);
    expect((await Promise.all(small)).map(([first]) => first)).toEqual([2, 3, 4]);
    await turn();
    expect(here).toEqual([2, 3, 4]);
    expect(started).toHaveLength(1);
    await pool.close();
    await expect(last).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('drops what nobody waits for any more, and what a thread is at is not given', async () => {
    const { pool, started } = poolOf(1);
    const stop = new AbortController();
    const kept = decodeOne(pool, jobOf(0, LARGE), streamOf(0));
    const dropped = [1, 2, 3].map((tile) =>
      decodeOne(pool, jobOf(tile, LARGE), streamOf(tile), stop.signal),
    );
    await turn();
    expect(started[0]?.posted).toHaveLength(2);
    stop.abort();
    for (const each of dropped) {
      await expect(each).rejects.toMatchObject({ code: 'cancelled' });
    }
    started[0]?.answer(5);
    expect([...(await kept)]).toEqual([5]);
    started[0]?.answer(6);
    await turn();
    expect(started[0]?.posted).toHaveLength(2);
    await pool.close();
  });

  it.each([
    [false, 'protocol'],
    [true, 'too-large'],
  ])('replaces a thread that died (out of memory: %s)', async (outOfMemory, code) => {
    const { pool, started } = poolOf(1);
    const [first, second, third] = [0, 1, 2].map((tile) =>
      decodeOne(pool, jobOf(tile, LARGE), streamOf(tile)),
    );
    await turn();
    started[0]?.answer(1);
    await first;
    const both = Promise.allSettled([second, third]);
    const fourth = decodeOne(pool, jobOf(3, LARGE), streamOf(3));
    started[0]?.die(outOfMemory);
    const failure = { reason: { code, retryable: true } };
    expect(await both).toMatchObject([failure, failure]);
    await turn();
    expect(started).toHaveLength(2);
    started[1]?.answer(4);
    expect([...(await fourth)]).toEqual([4]);
    await pool.close();
  });

  it('does without threads that cannot be had', async () => {
    const { pool, started } = poolOf(2, { inline: PLANE_TOOLS.tiles });
    for (let k = 0; k < 3; k += 1) {
      const failed = decodeOne(pool, jobOf(0, LARGE), streamOf(0));
      await turn();
      started.at(-1)?.die();
      await expect(failed).rejects.toMatchObject({ code: 'protocol' });
    }
    // It is not what it claims to be, which only a decoder can tell.
    await expect(decodeOne(pool, jobOf(0, LARGE), streamOf(0))).rejects.toMatchObject({
      code: 'format',
    });
    expect(started).toHaveLength(3);
  });

  it('ends threads that have had nothing to do for a while', async () => {
    const { pool, started } = poolOf(1, { idleMilliseconds: 5 });
    const decoded = decodeOne(pool, jobOf(0, LARGE), streamOf(0));
    await turn();
    started[0]?.answer(1);
    await decoded;
    while (pool.running > 0) {
      await turn();
    }
    expect(started[0]?.terminated).toBe(true);
  });
});

describe('a thread that decodes', () => {
  it('gives the pixels of each tile, or why there are none', async () => {
    const { host, worker, close } = twoEnds();
    runTileThread(worker, new NodeInflate());
    const thread: Thread = {
      ...{ post: host.post, onMessage: host.onMessage },
      onDeath: () => undefined,
      terminate: async () => close(),
    };
    const { tiles: inline } = PLANE_TOOLS;
    const pool = new TilePool({ startThread: () => thread, threads: 1, inline });
    // What is under way already makes even the small too much.
    const large = decodeOne(pool, jobOf(9, LARGE), streamOf(9));
    const good = [0, 1, 2].map((tile) => decodeOne(pool, jobOf(tile, [2, 2]), streamOf(tile)));
    const float = { ...ENCODING, bitpix: -64 } as const;
    const doubles = new Uint8Array(gzipSync(stored(-64, [0.1, NaN])));
    const other = decodeOne(pool, jobOf(3, [2, 1], float), doubles);
    await expect(large).rejects.toMatchObject({
      code: 'format',
      message: expect.stringMatching(/^Tile 10 /) as string,
    });
    expect((await Promise.all(good)).map((pixels) => [...pixels])).toEqual([
      ...[
        [0, 1, 2, 3],
        [1, 2, 3, 4],
        [2, 3, 4, 5],
      ],
    ]);
    expect([...(await other)]).toEqual([0.1, NaN]);
    await pool.close();
  });
});

describe('the script of the worker', () => {
  let folder: string;
  let script: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'skybucket-tiles-'));
    script = join(folder, 'image-worker.js');
    await build({
      absWorkingDir: fileURLToPath(new URL('../../../', import.meta.url)),
      entryPoints: ['src/worker/main.ts'],
      outfile: script,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
    });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('decodes tiles where that is its role', async () => {
    const output: string[] = [];
    const onOutput = (text: string): void => void output.push(text);
    const pool = new TilePool({
      startThread: () => startThread(script, { onOutput, heapMegabytes: 64, role: TILE_ROLE }),
      ...{ threads: 2, inline: NOT_INLINE },
    });
    const side = 1024;
    const values = Int16Array.from({ length: side * side }, (_, i) => i % 30_000);
    const bytes = new Uint8Array(gzipSync(stored(16, [...values])));
    // Of the first, which claims a row more, there is too little.
    const heights = [side + 1, side, side];
    const tiles = await Promise.allSettled(
      heights.map((height, tile) => decodeOne(pool, jobOf(tile, [side, height]), bytes)),
    );
    const [broken, ...good] = tiles;
    expect(broken).toMatchObject({ status: 'rejected', reason: { code: 'format' } });
    for (const tile of good) {
      const pixels = tile.status === 'fulfilled' ? tile.value : new Int16Array(0);
      expect(Buffer.from(pixels.buffer).equals(Buffer.from(values.buffer))).toBe(true);
    }
    expect(pool.running).toBe(2);
    await pool.close();
    expect(output).toEqual([]);
  });
});
