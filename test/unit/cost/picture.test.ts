import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { LinkEstimate } from '../../../src/core/bytes/link';
import { overview, type OverviewStep } from '../../../src/core/image/overview';
import { sampleAt } from '../../../src/core/image/grid';
import { NodeHttpClient } from '../../../src/platform/node/http-client';
import type { S3TestServer } from '../../support/s3/server';
import { MOSAIC, MOSAIC_KEY, startCostServer } from './support/objects';
import { openFits } from './support/open';
import { rampValue } from './support/ramp-image';
import { bytesAskedAgain, rangesAsked, totalLength } from './support/ranges';

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

/** What a viewer of usual size asks for: the 10240² image at every 16th pixel. */
const SIZE = { width: 1000, height: 800 };
const ROWS = 640;
const BYTES_PER_ROW = MOSAIC.width * 4;
/** No step between passes, however slow the machine. */
const now = (): number => 0;

/** Compares the rows of the picture that were read with the image, and counts them. */
function checkPicture({ grid }: OverviewStep): number {
  const { frame, values, filled } = grid;
  const rows = [...filled.keys()].filter((j) => filled[j] === 1);
  for (const j of rows) {
    const y = sampleAt(0, MOSAIC.height, frame.step, j);
    const wrong = values.subarray(j * frame.width, (j + 1) * frame.width).findIndex((value, i) => {
      return value !== rampValue(MOSAIC.width, sampleAt(0, MOSAIC.width, frame.step, i), y);
    });
    expect(wrong).toBe(-1);
  }
  return rows.length;
}

test('The first picture of a 419 MB image costs less than 4 MB, in two rounds', async () => {
  const fits = openFits(http, server.endpoint, MOSAIC_KEY);
  const steps = overview(await fits.plane(), SIZE, { now });
  const first = await steps.next();
  // The generator asks for nothing more until its next step is wanted.
  await server.settled();
  const { requests, bytes, rounds } = fits.meter.figures();

  expect(rounds).toBe(2);
  expect(bytes).toBeLessThanOrEqual(4e6);
  expect(requests).toBeLessThanOrEqual(81);
  expect(requests).toBe(server.requests.length);
  expect(bytes).toBe(totalLength(rangesAsked(server)));
  expect(checkPicture(first.value as OverviewStep)).toBe(80);
  await steps.return(undefined);
});

test('Refining the picture reads every row it shows once, and nothing else', async () => {
  // Without a cache, so that nothing but the reader keeps a row from being read again.
  const fits = openFits(http, server.endpoint, MOSAIC_KEY, { cacheBytes: 0 });
  const plane = await fits.plane();
  await server.settled();
  server.resetRequests();

  let last: OverviewStep | undefined;
  for await (const step of overview(plane, SIZE, { now })) {
    last = step;
  }

  expect(last?.done).toBe(1);
  expect(last && checkPicture(last)).toBe(ROWS);
  const ranges = rangesAsked(server);
  expect(bytesAskedAgain(ranges)).toBe(0);
  expect(totalLength(ranges)).toBe(ROWS * BYTES_PER_ROW);
});

test('Cancelling while it refines stops the requests', async () => {
  const fits = openFits(http, server.endpoint, MOSAIC_KEY, { cacheBytes: 0 });
  const plane = await fits.plane();
  const cancel = new AbortController();
  const steps = overview(plane, SIZE, { now, signal: cancel.signal });
  await steps.next();
  const cost = fits.meter.figures().requests;
  const next = expect(steps.next()).rejects.toMatchObject({ code: 'cancelled' });
  cancel.abort();
  await next;
  await server.settled();

  // The next pass was asked for, 80 rows of it, and at most what was on the wire was sent.
  expect(server.requests.length - cost).toBeLessThanOrEqual(32);
  expect(fits.meter.figures().requests - cost).toBeLessThanOrEqual(32);
});

test('Leaving the loop over an overview stops its requests too', async () => {
  const fits = openFits(http, server.endpoint, MOSAIC_KEY, { cacheBytes: 0 });
  const plane = await fits.plane();
  const ys = Array.from({ length: ROWS }, (_, j) => j * 16);
  for await (const { y } of plane.rows(ys, 0, MOSAIC.width)) {
    if (y >= 16 * 20) {
      break;
    }
  }
  await server.settled();
  expect(server.requests.length).toBeLessThan(ROWS / 2);
});

test('Cancelling a long read in the middle of its body stops the bytes on the server', async () => {
  const cancel = new AbortController();
  const length = 128 * 2 ** 20;
  const fits = openFits(http, server.endpoint, MOSAIC_KEY, {
    // One request, so that its own body is what is stopped.
    link: new LinkEstimate({ latency: 0.04, bandwidth: 10e6, parallel: 1 }),
    onMeter: (bytes) => bytes > 2 ** 20 && cancel.abort(),
  });
  await expect(fits.reader.read(0, length, { signal: cancel.signal })).rejects.toMatchObject({
    code: 'cancelled',
  });
  await server.settled();

  const body = server.requests.at(-1);
  expect(body?.aborted).toBe(true);
  // What was in the buffers of the connection is on the bill of the server, the rest is not.
  expect(body?.bytes).toBeLessThan(length / 4);
  expect(fits.meter.figures().bytes).toBeLessThan(length / 4);
});
