import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { LinkEstimate } from '../../../src/core/bytes/link';
import { overview, OVERVIEW_BUDGET, type OverviewStep } from '../../../src/core/image/overview';
import type { Box } from '../../../src/core/image/plane';
import { NodeHttpClient } from '../../../src/platform/node/http-client';
import { TILE } from '../../../webview/image/tiles';
import { type FaultProxy, startFaultProxy } from '../../support/proxy/fault-proxy';
import type { S3TestServer } from '../../support/s3/server';
import { COST_BUCKET, MOSAIC, MOSAIC_KEY, startCostServer } from './support/objects';
import { type OpenedFits, openFits } from './support/open';
import { rampImage } from './support/ramp-image';
import { bytesAskedAgain, rangesAsked, totalLength } from './support/ranges';
import { Viewing, wrongPixels } from './support/viewing';

// Thousands of requests, on a machine that may have other work.
vi.setConfig({ testTimeout: 60_000 });

let server: S3TestServer;
let proxy: FaultProxy;
const http = new NodeHttpClient();
beforeAll(async () => {
  server = await startCostServer();
  proxy = await startFaultProxy({ target: server.endpoint });
});
beforeEach(() => {
  proxy.link = {};
  server.resetRequests();
});
afterAll(async () => {
  http.dispose();
  await proxy.close();
  await server.close();
});

const LINK = { latency: 0.04, bandwidth: 10e6, parallel: 32 };
const SIZE = { width: 1000, height: 800 };
const now = (): number => 0;

function open(key = MOSAIC_KEY, endpoint = server.endpoint): OpenedFits {
  return openFits(http, endpoint, key, { link: new LinkEstimate(LINK) });
}

/** Requests, bytes and rounds of the work alone. */
async function costOf(
  fits: OpenedFits,
  work: () => Promise<unknown>,
): Promise<{ requests: number; bytes: number; rounds: number }> {
  await server.settled();
  server.resetRequests();
  const before = fits.meter.figures();
  await work();
  await server.settled();
  const after = fits.meter.figures();
  expect(after.requests - before.requests).toBe(server.requests.length);
  expect(after.bytes - before.bytes).toBe(totalLength(rangesAsked(server)));
  return {
    requests: after.requests - before.requests,
    bytes: after.bytes - before.bytes,
    rounds: after.rounds - before.rounds,
  };
}

function viewAt(x0: number, y0: number): Box {
  return { x0, y0, x1: x0 + SIZE.width, y1: y0 + SIZE.height };
}

test('The first picture of a 419 MB image costs 8 MB and 3 rounds at most after its header', async () => {
  const fits = open();
  const plane = await fits.plane();
  const cost = await costOf(fits, async () => {
    const steps = overview(plane, SIZE, { now });
    await steps.next();
    await steps.return(undefined);
  });
  expect(cost).toEqual({ requests: 80, bytes: 80 * MOSAIC.width * 4, rounds: 1 });
});

/** How many pixels the columns, or rows, of tiles over `[from, to)` cover. */
function covered(from: number, to: number, size: number): number {
  return Math.min(Math.ceil(to / TILE) * TILE, size) - Math.floor(from / TILE) * TILE;
}

describe.each([
  ['the middle of the image', viewAt(4620, 4720), 6, 5],
  ['borders of tiles', viewAt(24 * TILE, 25 * TILE), 6, 5],
  ['the first pixels of a column of tiles', viewAt(25 * TILE - 1, 25 * TILE), 7, 5],
  ['the first pixels of a row of tiles', viewAt(25 * TILE, 25 * TILE - 1), 6, 6],
  [
    'the last pixels of tiles both ways: the worst there is',
    viewAt(5 * TILE - 1, 5 * TILE - 1),
    7,
    6,
  ],
  ['the left edge of the image', viewAt(0, 5 * TILE - 1), 6, 6],
  ['the last corner of the image', viewAt(MOSAIC.width - 1000, MOSAIC.height - 800), 6, 5],
])('At 1:1, a view of 1000 × 800 on %s', (_, view, across, up) => {
  test('reads the rows of its tiles once, each with one request, in one round', async () => {
    const fits = open();
    const viewing = new Viewing(await fits.plane());
    const cost = await costOf(fits, async () => {
      viewing.look(view, 1);
      const grids = await viewing.grids();
      expect(grids.length).toBe(across * up);
      expect(grids.map((grid) => wrongPixels(MOSAIC.width, grid))).toEqual(grids.map(() => 0));
    });
    const columns = covered(view.x0, view.x1, MOSAIC.width);
    const rows = covered(view.y0, view.y1, MOSAIC.height);
    expect(cost).toEqual({ requests: rows, bytes: columns * rows * 4, rounds: 1 });
    expect(cost.bytes).toBeLessThanOrEqual(2 * SIZE.width * SIZE.height * 4);
    expect(bytesAskedAgain(rangesAsked(server))).toBe(0);
  });
});

test('At 1:1, no view of 1000 × 800 reads more than twice its own bytes, wherever it lies', () => {
  const worst = (size: number): number =>
    Math.max(...Array.from({ length: TILE }, (_, at) => covered(at, at + size, Infinity)));
  expect([worst(SIZE.width), worst(SIZE.height)]).toEqual([7 * TILE, 6 * TILE]);
  expect(worst(SIZE.width) * worst(SIZE.height)).toBeLessThanOrEqual(2 * SIZE.width * SIZE.height);
});

