import * as sdk from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Meter } from '../../../src/core/bytes/meter';
import type { HttpResponse } from '../../../src/core/bytes/http';
import { S3Service } from '../../../src/core/s3/client';
import { completePrefix } from '../../../src/core/s3/complete';
import { type Connection, PUBLIC_CONNECTION } from '../../../src/core/s3/connection';
import type { ListEntry } from '../../../src/core/s3/listing';
import { compareKeys } from '../../../src/core/s3/names';
import { RegionMemory } from '../../../src/core/s3/regions';
import { S3Target } from '../../../src/core/s3/target';
import { storedObject } from '../../support/s3/objects';
import { startS3Server, type S3TestServer } from '../../support/s3/server';
import { AT_ONCE, LoopbackHttp } from './fakes';
import { NASTY_KEYS, randomKeys } from './keys';

const loadSdk = (): Promise<typeof sdk> => Promise.resolve(sdk);
const KEYS = [...new Set([...NASTY_KEYS, ...randomKeys(1500)])].sort(compareKeys);

let server: S3TestServer;
let http: LoopbackHttp;
let regions: RegionMemory;
let service: S3Service;

beforeAll(async () => {
  server = await startS3Server({ unsignedOnly: true });
  http = new LoopbackHttp(server.port);
  regions = new RegionMemory();
  service = new S3Service(http, regions, loadSdk, AT_ONCE);
  const nasty = server.createBucket('nasty');
  KEYS.forEach((key, index) => nasty.put(key, `content ${index}`));
  server.createBucket('far-away', { region: 'ap-southeast-2' }).put('k', 'far');
  server
    .createBucket('opted-in', {
      region: 'af-south-1',
      wrongRegion: 'IllegalLocationConstraintException',
    })
    .put('k', 'opted');
  server
    .createBucket('signed-for', {
      region: 'eu-west-1',
      wrongRegion: 'AuthorizationHeaderMalformed',
      regionHeader: false,
    })
    .put('k', 'signed');
  server
    .createBucket('private', { denyList: true, denyRead: (key) => key !== 'open' })
    .put('open', 'x');
  const huge = server.createBucket('huge');
  const keyAt = (index: number): string => `data/${String(index).padStart(8, '0')}.fits`;
  huge.add({ count: 2_000_000, keyAt, objectAt: (index) => storedObject(keyAt(index), 'x') });
});

afterAll(() => server.close());

/** Everything under a prefix, by walking folder by folder and page by page. */
async function walk(connection: Connection, prefix: string, maxKeys: number): Promise<string[]> {
  const keys: string[] = [];
  let continuationToken: string | undefined;
  do {
    const page = await service.listPage(connection, {
      bucket: 'nasty',
      prefix,
      delimiter: '/',
      maxKeys,
      ...(continuationToken === undefined ? {} : { continuationToken }),
    });
    for (const entry of page.entries) {
      keys.push(
        ...(entry.kind === 'object' ? [entry.key] : await walk(connection, entry.prefix, maxKeys)),
      );
    }
    continuationToken = page.next;
  } while (continuationToken !== undefined);
  return keys;
}

async function read(target: S3Target): Promise<string> {
  for (;;) {
    const response: HttpResponse = await http.send({ method: 'GET', ...target.request() });
    const chunks: Uint8Array[] = [];
    for await (const chunk of response.body) {
      chunks.push(chunk);
    }
    const body = Buffer.concat(chunks);
    if (response.status === 200) {
      return body.toString();
    }
    const next = target.refused(response, body);
    if (next !== 'again') {
      throw next;
    }
  }
}

