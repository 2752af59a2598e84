import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAsdf } from '../../../src/core/asdf/open-asdf';
import { childOf } from '../../../src/core/asdf/node';
import { HttpSource } from '../../../src/core/bytes/http-source';
import { Meter } from '../../../src/core/bytes/meter';
import { SpanReader } from '../../../src/core/bytes/span-reader';
import { PUBLIC_CONNECTION } from '../../../src/core/s3/connection';
import { RegionMemory } from '../../../src/core/s3/regions';
import { S3Target } from '../../../src/core/s3/target';
import { NodeHttpClient } from '../../../src/platform/node/http-client';
import { startS3Server, type S3TestServer } from '../../support/s3/server';
import { block, bytes, index, indexed, offsetsOf, tree } from './support/make-asdf';

const BLOCKS = 20;
/** Of one block: all of them together are a Roman L2 of 334 MB. */
const BLOCK_SIZE = 16_700_000;

interface SparseFile {
  readonly size: number;
  read(offset: number, length: number): Uint8Array;
}

/** A file of 334 MB whose blocks hold zeros, with a tree of so many bytes. */
function romanLike(treeBytes: number, withIndex = true): SparseFile {
  const filler = `  k: "${'x'.repeat(90)}"\n`;
  const yaml = `roman:\n- meta: 1\n${`-${filler.slice(1)}`.repeat(Math.floor(treeBytes / filler.length))}`;
  const start = tree(`${yaml}end: 1\n`);
  const length = BigInt(BLOCK_SIZE);
  const header = block({ allocated: length, used: length, size: length }).subarray(0, 54);
  const offsets = Array.from({ length: BLOCKS }, (_, i) => start.length + i * (54 + BLOCK_SIZE));
  const end = start.length + BLOCKS * (54 + BLOCK_SIZE);
  const pieces = new Map<number, Uint8Array>([
    [0, start],
    ...offsets.map((at) => [at, header] as const),
  ]);
  const tail = withIndex ? index(...offsets) : new Uint8Array(0);
  pieces.set(end, tail);
  return {
    size: end + tail.length,
    read: (from, length) => {
      const to = from + length;
      const out = new Uint8Array(length);
      for (const [at, piece] of pieces) {
        const [first, last] = [Math.max(at, from), Math.min(at + piece.length, to)];
        if (first < last) out.set(piece.subarray(first - at, last - at), first - from);
      }
      return out;
    },
  };
}

describe('ASDF files on S3', () => {
  let server: S3TestServer;
  const client = new NodeHttpClient();
  beforeAll(async () => {
    server = await startS3Server({ unsignedOnly: true });
  });
  afterAll(async () => {
    client.dispose();
    await server.close();
  });

  let names = 0;
  function put(content: SparseFile): { readonly meter: Meter; readonly reader: SpanReader } {
    const bucket = `stpubdata${++names}`;
    server.createBucket(bucket).put('r0003201_cal.asdf', content);
    const own = { id: 'test', endpoint: server.endpoint, pathStyle: true };
    const connection = { ...PUBLIC_CONNECTION, ...own };
    const place = { bucket, key: 'r0003201_cal.asdf' };
    const target = new S3Target(connection, place, new RegionMemory());
    const meter = new Meter();
    return { meter, reader: new SpanReader(new HttpSource(client, target), { meter }) };
  }

  function small(content: Uint8Array): SparseFile {
    return { size: content.length, read: (from, length) => content.subarray(from, from + length) };
  }

  it.each([
    [50_000, 24, 300_000],
    [200_000, 24, 300_000],
    [600_000, 24, 700_000],
    [900_000, 24, 1_000_000],
  ])('give a tree of %i bytes and all block headers in 3 rounds', async (length, most, budget) => {
    const { meter, reader } = put(romanLike(length));
    const file = await openAsdf(reader);
    expect(childOf(file.tree, 'end')).toMatchObject({ value: 1n });
    const headers = await Promise.all(
      file.blocks.headers(Array.from({ length: BLOCKS }, (_, i) => i)),
    );
    expect(headers.map(({ available }) => available)).toEqual(Array(BLOCKS).fill(BLOCK_SIZE));
    expect(await file.blocks.count()).toBe(BLOCKS);
    await server.settled();
    const figures = meter.figures();
    expect(figures.rounds).toBeLessThanOrEqual(3);
    expect(figures.requests).toBeLessThanOrEqual(most);
    expect(figures.bytes).toBeLessThanOrEqual(budget);
    expect([...file.warnings, ...file.blocks.warnings]).toEqual([]);
  });

  it('give one header for one small read, with the last to prove the index', async () => {
    const { meter, reader } = put(romanLike(50_000));
    const file = await openAsdf(reader);
    const before = meter.figures();
    await file.blocks.header(7);
    await file.blocks.header(7);
    const after = meter.figures();
    expect(after.requests - before.requests).toBe(2);
    expect(after.bytes - before.bytes).toBe(108);
    expect(after.rounds - before.rounds).toBe(1);
    await file.blocks.header(8);
    expect(meter.figures().bytes - after.bytes).toBe(54);
  });

  it('are hopped through where there is no index', async () => {
    const { meter, reader } = put(romanLike(50_000, false));
    const file = await openAsdf(reader);
    expect(await file.blocks.count()).toBe(BLOCKS);
    const { requests, bytes: read } = meter.figures();
    expect(requests).toBeLessThanOrEqual(BLOCKS + 4);
    expect(read).toBeLessThan(1_000_000);
  });

  it('are one request where they are small', async () => {
    const content = indexed('a: 1\n', block({ data: new Uint8Array(5000) }), block());
    const { meter, reader } = put(small(content));
    const file = await openAsdf(reader);
    expect(await file.blocks.count()).toBe(2);
    await Promise.all(file.blocks.headers([0, 1]));
    expect(meter.figures()).toMatchObject({ requests: 1, rounds: 1, bytes: content.length });
  });

  it('stop on the wire when nobody waits any more', async () => {
    const { reader } = put(romanLike(600_000));
    const controller = new AbortController();
    const opened = openAsdf(reader, { signal: controller.signal });
    controller.abort();
    await expect(opened).rejects.toMatchObject({ code: 'cancelled' });
    const { reader: second } = put(romanLike(50_000, false));
    const file = await openAsdf(second);
    const hopping = new AbortController();
    const counted = file.blocks.count({ signal: hopping.signal });
    hopping.abort();
    await expect(counted).rejects.toMatchObject({ code: 'cancelled' });
    expect(await file.blocks.count()).toBe(BLOCKS);
  });

  it('cost no more than the bytes it takes to see that an index is wrong', async () => {
    const start = tree('a: 1\n');
    const blocks = [block({ data: new Uint8Array(400_000) }), block()];
    const [first = 0, second = 0] = offsetsOf(start.length, blocks);
    const content = bytes(start, ...blocks, index(first, second - 1000));
    const { meter, reader } = put(small(content));
    const file = await openAsdf(reader);
    expect(await file.blocks.count()).toBe(2);
    expect((await file.blocks.header(1)).offset).toBe(second);
    expect(file.blocks.warnings).toHaveLength(1);
    expect(meter.figures().bytes).toBeLessThan(300_000);
  });
});
