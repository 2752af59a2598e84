import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { LinkEstimate } from '../../../src/core/bytes/link';
import { openPlane } from '../../../src/core/fits/image-plane';
import { filledRows, sampleAt } from '../../../src/core/image/grid';
import { overview, OVERVIEW_BUDGET, type OverviewStep } from '../../../src/core/image/overview';
import type { Plane } from '../../../src/core/image/plane';
import { readTile } from '../../../src/core/image/tile';
import { NodeHttpClient } from '../../../src/platform/node/http-client';
import type { S3TestServer } from '../../support/s3/server';
import { CountingDecoder } from '../fits/support/counting-decoder';
import { type TiledImage, tiledImage } from '../fits/support/tiled-image';
import { COST_BUCKET, startCostServer } from './support/objects';
import { type OpenedFits, openFits } from './support/open';
import { rampValue } from './support/ramp-image';
import { bytesAskedAgain, rangesAsked, totalLength } from './support/ranges';

// Made pixel by pixel, on a machine that may have other work.
vi.setConfig({ testTimeout: 60_000 });

const SIDE = 10_240;
const LINK = { latency: 0.04, bandwidth: 10e6, parallel: 32 };
const SIZE = { width: 1000, height: 800 };
const now = (): number => 0;

/** 32-bit integers in tiles of known length: 419 MB, none of which exists before it is asked for. */
function mosaic(tile: readonly number[]): TiledImage {
  return tiledImage({
    ...{ axes: [SIDE, SIDE], tile, bitpix: 32 },
    value: ([x = 0, y = 0]) => rampValue(SIDE, x, y),
  });
}

const SHAPES = { rows: [SIDE, 1], squares: [100, 100], strips: [SIDE, 16] } as const;
type Shape = keyof typeof SHAPES;

let server: S3TestServer;
const http = new NodeHttpClient();
beforeAll(async () => {
  server = await startCostServer();
  for (const shape of Object.keys(SHAPES) as Shape[]) {
    server.bucket(COST_BUCKET).put(`${shape}.fits`, mosaic(SHAPES[shape]));
  }
});
beforeEach(() => server.resetRequests());
afterAll(async () => {
  http.dispose();
  await server.close();
});

interface Opened {
  readonly fits: OpenedFits;
  readonly plane: Plane;
  readonly decoder: CountingDecoder;
}

/** A plane whose header has been read. Nothing but what it keeps itself is kept. */
async function open(shape: Shape): Promise<Opened> {
  const fits = openFits(http, server.endpoint, `${shape}.fits`, {
    ...{ link: new LinkEstimate(LINK), cacheBytes: 0 },
  });
  const decoder = new CountingDecoder();
  const plane = openPlane(fits.reader, await fits.index.hdu(1), [], { tiles: decoder });
  return { fits, plane, decoder };
}

async function costOf(
  { fits }: Opened,
  work: () => Promise<unknown>,
): Promise<{ requests: number; bytes: number; rounds: number }> {
  await server.settled();
  server.resetRequests();
  const before = fits.meter.figures();
  await work();
  await server.settled();
  const after = fits.meter.figures();
  const ranges = rangesAsked(server);
  expect(after.requests - before.requests).toBe(server.requests.length);
  expect(after.bytes - before.bytes).toBe(totalLength(ranges));
  expect(bytesAskedAgain(ranges)).toBe(0);
  return {
    requests: after.requests - before.requests,
    bytes: after.bytes - before.bytes,
    rounds: after.rounds - before.rounds,
  };
}

const box = { x0: 5000, y0: 7000, x1: 5256, y1: 7256 };