test('What is nearest to the middle of the view is asked for first', async () => {
  const fits = openFits(http, server.endpoint, MOSAIC_KEY, {
    // One after the other, so that the server sees the order.
    link: new LinkEstimate({ ...LINK, parallel: 1 }),
  });
  const viewing = new Viewing(await fits.plane());
  await server.settled();
  server.resetRequests();
  const middle = 26 * TILE;
  const [y0, y1] = [middle - 2 * TILE, middle + 2 * TILE];
  viewing.look({ x0: 25 * TILE, y0, x1: 27 * TILE, y1 }, 1);
  await viewing.grids();
  const rows = server.requests.map(({ headers }) => {
    const offset = Number(/\d+/.exec(headers.range ?? '')?.[0]) - MOSAIC.dataOffset;
    return Math.floor(offset / (MOSAIC.width * 4));
  });
  // The rows of tiles below and above the middle come before those at the edges.
  const isNear = rows.map((y) => y >= middle - TILE && y < middle + TILE);
  expect(isNear.filter((near) => near).length).toBeGreaterThan(TILE);
  expect(isNear.lastIndexOf(true)).toBeLessThan(isNear.indexOf(false));
});

test('Zooming in and out again reads nothing new', async () => {
  const fits = open();
  const viewing = new Viewing(await fits.plane());
  const picture = async (): Promise<void> => {
    for await (const step of viewing.view.overview(SIZE, { now })) {
      void step;
    }
  };
  const zooms = [viewAt(5120, 5120), { x0: 4608, y0: 4608, x1: 6656, y1: 5632 }].map(
    (view, index) => async (): Promise<void> => {
      // A viewer that has forgotten all it showed.
      const again = new Viewing(viewing.plane);
      again.look(view, index + 1);
      await again.grids();
    },
  );
  for (const look of [picture, ...zooms]) {
    expect((await costOf(fits, look)).requests).toBeGreaterThan(0);
  }
  for (const look of [...zooms, picture, ...zooms.reverse()]) {
    expect(await costOf(fits, look)).toEqual({ requests: 0, bytes: 0, rounds: 0 });
  }
});

test('Fast panning cancels what has left the view', async () => {
  const fits = open(MOSAIC_KEY, proxy.endpoint);
  const plane = await fits.plane();
  await server.settled();
  server.resetRequests();
  const before = fits.meter.figures();

  // Nothing is answered while it pans, as on a slow line: what was sent in vain is all of it.
  proxy.link = { latencyMilliseconds: 1500 };
  const viewing = new Viewing(plane);
  const side = 3 * TILE;
  for (let k = 0; k < 20; k++) {
    // Further each time, so that nothing of the view before is left.
    const [x0, y0] = [2 * side * (k % 5), 2 * side * Math.floor(k / 5)];
    viewing.look({ x0, y0, x1: x0 + side, y1: y0 + side }, 1);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  proxy.link = {};
  const grids = await viewing.grids();
  await server.settled();

  expect(grids.map((grid) => wrongPixels(MOSAIC.width, grid))).toEqual(grids.map(() => 0));
  const { requests, bytes } = fits.meter.figures();
  const ofView = { requests: side, bytes: side * side * 4 };
  // At most what was on the wire of each view, and all of the last one.
  expect(requests - before.requests).toBeLessThanOrEqual(ofView.requests + 19 * LINK.parallel);
  // Of those in vain no byte came in. How many got as far as the server is a race with their cancelling.
  expect(bytes - before.bytes).toBe(ofView.bytes);
  expect(server.requests.length).toBeLessThanOrEqual(requests - before.requests);
});

describe('The overview', () => {
  // Shapes of which rows cost too much, or there are too many of them.
  const SHAPES = [
    [4_000_000, 500],
    [1, 1_000_000_000],
    [1_000_000, 1_000_000],
  ] as const;
  const LINKS = [LINK, { latency: 0.15, bandwidth: 50e6, parallel: 32 }];

  test.each(SHAPES.flatMap(([w, h]) => LINKS.map((link) => [w, h, link] as const)))(
    'of %d × %d float32 pixels begins with 8 MB at most: %o',
    async (width, height, link) => {
      server.bucket(COST_BUCKET).put('odd.fits', rampImage(width, height));
      const fits = openFits(http, server.endpoint, 'odd.fits', { link: new LinkEstimate(link) });
      const plane = await fits.plane();
      let picture: OverviewStep | undefined;
      const cost = await costOf(fits, async () => {
        const steps = overview(plane, SIZE, { now });
        picture = (await steps.next()).value as OverviewStep;
        await steps.return(undefined);
      });
      expect(cost.bytes).toBeLessThanOrEqual(8e6);
      expect(cost.rounds).toBe(1);
      expect(cost.requests).toBeLessThanOrEqual(512);
      expect(picture?.grid.values.some(Number.isNaN)).toBe(false);
    },
  );

  test('stops refining when its budget is spent', async () => {
    const side = 24_000;
    server.bucket(COST_BUCKET).put('large.fits', rampImage(side, side));
    const fits = open('large.fits');
    const plane = await fits.plane();
    let last: OverviewStep | undefined;
    const cost = await costOf(fits, async () => {
      for await (const step of overview(plane, SIZE, { now })) {
        last = step;
      }
    });
    // Every second of 750 rows; all of them would be 72 MB.
    expect(last).toMatchObject({ done: 1, grid: { kind: 'sampled', frame: { step: 32 } } });
    const rows = last?.grid.filled.reduce((sum, flag) => sum + flag, 0) ?? NaN;
    expect(cost.bytes).toBe(rows * side * 4);
    expect(cost.bytes).toBeLessThanOrEqual(OVERVIEW_BUDGET);
    expect(cost.bytes).toBeGreaterThan(OVERVIEW_BUDGET / 2);
  });
});
