import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { DEFAULT_RETRY } from '../../../src/core/bytes/retry';
import { infoLines } from '../../../src/core/fits/info';
import { overview } from '../../../src/core/image/overview';
import type { Section } from '../../../src/core/image/plane';
import { NodeHttpClient } from '../../../src/platform/node/http-client';
import { type FaultProxy, startFaultProxy } from '../../support/proxy/fault-proxy';
import type { S3TestServer } from '../../support/s3/server';
import { JWST_KEY, MOSAIC, MOSAIC_KEY, startCostServer } from './support/objects';
import { type OpenedFits, openFits } from './support/open';
import { wrongValues } from './support/ramp-image';

let server: S3TestServer;
let proxy: FaultProxy;
const http = new NodeHttpClient();
/** Only for servers that are meant to be silent: on a busy machine others may be, too. */
const impatient = new NodeHttpClient({ stallTimeoutMs: 200 });
beforeAll(async () => {
  server = await startCostServer();
  proxy = await startFaultProxy({ target: server.endpoint });
});
beforeEach(() => {
  proxy.rules = [];
  proxy.link = {};
  server.resetRequests();
});
afterAll(async () => {
  http.dispose();
  impatient.dispose();
  await proxy.close();
  await server.close();
});

const AT_ONCE = { ...DEFAULT_RETRY, retries: 2, firstPauseMs: 0 };

/** Whole rows side by side: one request of 409,600 bytes after the header. */
const box = { x0: 0, y0: 100, x1: MOSAIC.width, y1: 110 };
const boxBytes = MOSAIC.width * 10 * 4;

function open(client = http, retry = AT_ONCE): OpenedFits {
  return openFits(client, proxy.endpoint, MOSAIC_KEY, { source: { retry } });
}

function expectRight(section: Section): void {
  expect(section.values.length).toBe(MOSAIC.width * 10);
  expect(wrongValues(MOSAIC, section)).toBe(0);
}

test('503 SlowDown is tried again, and counted', async () => {
  proxy.rules = [{ fault: { kind: 'refuse' }, times: 1 }];
  const fits = open();
  expectRight(await (await fits.plane()).section(box));

  expect(proxy.figures().faulty).toBeGreaterThan(0);
  expect(fits.meter.figures()).toMatchObject({ requests: 3, rounds: 2 });
});

test('Many refusals among many requests still give the right values', async () => {
  // Chance may have one request meet all of them.
  const times = 20;
  proxy.rules = [{ fault: { kind: 'refuse' }, share: 0.5, times }];
  const fits = open(http, { ...AT_ONCE, retries: times });
  const plane = await fits.plane();
  expect(wrongValues(MOSAIC, await plane.section({ x0: 3, y0: 0, x1: 5, y1: 40 }))).toBe(0);
  await server.settled();
  expect(fits.meter.figures().requests).toBe(server.requests.length + times);
});

test('A server that goes on refusing is an error with a way on', async () => {
  proxy.rules = [{ fault: { kind: 'refuse' } }];
  const failing = open().plane();
  await expect(failing).rejects.toMatchObject({ code: 'server', retryable: true });
  await expect(failing).rejects.toHaveProperty('hint', expect.stringMatching(/\S/));
  expect(proxy.figures().requests).toBeGreaterThanOrEqual(1 + AT_ONCE.retries);
});

test('After a reset in mid-body only the rest is read', async () => {
  proxy.rules = [{ fault: { kind: 'reset', afterBytes: 200_000 }, from: 2, times: 1 }];
  const fits = open();
  const plane = await fits.plane();
  const before = fits.meter.figures();
  expectRight(await plane.section(box));

  const { requests, bytes } = fits.meter.figures();
  expect(requests - before.requests).toBe(2);
  // What the first answer brought is kept, so every byte came once.
  expect(bytes - before.bytes).toBe(boxBytes);
  const [, first, second] = server.requests.map(({ headers }) => headers.range ?? '');
  expect(first?.split('-')[1]).toBe(second?.split('-')[1]);
  expect(first).not.toBe(second);
});

test('A silent server is a timeout, not a wait for ever', async () => {
  const fits = open(impatient);
  const plane = await fits.plane();
  proxy.rules = [{ fault: { kind: 'stall', afterBytes: 100_000 } }];
  const failing = plane.section(box);
  await expect(failing).rejects.toMatchObject({ code: 'timeout' });
  expect(fits.meter.figures().requests).toBe(1 + 1 + AT_ONCE.retries);
});

test('So is one that never begins its answer', async () => {
  proxy.rules = [{ fault: { kind: 'stall', afterBytes: 0 } }];
  await expect(open(impatient).plane()).rejects.toMatchObject({ code: 'timeout' });
});

test('An object that changes between two reads is an error, never a mix of two versions', async () => {
  const fits = open();
  const plane = await fits.plane();
  proxy.rules = [{ fault: { kind: 'etag', etag: '"another"' } }];
  const failing = plane.section(box);
  await expect(failing).rejects.toMatchObject({ code: 'changed' });
  await expect(failing).rejects.toHaveProperty('message', expect.stringContaining(MOSAIC_KEY));

  // What is known now stays known, without asking again.
  const { requests } = fits.meter.figures();
  await expect(plane.section({ ...box, y1: 101 })).rejects.toMatchObject({ code: 'changed' });
  expect(fits.meter.figures().requests).toBe(requests);
});

test('A server that ignores ranges is found out before the whole file is read', async () => {
  proxy.rules = [{ fault: { kind: 'ignore-range' } }];
  const fits = open();
  await expect(fits.plane()).rejects.toMatchObject({ code: 'range-ignored' });
  expect(fits.meter.figures()).toMatchObject({ requests: 1, bytes: 0 });
});

test('So is one that begins to ignore them later', async () => {
  const fits = open();
  const plane = await fits.plane();
  const before = fits.meter.figures();
  proxy.rules = [{ fault: { kind: 'ignore-range' } }];
  await expect(plane.section(box)).rejects.toMatchObject({ code: 'range-ignored' });
  expect(fits.meter.figures().bytes).toBe(before.bytes);
});

test('An answer that speaks of another range is refused, in the first read and later', async () => {
  const rules = [{ fault: { kind: 'shift-content-range', by: 512 } }] as const;
  const plane = await open().plane();
  proxy.rules = rules;
  for (const failing of [open().plane(), plane.section(box)]) {
    await expect(failing).rejects.toMatchObject({ code: 'server' });
    await expect(failing).rejects.toThrow(/other bytes than asked for \(Content-Range: bytes /);
  }
});

test('Latency changes no count', async () => {
  const costs = async (): Promise<unknown[]> => {
    const jwst = openFits(http, proxy.endpoint, JWST_KEY);
    for await (const hdu of jwst.index.all()) {
      void hdu;
    }
    expect(infoLines(jwst.index.known).length).toBe(7);
    const section = open();
    await (await section.plane()).section({ x0: 64, y0: 64, x1: 96, y1: 96 });
    const picture = open();
    const steps = overview(await picture.plane(), { width: 1000, height: 800 }, { now: () => 0 });
    await steps.next();
    await steps.return(undefined);
    return [jwst, section, picture].map(({ meter }) => {
      const { requests, bytes, rounds } = meter.figures();
      return { requests, bytes, rounds };
    });
  };
  const near = await costs();
  proxy.link = { latencyMilliseconds: 30 };
  expect(await costs()).toEqual(near);
});