describe('A 256² section of a compressed image of 10240²', () => {
  test.each([
    // Of a piece of 2048 descriptors what had not come with the header; tiles side by side come in as
    // many requests as are fastest.
    ['rows', { tiles: 256, requests: 11, bytes: 5760 + 256 * SIDE * 4, rounds: 2 }],
    // All descriptors came with the header.
    ['strips', { tiles: 17, requests: 10, bytes: 17 * 16 * SIDE * 4, rounds: 1 }],
    ['squares', { tiles: 9, requests: 4, bytes: 365_760, rounds: 2 }],
  ] as const)(
    'in %s costs its tiles and their descriptors',
    async (shape, { tiles, ...wanted }) => {
      const opened = await open(shape);
      const { plane, decoder } = opened;
      const cost = await costOf(opened, async () => {
        const { values } = await plane.section(box);
        let wrong = 0;
        values.forEach((value, i) => {
          const [x, y] = [box.x0 + (i % 256), box.y0 + Math.floor(i / 256)];
          wrong += value === rampValue(SIDE, x, y) ? 0 : 1;
        });
        expect(wrong).toBe(0);
      });
      expect(cost).toEqual(wanted);
      expect(decoder.decoded).toHaveLength(tiles);
      const readout = await costOf(opened, () => plane.exact(5100, 7100));
      expect(readout).toEqual({ requests: 0, bytes: 0, rounds: 0 });
    },
  );
});

describe('The overview of a compressed image of 10240²', () => {
  test.each(['rows', 'strips', 'squares'] as const)(
    'in %s begins with few MB, ends within its budget, and decodes no tile twice',
    async (shape) => {
      const opened = await open(shape);
      const { plane, decoder } = opened;
      const steps = overview(plane, SIZE, { now });
      let last: OverviewStep | undefined;
      const first = await costOf(opened, async () => {
        last = (await steps.next()).value as OverviewStep;
      });
      expect(first.bytes).toBeLessThanOrEqual(5 * 2 ** 20);
      expect(first.rounds).toBeLessThanOrEqual(2);
      expect(last?.grid.values.some(Number.isNaN)).toBe(false);

      const rest = await costOf(opened, async () => {
        for await (const step of steps) {
          last = step;
        }
      });
      expect(rest.bytes + first.bytes).toBeLessThanOrEqual(OVERVIEW_BUDGET + 2 ** 20);
      expect(rest.bytes).toBeGreaterThan(OVERVIEW_BUDGET / 4);
      expect(new Set(decoder.decoded).size).toBe(decoder.decoded.length);
      expect(last?.done).toBe(1);
      expect(checkPicture(last as OverviewStep)).toBeGreaterThan(0);
    },
  );

  /** Compares what was read with the image; nothing of a lattice. Gives how many rows were. */
  function checkPicture({ grid }: OverviewStep): number {
    const { frame, values, filled } = grid;
    const rows = filledRows(filled);
    for (const j of rows) {
      const y = sampleAt(0, SIDE, frame.step, j);
      const right = (i: number): boolean =>
        values[j * frame.width + i] === rampValue(SIDE, sampleAt(0, SIDE, frame.step, i), y);
      expect(right(0)).toBe(true);
    }
    return rows.length;
  }

  test('in strips gets all rows that a strip has for the grid at once', async () => {
    const opened = await open('strips');
    const steps = overview(opened.plane, { width: 2048, height: 2048 }, { now });
    const first = (await steps.next()).value as OverviewStep;
    await steps.return(undefined);
    // At every eighth pixel a strip of 16 rows has two.
    expect(first.grid.frame.step).toBe(8);
    const rows = filledRows(first.grid.filled);
    expect(rows.length).toBe(2 * opened.decoder.decoded.length);
    expect(rows.slice(0, 2)).toEqual([0, 1]);
  });

  test('is stopped by cancelling', async () => {
    const opened = await open('rows');
    const cancel = new AbortController();
    const steps = overview(opened.plane, SIZE, { now, signal: cancel.signal });
    await steps.next();
    const { requests } = opened.fits.meter.figures();
    const next = expect(steps.next()).rejects.toMatchObject({ code: 'cancelled' });
    cancel.abort();
    await next;
    await server.settled();
    expect(opened.fits.meter.figures().requests - requests).toBeLessThanOrEqual(LINK.parallel);
  });
});

test('A tile of the picture at a coarse step costs whole blocks, spread evenly, and no more than 2 MiB', async () => {
  const opened = await open('squares');
  const cost = await costOf(opened, () =>
    readTile(opened.plane, { x0: 3072, y0: 3072, x1: 6144, y1: 6144 }, 16),
  );
  expect(cost.bytes).toBeLessThanOrEqual(2 * 2 ** 20 + 100 * 1024);
  expect(new Set(opened.decoder.decoded).size).toBe(opened.decoder.decoded.length);
});
