import { afterAll, beforeAll, expect, test } from 'vitest';
import { LinkEstimate } from '../../../src/core/bytes/link';
import { regionStatistics } from '../../../src/core/regions/region-statistics';
import { segmentProfile } from '../../../src/core/regions/segment-profile';
import type { Shape } from '../../../src/core/regions/shape';
import { NodeHttpClient } from '../../../src/platform/node/http-client';
import type { S3TestServer } from '../../support/s3/server';
import { DETECTOR, DETECTOR_KEY, startCostServer } from './support/objects';
import { openFits } from './support/open';
import { rampValue } from './support/ramp-image';
import { rangesAsked, totalLength } from './support/ranges';

/** Asking costs as much as this many bytes: less is not saved. */
const LINK = { latency: 0.001, bandwidth: 1e6, parallel: 32 };

let server: S3TestServer;
const http = new NodeHttpClient();
beforeAll(async () => {
  server = await startCostServer();
});
afterAll(async () => {
  http.dispose();
  await server.close();
});

test('A circle reads its rows and columns, in one round', async () => {
  const fits = openFits(http, server.endpoint, DETECTOR_KEY, { link: new LinkEstimate(LINK) });
  const plane = await fits.plane();
  await server.settled();
  const before = fits.meter.figures();
  server.resetRequests();

  const shape: Shape = { kind: 'circle', x: 1000, y: 700, radius: 30 };
  let sum = NaN;
  let pixels = 0;
  for await (const step of regionStatistics(plane, shape, undefined)) {
    ({ sum, pixels } = step);
  }

  await server.settled();
  // Symmetric around its middle, on a plane that rises evenly.
  expect(sum / pixels).toBeCloseTo(rampValue(DETECTOR.width, 1000, 700), 0);
  const ranges = rangesAsked(server);
  const { rounds } = fits.meter.figures();
  expect(rounds - before.rounds).toBe(1);
  expect(ranges.length).toBeLessThanOrEqual(59);
  expect(totalLength(ranges)).toBeLessThanOrEqual(59 * (59 * 4 + 1024));
});

test('A slanted line reads a small part of the box around it', async () => {
  const fits = openFits(http, server.endpoint, DETECTOR_KEY, { link: new LinkEstimate(LINK) });
  const plane = await fits.plane();
  await server.settled();
  server.resetRequests();
  const { values } = await segmentProfile(plane, [100, 100], [1900, 1900]);
  await server.settled();
  expect(values[0]).toBe(rampValue(DETECTOR.width, 100, 100));
  expect(totalLength(rangesAsked(server))).toBeLessThan((1800 * 1800 * 4) / 4);
});
