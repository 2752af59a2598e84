import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { formatInfo, infoLines } from '../../../src/core/fits/info';
import { NodeHttpClient } from '../../../src/platform/node/http-client';
import type { S3TestServer } from '../../support/s3/server';
import { JWST_KEY, startCostServer } from './support/objects';
import { type OpenedFits, openFits } from './support/open';
import { bytesAskedAgain, rangesAsked } from './support/ranges';

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

const LISTING = `No.    Name      Ver    Type      Cards   Dimensions   Format
  0  PRIMARY       1 PrimaryHDU     256   ()
  1  SCI           1 ImageHDU        78   (2048, 2048)   float32
  2  ERR           1 ImageHDU        10   (2048, 2048)   float32
  3  DQ            1 ImageHDU        11   (2048, 2048)   int32 (rescales to uint32)
  4  VAR_POISSON    1 ImageHDU         9   (2048, 2048)   float32
  5  VAR_RNOISE    1 ImageHDU         9   (2048, 2048)   float32
  6  ASDF          1 BinTableHDU     11   1R x 1C   [14904B]`;

async function listing({ index }: OpenedFits): Promise<string> {
  for await (const hdu of index.all()) {
    void hdu;
  }
  return formatInfo(infoLines(index.known));
}

test('The seven HDUs of an 84 MB file cost at most 512 KB and 8 requests', async () => {
  const fits = openFits(http, server.endpoint, JWST_KEY);
  expect(await fits.reader.size()).toBeGreaterThan(83e6);
  expect(await listing(fits)).toBe(LISTING);

  await server.settled();
  const { requests, bytes, rounds } = fits.meter.figures();
  expect(requests).toBeLessThanOrEqual(8);
  expect(bytes).toBeLessThanOrEqual(512_000);
  // The first read reaches the header of SCI, whose size tells where the others are.
  expect(rounds).toBe(2);
  expect(requests).toBe(server.requests.length);
  expect(bytes).toBe(server.requests.reduce((sum, request) => sum + request.bytes, 0));
  expect(bytesAskedAgain(rangesAsked(server))).toBe(0);
});

test('What a listing said of the object changes neither requests nor bytes', async () => {
  const size = await openFits(http, server.endpoint, JWST_KEY).reader.size();
  const etag = server.bucket('cost').get(JWST_KEY)?.etag;
  const unknown = openFits(http, server.endpoint, JWST_KEY);
  const known = openFits(http, server.endpoint, JWST_KEY, { source: { known: { size, etag } } });

  expect(await listing(known)).toBe(await listing(unknown));

  const { requests, bytes, rounds } = unknown.meter.figures();
  expect(known.meter.figures()).toMatchObject({ requests, bytes, rounds });
  expect(server.requests.at(-1)?.headers['if-match']).toBe(etag);
});

test('The list costs nothing a second time', async () => {
  const fits = openFits(http, server.endpoint, JWST_KEY);
  await listing(fits);
  const before = server.requests.length;
  await listing(fits);
  expect(server.requests.length).toBe(before);
});
