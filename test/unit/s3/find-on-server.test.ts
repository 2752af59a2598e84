import * as sdk from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { S3Service } from '../../../src/core/s3/client';
import type { Connection } from '../../../src/core/s3/connection';
import { PUBLIC_CONNECTION } from '../../../src/core/s3/connection';
import { parseGlob } from '../../../src/core/s3/glob';
import { findKeys } from '../../../src/core/s3/glob-find';
import { RegionMemory } from '../../../src/core/s3/regions';
import { measureUsage, UsageCounter } from '../../../src/core/s3/usage';
import type { ListKeys } from '../../../src/core/s3/walk';
import { startS3Server, type S3TestServer } from '../../support/s3/server';
import { AT_ONCE, LoopbackHttp } from './fakes';

/** Keys that a careless client would not send or read back as they are. */
const ODD = ['a b', 'a+b', '100%', 'é', '日本', '🌌', 'a&b=c', '<x>', '..', 'x\ny', "it's", '?#'];

describe('finding and counting on a server', () => {
  let server: S3TestServer;
  let list: ListKeys;

  beforeAll(async () => {
    server = await startS3Server({ unsignedOnly: true });
    const connection: Connection = {
      ...PUBLIC_CONNECTION,
      ...{ id: 'own', endpoint: server.endpoint, pathStyle: true },
    };
    const http = new LoopbackHttp(server.port);
    const service = new S3Service(http, new RegionMemory(), () => Promise.resolve(sdk), AT_ONCE);
    list = (query, signal) => service.listPage(connection, query, { signal });
    const bucket = server.createBucket('sky');
    for (let tile = 0; tile < 30; tile++) {
      for (let day = 0; day < 12; day++) {
        const folder = `4/${String(tile).padStart(4, '0')}/400${String(tile).padStart(2, '0')}821/${day}`;
        bucket.put(`${folder}/i1/w3/${tile}.mosaic.fits`, 'xx');
        bucket.put(`${folder}/i1/w3/${tile}.weight.fits`, 'x');
        bucket.put(`${folder}/log.txt`, '');
      }
    }
    for (const name of ODD) {
      bucket.put(`odd/${name}/${name}.fits`, name);
    }
  });
  afterAll(() => server.close());

  async function find(pattern: string, prefix = ''): Promise<string[]> {
    const found: string[] = [];
    server.resetRequests();
    await findKeys(list, { bucket: 'sky', prefix }, parseGlob(pattern), {
      onFound: (entries) => {
        found.push(...entries.map(({ name }) => name));
      },
    });
    return found.sort();
  }

  it('asks for the folder of the reference document and for nothing else', async () => {
    expect(await find('4/0019/40019821/9/**/*.mosaic.fits')).toEqual([
      '4/0019/40019821/9/i1/w3/19.mosaic.fits',
    ]);
    const asked = server.requests.map(({ url }) => new URL(url, server.endpoint).searchParams);
    expect(asked.map((query) => query.get('prefix'))).toEqual(['4/0019/40019821/9/']);
    const answered = server.requests.reduce((sum, { bytes }) => sum + bytes, 0);
    // Three keys, not the 1,092 of the bucket.
    expect(answered).toBeLessThan(2000);
  });

  it('finds keys of any characters', async () => {
    const expected = ODD.map((name) => `${name}/${name}.fits`).sort();
    expect(await find('*/*.fits', 'odd/')).toEqual(expected);
    expect(await find('**/*', 'odd/')).toEqual(expected);
    for (const name of ODD) {
      const literal = name.replace(/[*?[{]/g, '[$&]');
      expect(await find(`${literal}/*.fits`, 'odd/'), name).toEqual([`${name}/${name}.fits`]);
    }
  });

  it('counts what the bucket holds', async () => {
    const counter = new UsageCounter('4/');
    await measureUsage(list, { bucket: 'sky', prefix: '4/' }, counter);
    const usage = counter.usage();
    expect(usage).toMatchObject({ objects: 1080, bytes: 1080 });
    expect(usage.endings).toEqual([
      { name: '.fits', objects: 720, bytes: 1080 },
      { name: '.txt', objects: 360, bytes: 0 },
    ]);
    expect(usage.root.folders).toHaveLength(30);
  });

  it('ends the requests that are under way when it is cancelled', async () => {
    const stop = new AbortController();
    const running = findKeys(list, { bucket: 'sky', prefix: '' }, parseGlob('4/*/*/*/*'), {
      signal: stop.signal,
      onFound: () => stop.abort(),
      onProgress: ({ requests }) => requests > 10 && stop.abort(),
    });
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    await server.settled();
  });
});
