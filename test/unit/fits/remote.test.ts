import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HttpSource } from '../../../src/core/bytes/http-source';
import { Meter } from '../../../src/core/bytes/meter';
import { SpanReader } from '../../../src/core/bytes/span-reader';
import { HduIndex } from '../../../src/core/fits/hdu-index';
import { openPlane } from '../../../src/core/fits/image-plane';
import { PUBLIC_CONNECTION } from '../../../src/core/s3/connection';
import { RegionMemory } from '../../../src/core/s3/regions';
import { S3Target } from '../../../src/core/s3/target';
import { NodeHttpClient } from '../../../src/platform/node/http-client';
import { startS3Server, type S3TestServer } from '../../support/s3/server';
import { PLANE_TOOLS } from '../../support/fits/plane-tools';
import { JWST_LIKE_SIZE, jwstLikeContent } from './support/jwst-like';

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));
const KEY = 'jw01783/rate.fits';

describe('a JWST-like file of 84 MB on S3', () => {
  let server: S3TestServer;
  const client = new NodeHttpClient();
  beforeAll(async () => {
    server = await startS3Server({ unsignedOnly: true });
    const bucket = server.createBucket('stpubdata');
    bucket.put(KEY, { size: JWST_LIKE_SIZE, read: jwstLikeContent });
  });
  afterAll(async () => {
    client.dispose();
    await server.close();
  });

  it('gives its HDU list for at most 8 requests and 512 KB, in 2 rounds', async () => {
    server.resetRequests();
    const connection = {
      ...PUBLIC_CONNECTION,
      ...{ id: 'test', endpoint: server.endpoint, pathStyle: true },
    };
    const target = new S3Target(connection, { bucket: 'stpubdata', key: KEY }, new RegionMemory());
    const meter = new Meter();
    const reader = new SpanReader(new HttpSource(client, target), { meter });
    const index = new HduIndex(reader);
    const sci = await index.hdu(1);
    expect((await index.hdu(6)).name).toBe('ASDF');
    await server.settled();
    const { requests, bytes, rounds } = meter.figures();
    expect([requests, rounds]).toEqual([6, 2]);
    expect(bytes).toBeLessThanOrEqual(512 * 1024);
    expect(server.requests).toHaveLength(requests);

    const plane = openPlane(reader, sci, [], PLANE_TOOLS);
    await plane.section({ x0: 900, y0: 900, x1: 1156, y1: 1156 });
    expect(meter.figures().rounds).toBe(3);
  });

  it('is inspected from the command line', async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        ...['--import', 'tsx', 'scripts/inspect.ts', `s3://stpubdata/${KEY}`],
        ...['--endpoint', server.endpoint, '--hdu', '3', '--pixel', '1,2', '--json'],
      ],
      { cwd: PROJECT },
    );
    const report = JSON.parse(stdout) as Record<string, unknown>;
    expect(report).toMatchObject({
      uri: `s3://stpubdata/${KEY}`,
      size: JWST_LIKE_SIZE,
      pixel: { x: 1, y: 2, value: '2147483648' },
      cost: { requests: 7, rounds: 3 },
    });
    expect(report['hdus']).toHaveLength(7);
  }, 30_000);
});
