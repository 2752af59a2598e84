import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { overview } from '../../../src/core/image/overview';
import { readTile } from '../../../src/core/image/tile';
import { NodeHttpClient } from '../../../src/platform/node/http-client';
import type { S3TestServer } from '../../support/s3/server';
import { MOSAIC_KEY, startCostServer } from './support/objects';
import { openFits } from './support/open';

let server: S3TestServer;
const http = new NodeHttpClient();
beforeAll(async () => {
  server = await startCostServer();
});
beforeEach(() => server.resetRequests());
afterAll(async () => {
  http.dispose();
  await server.close();
});

const box = { x0: 4096, y0: 4096, x1: 4224, y1: 4160 };

async function requestsDuring(work: () => Promise<unknown>): Promise<number> {
  await server.settled();
  server.resetRequests();
  await work();
  await server.settled();
  return server.requests.length;
}

test('Two who ask for the same section at the same time share one set of requests', async () => {
  const alone = await openFits(http, server.endpoint, MOSAIC_KEY, { cacheBytes: 0 }).plane();
  const one = await requestsDuring(() => alone.section(box));
  // Without a cache: what they share is what is in flight.
  const shared = await openFits(http, server.endpoint, MOSAIC_KEY, { cacheBytes: 0 }).plane();

  let sections: Awaited<ReturnType<typeof shared.section>>[] = [];
  const two = await requestsDuring(async () => {
    sections = await Promise.all([shared.section(box), shared.section(box)]);
  });

  expect(two).toBe(one);
  expect(sections[0]?.values).toEqual(sections[1]?.values);
});

test('When one of the two cancels, the other still gets the section, and nothing is read again', async () => {
  const alone = await openFits(http, server.endpoint, MOSAIC_KEY, { cacheBytes: 0 }).plane();
  const one = await requestsDuring(() => alone.section(box));
  const plane = await openFits(http, server.endpoint, MOSAIC_KEY, { cacheBytes: 0 }).plane();
  const cancel = new AbortController();

  const again = await requestsDuring(async () => {
    const first = plane.section(box, { signal: cancel.signal });
    const second = plane.section(box);
    cancel.abort();
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    expect((await second).values.length).toBe(128 * 64);
  });

  expect(again).toBe(one);
});

test('Two who open the same file at the same time read its start once', async () => {
  const { index } = openFits(http, server.endpoint, MOSAIC_KEY);
  await requestsDuring(() => Promise.all([index.hdu(0), index.hdu(0)]));
  expect(server.requests.length).toBe(1);
});

test('Zooming in and out again reads nothing new', async () => {
  const plane = await openFits(http, server.endpoint, MOSAIC_KEY).plane();
  const wide = { x0: 4096, y0: 4096, x1: 5120, y1: 5120 };
  const zoomOut = async (): Promise<void> => void (await readTile(plane, wide, 8));
  const zoomIn = async (): Promise<void> => void (await readTile(plane, box, 1));
  const picture = async (): Promise<void> => {
    for await (const step of overview(plane, { width: 256, height: 256 })) {
      void step;
    }
  };
  expect(await requestsDuring(picture)).toBeGreaterThan(0);
  expect(await requestsDuring(zoomOut)).toBeGreaterThan(0);
  expect(await requestsDuring(zoomIn)).toBeGreaterThan(0);

  expect(await requestsDuring(zoomOut)).toBe(0);
  expect(await requestsDuring(picture)).toBe(0);
  expect(await requestsDuring(zoomIn)).toBe(0);
});
