import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { OVERVIEW_BUDGET } from '../../../src/core/image/overview';
import { NodeHttpClient } from '../../../src/platform/node/http-client';
import type { OverviewProgress } from '../../../src/protocol/methods';
import { FULL_SIZE_ARRAYS } from '../../support/roman/arrays';
import { FULL_SIZE_L2_NAME, fullSizeL2 } from '../../support/roman/full-size-l2';
import { SIDE } from '../../support/roman/pixels';
import { remembered } from '../../support/s3/remembered';
import { startS3Server, type S3TestServer } from '../../support/s3/server';
import { COST_BUCKET } from '../cost/support/objects';
import type { OpenOptions } from '../cost/support/open';
import { bytesAskedAgain, rangesAsked } from '../cost/support/ranges';
import { call } from '../worker/support/asked';
import { boxAt, pixelOf, since, viewed, type Viewed, wrongPixels } from './support/full-size';

const KEY = `roman/${FULL_SIZE_L2_NAME}`;
/** What a viewer of usual size asks for: every 8th pixel. */
const SIZE = { width: 1000, height: 800 };
const MB = 1e6;

let server: S3TestServer;
const http = new NodeHttpClient();
beforeAll(async () => {
  server = await startS3Server({ unsignedOnly: true });
  server.createBucket(COST_BUCKET).put(KEY, remembered(fullSizeL2({ checksums: false })));
});
beforeEach(() => server.resetRequests());
afterAll(async () => {
  http.dispose();
  await server.close();
});

const open = async (options?: OpenOptions): Promise<Viewed> =>
  viewed(http, server.endpoint, KEY, options);

