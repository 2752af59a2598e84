import { afterAll, beforeAll, expect, test } from 'vitest';
import { PlaneLine } from '../../../src/core/image/line';
import { PIECE_PIXELS } from '../../../src/core/image/row-batches';
import { NodeHttpClient } from '../../../src/platform/node/http-client';
import type { S3TestServer } from '../../support/s3/server';
import { startS3Server } from '../../support/s3/server';
import { COST_BUCKET } from './support/objects';
import { openFits } from './support/open';
import { rampImage } from './support/ramp-image';
import { bytesAskedAgain, rangesAsked } from './support/ranges';

const LENGTH = 3 * PIECE_PIXELS + 1000;

let server: S3TestServer;
const http = new NodeHttpClient();
beforeAll(async () => {
  server = await startS3Server({ unsignedOnly: true });
  server.createBucket(COST_BUCKET).put('line.fits', rampImage(LENGTH, 1));
});
afterAll(async () => {
  http.dispose();
  await server.close();
});

test('A line far away is read in one round, once; looking closer costs nothing', async () => {
  const fits = openFits(http, server.endpoint, 'line.fits');
  const line = new PlaneLine(await fits.plane());
  const header = fits.meter.figures();
  const done: number[] = [];
  const whole = await line.bins({ x0: 0, x1: LENGTH }, 1024, {
    onProgress: (share) => done.push(share),
  });
  await server.settled();
  const read = fits.meter.figures();
  expect(read.rounds - header.rounds).toBe(1);
  expect(read.bytes).toBeLessThanOrEqual(LENGTH * 4 + 2 * 2880);
  expect(bytesAskedAgain(rangesAsked(server))).toBe(0);
  expect(done).toHaveLength(4);
  expect(done.at(-1)).toBe(1);
  expect(whole.max[0]).toBe(whole.step - 1);
  expect(whole.max.at(-1)).toBe(LENGTH - 1);

  const part = await line.bins({ x0: PIECE_PIXELS - 5, x1: PIECE_PIXELS + 5 }, 1024);
  expect([...part.mean]).toEqual([...Array(10).keys()].map((i) => PIECE_PIXELS - 5 + i));
  expect(fits.meter.figures()).toMatchObject({ requests: read.requests, bytes: read.bytes });
});
