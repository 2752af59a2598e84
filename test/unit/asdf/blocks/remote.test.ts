import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BlockBytes } from '../../../../src/core/asdf/block';
import { openBlock } from '../../../../src/core/asdf/blocks/open-block';
import { HttpSource } from '../../../../src/core/bytes/http-source';
import { Meter } from '../../../../src/core/bytes/meter';
import { SpanReader } from '../../../../src/core/bytes/span-reader';
import { PUBLIC_CONNECTION } from '../../../../src/core/s3/connection';
import { RegionMemory } from '../../../../src/core/s3/regions';
import { S3Target } from '../../../../src/core/s3/target';
import { NodeHttpClient } from '../../../../src/platform/node/http-client';
import { startS3Server, type S3TestServer } from '../../../support/s3/server';
import { concat } from '../../fits/support/made';
import { blockTools, headerOf } from './support/blocks';
import { noiseBlock, type MadeBlock } from './support/lz4-made';

const ROW = 4088 * 4;
const CHUNK = 4 * 1024 * 1024;
const CHUNKS = 16;
const BEFORE = 1000;

/** Chunks of nearly the same packed length, as of noise, and of lengths that nobody can guess. */
const EVEN = noiseBlock(CHUNKS, CHUNK, (k) => 16 + 4 * (k % 5));
const UNEVEN = noiseBlock(CHUNKS, CHUNK, (k) => ((k * 7919) % 13) * 100_000, 2_000_000);
/** As of data quality: nearly all of it zero. */
const SHORT = noiseBlock(CHUNKS, CHUNK, (k) => CHUNK - 40_000 - k, 10_000);

describe('an lz4 block of 67 MB on S3', () => {
  let server: S3TestServer;
  const client = new NodeHttpClient();
  beforeAll(async () => {
    server = await startS3Server({ unsignedOnly: true });
    const bucket = server.createBucket('roman');
    bucket.put('even.asdf', concat(new Uint8Array(BEFORE), EVEN.packed));
    bucket.put('uneven.asdf', concat(new Uint8Array(BEFORE), UNEVEN.packed));
    bucket.put('short.asdf', concat(new Uint8Array(BEFORE), SHORT.packed));
  });
  afterAll(async () => {
    client.dispose();
    await server.close();
  });

  async function open(key: string, made: MadeBlock): Promise<{ block: BlockBytes; meter: Meter }> {
    const connection = {
      ...PUBLIC_CONNECTION,
      ...{ id: 'test', endpoint: server.endpoint, pathStyle: true },
    };
    const target = new S3Target(connection, { bucket: 'roman', key }, new RegionMemory());
    const meter = new Meter();
    const reader = new SpanReader(new HttpSource(client, target), { meter });
    // The file has been opened: its tree is read.
    await reader.read(0, BEFORE);
    const header = headerOf('lz4', made.packed.length, made.raw.length, { dataOffset: BEFORE });
    return { block: openBlock(reader, header, blockTools()), meter };
  }

  async function cost<T>(meter: Meter, work: () => Promise<T>): Promise<Record<string, number>> {
    const before = meter.figures();
    await work();
    await server.settled();
    const after = meter.figures();
    const entries = (['requests', 'rounds', 'bytes'] as const).map((key) => [
      key,
      after[key] - before[key],
    ]);
    return Object.fromEntries(entries) as Record<string, number>;
  }

  async function rows(
    block: BlockBytes,
    made: MadeBlock,
    from: number,
    count: number,
  ): Promise<void> {
    const span = { offset: from * ROW, length: count * ROW };
    const [bytes] = await Promise.all(block.readSpans([span]));
    const truth = made.raw.subarray(span.offset, span.offset + span.length);
    expect(Buffer.compare(bytes as Uint8Array, truth)).toBe(0);
  }

  it('gives 256 rows for at most 12 MB and two rounds more than chunks before', async () => {
    for (const [key, made] of [
      ['even.asdf', EVEN],
      ['uneven.asdf', UNEVEN],
    ] as const) {
      for (const row of [0, 1000, 2040, 3800]) {
        const { block, meter } = await open(key, made);
        const first = await cost(meter, () => rows(block, made, row, 256));
        const chunksBefore = Math.floor((row * ROW) / CHUNK);
        expect(first['rounds']).toBeLessThanOrEqual(chunksBefore + 2);
        expect(first['bytes']).toBeLessThan(9e6);
        // The chunks are known now: no more headers, and of what is unpacked nothing at all.
        const again = await cost(meter, () => rows(block, made, row, 256));
        expect(again).toEqual({ requests: 0, rounds: 0, bytes: 0 });
        if (row > 256) {
          const other = await cost(meter, () => rows(block, made, row - 520, 100));
          // Where chunks pack unevenly, the first guess of how much of one is needed may be short.
          expect(other['rounds']).toBeLessThanOrEqual(made === EVEN ? 1 : 2);
          expect(other['bytes']).toBeLessThan(2 * CHUNK);
        }
      }
    }
  });

  it('reads a block that packs well at once', async () => {
    const { block, meter } = await open('short.asdf', SHORT);
    const first = await cost(meter, () => rows(block, SHORT, 3980, 8));
    expect(first).toMatchObject({ requests: 1, rounds: 1 });
    expect(first['bytes']).toBeLessThanOrEqual(SHORT.packed.length);
    expect(await cost(meter, () => rows(block, SHORT, 0, 4000))).toMatchObject({ requests: 0 });
  });

  it('guesses where the headers are, once two chunks were of nearly the same length', async () => {
    const { block, meter } = await open('even.asdf', EVEN);
    const { rounds, bytes } = await cost(meter, () => rows(block, EVEN, 3980, 8));
    expect(rounds).toBeLessThanOrEqual(5);
    expect(bytes).toBeLessThan(CHUNK);
  });

  it('gives the first rows of every chunk for less than a third of the bytes', async () => {
    for (const [key, made] of [
      ['even.asdf', EVEN],
      ['uneven.asdf', UNEVEN],
    ] as const) {
      const { block, meter } = await open(key, made);
      const length = 60 * ROW;
      const spans = Array.from({ length: CHUNKS }, (_, k) => ({ offset: k * CHUNK, length }));
      const spent = await cost(meter, async () => {
        const pieces = await Promise.all(block.readSpans(spans));
        pieces.forEach((piece, k) => {
          const truth = made.raw.subarray(k * CHUNK, k * CHUNK + length);
          expect(Buffer.compare(piece, truth)).toBe(0);
        });
      });
      expect(spent['bytes']).toBeLessThan(20e6);
      expect(spent['rounds']).toBeLessThanOrEqual(CHUNKS + 1);
    }
  });
});