describe('a Roman image of level 2 of full size, 343 MB', { timeout: 20_000 }, () => {
  it('shows its tree and its arrays for less than 1 MB, in three rounds', async () => {
    const { meter, handlers, lines, part } = await open();
    expect(lines.slice(1).map(({ name }) => name)).toEqual(
      expect.arrayContaining(FULL_SIZE_ARRAYS.map(({ name }) => `roman/${name}`)),
    );
    await server.settled();
    const list = meter.figures();
    expect(list.bytes).toBeLessThan(0.5 * MB);
    expect(list.rounds).toBeLessThanOrEqual(3);
    expect(list.requests).toBeLessThanOrEqual(FULL_SIZE_ARRAYS.length + 4);

    // Opening any of it reads no more.
    await handlers.tree({ hdu: 0 }, call());
    const { nodes } = await handlers.treeSearch({ hdu: 0, text: 'optical_element' }, call());
    expect(nodes.length).toBeGreaterThan(0);
    for (const { name, shape } of FULL_SIZE_ARRAYS) {
      const slice = shape.slice(2).map(() => 0);
      const plane = await handlers.plane({ hdu: part(name), slice }, call());
      expect([plane.width, plane.height]).toEqual(shape.slice(-2).reverse());
      await handlers.header({ hdu: part(name), stored: false }, call());
    }
    expect(since(meter, list)).toEqual({ requests: 0, bytes: 0, rounds: 0 });
  });

  it.each([
    // The byte of the first pixel is in the chunk `before`; that of the last is there or in the next.
    ['at its start', { x0: 0, y0: 0 }, 0],
    ['in the middle across two chunks', { x0: 1917, y0: 2001 }, 7],
    ['at its end', { x0: 4088 - 256, y0: 4088 - 256 }, 14],
  ])('shows 256² of its science array, %s, for less than 12 MB', async (_, at, before) => {
    const { handlers, meter, part } = await open();
    const plane = { hdu: part('data'), slice: [] };
    const start = meter.figures();
    const box = boxAt(at.x0, at.y0);

    const grid = await handlers.tile({ ...plane, ...box, step: 1 }, call());

    expect(grid.kind).toBe('exact');
    expect(wrongPixels('data', grid)).toBe(0);
    await server.settled();
    const cost = since(meter, start);
    expect(cost.bytes).toBeLessThanOrEqual(8.5 * MB);
    expect(cost.rounds).toBeLessThanOrEqual(before + 2);
    expect(cost.requests).toBeLessThanOrEqual(before + 8);
    expect(bytesAskedAgain(rangesAsked(server))).toBe(0);

    // The rest of these rows has been unpacked on the way.
    const beside = boxAt(SIDE - 256 - at.x0, at.y0);
    const other = await handlers.tile({ ...plane, ...beside, step: 1 }, call());
    expect(wrongPixels('data', other)).toBe(0);
    expect(since(meter, start)).toEqual(cost);
  });

  it('hops over no chunk twice', async () => {
    const { handlers, meter, part } = await open();
    const plane = { hdu: part('data'), slice: [], step: 1 };
    await handlers.tile({ ...plane, ...boxAt(1000, 3000) }, call());
    await server.settled();
    const start = meter.figures();
    const grid = await handlers.tile({ ...plane, ...boxAt(3001, 515) }, call());
    expect(wrongPixels('data', grid)).toBe(0);
    expect(since(meter, start).rounds).toBe(1);
    expect(since(meter, start).bytes).toBeLessThanOrEqual(8.5 * MB);
  });

  it('shows a first picture of its science array for less than 5 MB', async () => {
    const { handlers, meter, part } = await open();
    const start = meter.figures();
    // The second pass would cost more.
    const asked = { hdu: part('data'), slice: [], ...SIZE, budget: 5 * MB };
    const { grid, done, values } = await handlers.overview(asked, call());
    await server.settled();

    expect(grid).toMatchObject({ kind: 'sampled', step: 8, width: 511, height: 511 });
    expect([done, values]).toEqual([1, 'sampled']);
    // Two of each of its 16 chunks.
    expect(grid.filled.filter((row) => row === 1)).toHaveLength(32);
    expect(wrongPixels('data', grid)).toBe(0);
    expect(since(meter, start).bytes).toBeLessThanOrEqual(4 * MB);
    expect(since(meter, start).rounds).toBeLessThanOrEqual(16);
    expect(bytesAskedAgain(rangesAsked(server))).toBe(0);
  });

  it('refines a picture of its errors within the budget', async () => {
    const { handlers, meter, part } = await open();
    const start = meter.figures();
    const bytes: number[] = [];
    const progress = async ({ grid }: OverviewProgress): Promise<void> => {
      expect(grid.kind).toBe('sampled');
      bytes.push(since(meter, start).bytes);
    };
    const asked = { hdu: part('err'), slice: [], ...SIZE };
    const { grid, done } = await handlers.overview(asked, { ...call(), progress });
    await server.settled();

    expect(bytes[0]).toBeLessThanOrEqual(5 * MB);
    expect([grid.kind, done]).toEqual(['sampled', 1]);
    expect(grid.filled).not.toContain(0);
    expect(wrongPixels('err', grid)).toBe(0);
    // What a chunk takes is known on average, and its header comes on top.
    expect(since(meter, start).bytes).toBeLessThanOrEqual(1.01 * OVERVIEW_BUDGET);
    expect(bytesAskedAgain(rangesAsked(server))).toBe(0);
  });

  it('tells what is wrong with a pixel for one chunk up to there, and with its neighbours for nothing', async () => {
    const { handlers, meter, part } = await open();
    const dq = { hdu: part('dq'), slice: [] };
    const start = meter.figures();
    const first = await handlers.value({ ...dq, x: 2044, y: 2001 }, call());
    expect(first.text).toBe(String(pixelOf('dq', 2044, 2001)));
    await server.settled();
    const cost = since(meter, start);
    expect(cost.bytes).toBeLessThanOrEqual(4.3 * MB);
    expect(cost.rounds).toBeLessThanOrEqual(7 + 2);
    for (const [x, y] of [
      [0, 1999],
      [2043, 2001],
      [2100, 2001],
    ] as const) {
      const { text } = await handlers.value({ ...dq, x, y }, call());
      expect(text).toBe(String(pixelOf('dq', x, y)));
    }
    expect(since(meter, start)).toEqual(cost);
    const below = await handlers.value({ ...dq, x: 2044, y: 2011 }, call());
    expect(below.text).toBe(String(pixelOf('dq', 2044, 2011)));
    expect(since(meter, start).bytes - cost.bytes).toBeLessThanOrEqual(0.5 * MB);
    expect(since(meter, start).rounds - cost.rounds).toBe(1);
  });

  it('shows 256² of its errors, in half precision', async () => {
    const { handlers, meter, part } = await open();
    const start = meter.figures();
    const tile = { hdu: part('err'), slice: [], step: 1, ...boxAt(2001, 3001) };
    const grid = await handlers.tile(tile, call());
    expect(wrongPixels('err', grid)).toBe(0);
    await server.settled();
    expect(since(meter, start).bytes).toBeLessThanOrEqual(8.5 * MB);
    expect(since(meter, start).rounds).toBeLessThanOrEqual(5 + 2);
  });

  it.each([
    ['hops from chunk to chunk', 65_560, 5, 100_000],
    ['reads two of them', 1.5 * MB, 12, 3 * MB],
  ])('stops its requests when a section is cancelled as it %s', async (_, at, requests, bytes) => {
    const cancel = new AbortController();
    let list = Infinity;
    const onMeter = (all: number): void => {
      if (all > list + at) {
        cancel.abort();
      }
    };
    const { handlers, meter, part } = await open({ onMeter });
    const start = meter.figures();
    list = start.bytes;
    const tile = { hdu: part('data'), slice: [], step: 1, ...boxAt(1917, 2001) };
    await expect(handlers.tile(tile, { ...call(), signal: cancel.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
    await server.settled();
    expect(since(meter, start).requests).toBeLessThanOrEqual(requests);
    expect(since(meter, start).bytes).toBeLessThan(bytes);

    // What it had found out is not lost.
    const grid = await handlers.tile(tile, call());
    expect(wrongPixels('data', grid)).toBe(0);
  });
});