describe('the nastiest keys', () => {
  it('are all listed in order, on pages of any size', async () => {
    const keys: string[] = [];
    let next: string | undefined;
    let pages = 0;
    do {
      const page = await service.listPage(PUBLIC_CONNECTION, {
        bucket: 'nasty',
        prefix: '',
        maxKeys: 200,
        ...(next === undefined ? {} : { continuationToken: next }),
      });
      keys.push(
        ...page.entries.map((entry: ListEntry) => (entry.kind === 'object' ? entry.key : '?')),
      );
      next = page.next;
      pages += 1;
    } while (next !== undefined);
    expect(keys).toEqual(KEYS);
    expect(pages).toBe(Math.ceil(KEYS.length / 200));
  });

  it('are all reached by walking folders, but for the markers of the folders', async () => {
    const deepest = KEYS.filter((key) => !key.endsWith('/') && !key.includes('/'.repeat(100)));
    const walked: string[] = [];
    const { entries } = await service.listPage(PUBLIC_CONNECTION, {
      bucket: 'nasty',
      prefix: '',
      delimiter: '/',
    });
    for (const entry of entries) {
      // The key of a thousand slashes is a thousand folders deep; its first is walked on its own below.
      if (entry.kind === 'object') {
        walked.push(entry.key);
      } else if (entry.prefix !== '/') {
        walked.push(...(await walk(PUBLIC_CONNECTION, entry.prefix, 50)));
      }
    }
    expect(walked.sort(compareKeys)).toEqual(deepest.filter((key) => !key.startsWith('/')));
  });

  it('are folders with empty names where two slashes meet', async () => {
    const { entries } = await service.listPage(PUBLIC_CONNECTION, {
      bucket: 'nasty',
      prefix: '/',
      delimiter: '/',
    });
    expect(entries).toContainEqual({ kind: 'folder', name: '', prefix: '//' });
  });

  it('can be read, on every form of host', async () => {
    const own = { ...PUBLIC_CONNECTION, id: 'own', endpoint: server.endpoint, pathStyle: true };
    for (const connection of [PUBLIC_CONNECTION, { ...PUBLIC_CONNECTION, pathStyle: true }, own]) {
      for (const key of NASTY_KEYS) {
        const target = new S3Target(connection, { bucket: 'nasty', key }, regions);
        expect(await read(target)).toBe(`content ${KEYS.indexOf(key)}`);
      }
    }
  });
});

describe('a bucket of another region', () => {
  it.each([
    ['far-away', 'ap-southeast-2'],
    ['opted-in', 'af-south-1'],
    ['signed-for', 'eu-west-1'],
  ])('(%s) is found by listing, and then asked at once', async (bucket, region) => {
    server.resetRequests();
    for (let time = 0; time < 2; time++) {
      const page = await service.listPage(PUBLIC_CONNECTION, {
        bucket,
        prefix: '',
        delimiter: '/',
      });
      expect(page.entries).toHaveLength(1);
    }
    expect(regions.get(PUBLIC_CONNECTION, bucket)).toBe(region);
    expect(server.requests).toHaveLength(3);
  });

  it('is found by reading', async () => {
    const fresh = new RegionMemory();
    const target = new S3Target(PUBLIC_CONNECTION, { bucket: 'far-away', key: 'k' }, fresh);
    server.resetRequests();
    expect(await read(target)).toBe('far');
    expect(server.requests.map(({ status }) => status)).toEqual([301, 200]);
  });
});

describe('what is refused', () => {
  const list = (bucket: string): Promise<unknown> =>
    service.listPage(PUBLIC_CONNECTION, { bucket, prefix: '' });
  const get = (bucket: string, key: string): Promise<string> =>
    read(new S3Target(PUBLIC_CONNECTION, { bucket, key }, regions));

  it('has a sentence each', async () => {
    await expect(list('private')).rejects.toThrow(
      'The bucket “private” does not let anonymous readers list its files.',
    );
    await expect(list('no-such')).rejects.toThrow('There is no bucket “no-such”.');
    await expect(get('no-such', 'k')).rejects.toThrow('There is no bucket “no-such”.');
    await expect(get('nasty', 'missing')).rejects.toThrow('s3://nasty/missing does not exist.');
    const denied = 'cannot be read without credentials, or does not exist.';
    await expect(get('private', 'missing')).rejects.toThrow(denied);
    await expect(get('private', 'closed')).rejects.toThrow(denied);
    expect(await get('private', 'open')).toBe('x');
  });
});

describe('a folder of two million keys', () => {
  const query = { bucket: 'huge', prefix: 'data/', delimiter: '/' };

  it('opens with one request', async () => {
    server.resetRequests();
    const meter = new Meter();
    const page = await service.listPage(PUBLIC_CONNECTION, query, { meter });
    expect(page.entries).toHaveLength(1000);
    expect(page.entries[999]).toMatchObject({ name: '00000999.fits' });
    expect(page.next).toBeDefined();
    expect(server.requests.map(({ operation }) => operation)).toEqual(['ListObjectsV2']);
    expect(meter.figures()).toMatchObject({
      requests: 1,
      rounds: 1,
      bytes: server.requests[0]?.bytes,
    });
  });

  it('can be entered anywhere', async () => {
    const page = await service.listPage(PUBLIC_CONNECTION, {
      ...query,
      startAfter: 'data/01234567',
    });
    expect(page.entries[0]).toMatchObject({ key: 'data/01234567.fits' });
  });

  it('completes what is typed with one request', async () => {
    server.resetRequests();
    expect(await completePrefix(service, PUBLIC_CONNECTION, 'huge', 'da')).toEqual({
      folders: ['data/'],
      complete: true,
    });
    expect(await completePrefix(service, PUBLIC_CONNECTION, 'huge', 'data/0')).toEqual({
      folders: [],
      complete: false,
    });
    expect(server.requests).toHaveLength(2);
  });
});
