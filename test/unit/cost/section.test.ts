import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Link, LinkEstimate } from '../../../src/core/bytes/link';
import type { Span } from '../../../src/core/bytes/source';
import type { Box } from '../../../src/core/image/plane';
import { NodeHttpClient } from '../../../src/platform/node/http-client';
import type { S3TestServer } from '../../support/s3/server';
import { leastSeconds, seconds } from './support/best-merging';
import {
  COST_BUCKET,
  DETECTOR,
  DETECTOR_KEY,
  MOSAIC,
  MOSAIC_KEY,
  startCostServer,
} from './support/objects';
import { type OpenedFits, openFits } from './support/open';
import { type RampImage, rampImage, rampValue, wrongValues } from './support/ramp-image';
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

const LINKS: readonly Link[] = [
  { latency: 0.04, bandwidth: 10e6, parallel: 32 },
  { latency: 0.005, bandwidth: 200e6, parallel: 32 },
  { latency: 0.15, bandwidth: 2e6, parallel: 32 },
];

function spansOf(image: RampImage, { x0, y0, x1, y1 }: Box): Span[] {
  return Array.from({ length: y1 - y0 }, (_, i) => ({
    offset: image.dataOffset + ((y0 + i) * image.width + x0) * 4,
    length: (x1 - x0) * 4,
  }));
}

const box: Box = { x0: 5000, y0: 7000, x1: 5256, y1: 7256 };
const small: Box = { x0: 1000, y0: 700, x1: 1256, y1: 956 };

describe.each(LINKS)('For $latency s and $bandwidth B/s', (link) => {
  test.each([
    { of: '10240²', key: MOSAIC_KEY, image: MOSAIC, box },
    { of: '2048²', key: DETECTOR_KEY, image: DETECTOR, box: small },
  ])('a 256² section of a $of image takes one round, in nearly the least time', async (c) => {
    const fits = openFits(http, server.endpoint, c.key, { link: new LinkEstimate(link) });
    const plane = await fits.plane();
    await server.settled();
    const header = fits.meter.figures();
    expect(header).toMatchObject({ requests: 1, rounds: 1 });
    server.resetRequests();

    const section = await plane.section(c.box);

    expect(section.values.length).toBe(256 * 256);
    expect(wrongValues(c.image, section)).toBe(0);
    await server.settled();
    const { requests, bytes, rounds } = fits.meter.figures();
    expect(rounds - header.rounds).toBe(1);
    expect(requests - header.requests).toBe(server.requests.length);
    const ranges = rangesAsked(server);
    expect(bytes - header.bytes).toBe(totalLength(ranges));
    expect(bytesAskedAgain(ranges)).toBe(0);

    const least = leastSeconds(spansOf(c.image, c.box), link);
    const expected = seconds(ranges.length, totalLength(ranges), link);
    expect(expected / least).toBeGreaterThan(1 - 1e-9);
    expect(expected / least).toBeLessThan(1.2);
  });
});

test('A section at the edges of the image has the right values', async () => {
  const plane = await openFits(http, server.endpoint, MOSAIC_KEY).plane();
  for (const edge of [
    { x0: 0, y0: 0, x1: 3, y1: 2 },
    { x0: 10237, y0: 10238, x1: 10240, y1: 10240 },
  ]) {
    const section = await plane.section(edge);
    expect(section.values.length).toBe((edge.x1 - edge.x0) * 2);
    expect(wrongValues(MOSAIC, section)).toBe(0);
  }
});

test.each([
  ['all rows', 1],
  ['every second row', 2],
])(
  '%s of a narrow image are as many requests and bytes as asked for one by one',
  async (_, step) => {
    const narrow = rampImage(32, 20_000);
    server.bucket(COST_BUCKET).put('narrow.fits', narrow);
    const ys = Array.from({ length: narrow.height / step }, (_, k) => k * step);
    const asked = async (read: (fits: OpenedFits) => Promise<void>): Promise<Span[]> => {
      const fits = openFits(http, server.endpoint, 'narrow.fits', {
        link: new LinkEstimate(LINKS[0]),
      });
      await fits.plane();
      await server.settled();
      server.resetRequests();
      await read(fits);
      await server.settled();
      return rangesAsked(server);
    };

    const together = await asked(async (fits) => {
      let wrong = 0;
      const arrived = new Set<number>();
      for await (const { y, values } of (await fits.plane()).rows(ys, 0, 32)) {
        arrived.add(y);
        values.forEach((value, x) => {
          wrong += value === rampValue(32, x, y) ? 0 : 1;
        });
      }
      expect([arrived.size, wrong]).toEqual([ys.length, 0]);
    });
    const singly = await asked(async ({ reader }) => {
      await Promise.all(
        reader.readSpans(
          ys.map((y) => ({ offset: narrow.dataOffset + y * 32 * 4, length: 32 * 4 })),
        ),
      );
    });
    expect(together).toEqual(singly);
    expect(together.length).toBeGreaterThan(1);
  },
);
