import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Meter } from '../../../src/core/bytes/meter';
import { S3Service } from '../../../src/core/s3/client';
import { RegionMemory } from '../../../src/core/s3/regions';
import { NodeHttpClient } from '../../../src/platform/node/http-client';
import { loadS3Sdk } from '../../../src/platform/node/load-s3-sdk';
import type { S3TestServer } from '../../support/s3/server';
import { FOLDER, startCostServer } from './support/objects';
import { connectionTo } from './support/open';

let server: S3TestServer;
const http = new NodeHttpClient();
const s3 = new S3Service(http, new RegionMemory(), loadS3Sdk);
beforeAll(async () => {
  server = await startCostServer();
});
beforeEach(() => server.resetRequests());
afterAll(async () => {
  http.dispose();
  await server.close();
});

test('A folder of 2,000,000 keys opens with one request', async () => {
  const meter = new Meter();
  const page = await s3.listPage(connectionTo(server.endpoint), FOLDER, { meter });
  await server.settled();

  expect(server.requests.map(({ operation }) => operation)).toEqual(['ListObjectsV2']);
  expect(meter.figures()).toMatchObject({ requests: 1, rounds: 1 });
  expect(meter.figures().bytes).toBe(server.requests[0]?.bytes);
  expect(page.entries.length).toBe(1000);
  expect(page.entries[0]).toMatchObject({
    name: 'tile-0000001.fits',
    key: 'survey/tile-0000001.fits',
  });
  expect(page.next).toBeDefined();
});

test('Each further page of it is one request', async () => {
  const connection = connectionTo(server.endpoint);
  const first = await s3.listPage(connection, FOLDER);
  server.resetRequests();

  const continuationToken = first.next ?? '';
  const second = await s3.listPage(connection, { ...FOLDER, continuationToken });

  expect(server.requests.length).toBe(1);
  expect(second.entries[0]).toMatchObject({ name: 'tile-0001001.fits' });
});

test('So is a jump into the middle of it', async () => {
  const connection = connectionTo(server.endpoint);
  const prefix = 'survey/tile-19';
  const page = await s3.listPage(connection, { ...FOLDER, prefix });

  expect(server.requests.length).toBe(1);
  expect(page.entries[0]).toMatchObject({ key: 'survey/tile-1900000.fits' });
});
