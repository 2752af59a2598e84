import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arrayPlane } from '../../../../src/core/asdf/array-plane';
import { openBlock } from '../../../../src/core/asdf/blocks/open-block';
import { HttpSource } from '../../../../src/core/bytes/http-source';
import { Meter } from '../../../../src/core/bytes/meter';
import { SpanReader } from '../../../../src/core/bytes/span-reader';
import { sampleAt, type Grid } from '../../../../src/core/image/grid';
import { overview } from '../../../../src/core/image/overview';
import type { Plane } from '../../../../src/core/image/plane';
import { readTile } from '../../../../src/core/image/tile';
import { PUBLIC_CONNECTION } from '../../../../src/core/s3/connection';
import { RegionMemory } from '../../../../src/core/s3/regions';
import { S3Target } from '../../../../src/core/s3/target';
import { NodeHttpClient } from '../../../../src/platform/node/http-client';
import { startS3Server, type S3TestServer } from '../../../support/s3/server';
import { concat } from '../../fits/support/made';
import { blockTools, headerOf } from '../blocks/support/blocks';
import { noiseBlock } from '../blocks/support/lz4-made';

/** The pixels of a Roman level 2 image, in chunks as asdf writes them. */
const SIDE = 4088;
const CHUNK = 4 * 1024 * 1024;
const BEFORE = 1000;
/** Noise that packs to 96 %, each chunk a little differently, as no two are alike. */
const MADE = noiseBlock(16, CHUNK, (k) => 150_000 + 3000 * ((k * 7) % 5));

describe('a Roman image of 67 MB, lz4, on S3', () => {
  let server: S3TestServer;
  const client = new NodeHttpClient();
  beforeAll(async () => {
    server = await startS3Server({ unsignedOnly: true });
    const bucket = server.createBucket('roman');
    bucket.put('cal.asdf', concat(new Uint8Array(BEFORE), MADE.packed));
  });
  afterAll(async () => {
    client.dispose();
    await server.close();
  });

  async function open(): Promise<{ plane: Plane; meter: Meter }> {
    const connection = {
      ...PUBLIC_CONNECTION,
      ...{ id: 'test', endpoint: server.endpoint, pathStyle: true },
    };
    const target = new S3Target(
      connection,
      { bucket: 'roman', key: 'cal.asdf' },
      new RegionMemory(),
    );
    const meter = new Meter();
    const reader = new SpanReader(new HttpSource(client, target), { meter });
    await reader.read(0, BEFORE);
    const header = headerOf('lz4', MADE.packed.length, MADE.raw.length, { dataOffset: BEFORE });
    const plane = arrayPlane(
      {
        ...{ datatype: 'uint32', byteOrder: 'little', shape: [SIDE, SIDE], offset: 0 },
        ...{ strides: [4 * SIDE, 4], mask: undefined, unit: undefined },
        bytes: openBlock(reader, header, blockTools()),
      },
      [],
    );
    return { plane, meter };
  }

  const view = new DataView(MADE.raw.buffer, MADE.raw.byteOffset);

  /** Holds every row that was read against the pixels; gives how many there are. */
  function check({ frame, values, filled }: Grid): number {
    const { box, step, width } = frame;
    let rows = 0;
    filled.forEach((read, j) => {
      if (read === 1) {
        rows += 1;
        const y = sampleAt(box.y0, box.y1, step, j);
        const i = (7 * j) % width;
        const x = sampleAt(box.x0, box.x1, step, i);
        const pixel = view.getUint32(4 * (y * SIDE + x), true);
        expect(values[j * width + i]).toBe(Math.fround(pixel));
      }
    });
    return rows;
  }

  it('has a first picture for less than 5 MB, and refines within its budget', async () => {
    const { plane, meter } = await open();
    const before = meter.figures();
    const steps = overview(plane, { width: 1100, height: 1100 }, { now: () => 0 });
    const first = (await steps.next()).value as { grid: Grid };
    await server.settled();
    const { bytes, rounds } = meter.figures();
    expect(first.grid.kind).toBe('sampled');
    // The first 16 rows of each of the 16 chunks, every fourth of them. Up to two rounds for the first
    // chunk, one for each other: its place is known from the one before it alone.
    expect(check(first.grid)).toBe(64);
    expect(bytes - before.bytes).toBeLessThan(4.5e6);
    expect(rounds - before.rounds).toBeLessThanOrEqual(17);
    let last = first.grid;
    for await (const { grid } of steps) {
      last = grid;
    }
    expect(check(last)).toBe(512);
    expect(meter.figures().bytes - before.bytes).toBeLessThan(36e6);
  });

  it('has a tile for the chunks it lies in', async () => {
    const { plane, meter } = await open();
    const before = meter.figures().bytes;
    const box = { x0: 1000, y0: 2100, x1: 1192, y1: 2292 };
    const exact = await readTile(plane, box, 1);
    expect([exact.kind, check(exact)]).toEqual(['exact', 192]);
    expect(meter.figures().bytes - before).toBeLessThan(8.6e6);
    const beside = { ...box, x0: 1192, x1: 1384 };
    const half = meter.figures().bytes;
    expect(check(await readTile(plane, beside, 1))).toBe(192);
    expect(meter.figures().bytes).toBe(half);
  });

  it('has a coarse tile for a share of the bytes', async () => {
    for (const [step, rows, most] of [
      [2, 192, 11e6],
      [8, 24, 3e6],
    ] as const) {
      const { plane, meter } = await open();
      const before = meter.figures().bytes;
      const side = 192 * step;
      const box = { x0: 0, y0: 1024, x1: side, y1: 1024 + side };
      const tile = await readTile(plane, box, step);
      expect(tile.kind).toBe('sampled');
      expect(check(tile)).toBe(rows);
      expect(meter.figures().bytes - before).toBeLessThan(most);
    }
  });
});
