import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { elements, rawRequest, type RawAnswer } from '../../support/s3/raw-request';
import { largeTableBody, largeTableColumns, largeTableValue } from '../../support/s3/large-table';
import {
  largeBucket,
  largeTableKey,
  manyBucket,
  sampleBucket,
  startSampleServer,
} from '../../support/s3/sample';
import type { S3TestServer } from '../../support/s3/server';
import { tile, tileBytes } from '../../support/s3/tile';

let folder: string;
let server: S3TestServer;
const ask = (path: string): Promise<RawAnswer> => rawRequest(server.endpoint, { path });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'skybucket-sample-'));
  mkdirSync(join(folder, 'deep', 'er'), { recursive: true });
  writeFileSync(join(folder, 'README.txt'), 'hello');
  writeFileSync(join(folder, 'deep', 'er', 'a b.fits'), 'SIMPLE');
  writeFileSync(join(folder, '.hidden'), '');
  server = await startSampleServer({ folder });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

describe('the sample bucket', () => {
  it('has the files of its folder', async () => {
    const listing = await ask(`/${sampleBucket}?list-type=2`);
    expect(elements(listing.text, 'Key')).toEqual(['README.txt', 'deep/er/a b.fits']);
    expect(elements(listing.text, 'ETag')[0]).toBe('"5d41402abc4b2a76b9719d911017c592"');
    const file = await ask(`/${sampleBucket}/deep/er/a%20b.fits`);
    expect([file.text, file.headers['content-type']]).toEqual(['SIMPLE', 'application/fits']);
    expect((await ask(`/${sampleBucket}/deep/../README.txt`)).status).toBe(404);
  });
});

describe('the bucket of two million keys', () => {
  it('opens and jumps with one request', async () => {
    const top = await ask(`/${manyBucket}?list-type=2&delimiter=/`);
    expect(elements(top.text, 'Prefix')).toEqual(['', 'survey/']);
    const end = await ask(
      `/${manyBucket}?list-type=2&delimiter=/&prefix=survey/&start-after=survey/tile-1999999`,
    );
    expect(elements(end.text, 'Key')).toEqual([
      'survey/tile-1999999.fits',
      'survey/tile-2000000.fits',
    ]);
    expect(elements(end.text, 'IsTruncated')).toEqual(['false']);
  });

  it('has a FITS image under each of them', async () => {
    const answer = await ask(`/${manyBucket}/survey/tile-0012345.fits`);
    expect(answer.body.equals(tile(12345))).toBe(true);
    expect(answer.body.length).toBe(tileBytes);
    expect(tileBytes % 2880).toBe(0);
    const cards = answer.text.slice(0, 2880).match(/.{80}/g) ?? [];
    expect(cards.slice(0, 6).map((card) => card.slice(0, 30).trimEnd())).toEqual([
      'SIMPLE  =                    T',
      'BITPIX  =                  -32',
      'NAXIS   =                    2',
      'NAXIS1  =                   64',
      'NAXIS2  =                   64',
      "OBJECT  = 'Tile 12345'",
    ]);
    expect(cards).toContain('END'.padEnd(80));
    expect(answer.body.equals(Buffer.from(tile(12346)))).toBe(false);
  });
});

describe('the table of ten million rows', () => {
  const rowLength = 24 + 4 * (largeTableColumns - 3);
  const headLength = largeTableBody(0).size;

  it('gives any row by range', async () => {
    const row = 9_999_999;
    const from = headLength + row * rowLength;
    const { body, status } = await rawRequest(server.endpoint, {
      path: `/${largeBucket}/${largeTableKey}`,
      headers: { range: `bytes=${from}-${from + rowLength - 1}` },
    });
    expect(status).toBe(206);
    const view = new DataView(body.buffer, body.byteOffset, body.length);
    expect(view.getBigInt64(0)).toBe(10_000_000n);
    expect(view.getFloat64(8)).toBe(largeTableValue(row, 1));
    expect(view.getFloat32(rowLength - 4)).toBe(largeTableValue(row, largeTableColumns - 1));
  });

  it('gives the same bytes however it is cut', async () => {
    const table = largeTableBody(50);
    const whole = await table.read(0, table.size);
    for (const [offset, length] of [
      [headLength - 3, 10],
      [headLength + rowLength - 1, 2 * rowLength],
      [table.size - 5, 5],
    ] as const) {
      expect(await table.read(offset, length)).toEqual(whole.subarray(offset, offset + length));
    }
  });
});
