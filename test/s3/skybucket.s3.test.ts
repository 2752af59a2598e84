import { createHash } from 'node:crypto';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { HttpSource } from '../../src/core/bytes/http-source';
import { Meter } from '../../src/core/bytes/meter';
import { S3Service, type ListQuery } from '../../src/core/s3/client';
import type { Connection } from '../../src/core/s3/connection';
import type { ListEntry } from '../../src/core/s3/listing';
import { RegionMemory } from '../../src/core/s3/regions';
import { S3Target } from '../../src/core/s3/target';
import { NodeHttpClient } from '../../src/platform/node/http-client';
import { loadS3Sdk } from '../../src/platform/node/load-s3-sdk';
import { compareKeys } from '../support/s3/keys';
import {
  emptyKey,
  fileBytes,
  fileKey,
  longestKey,
  manyFolders,
  manyObjects,
  names,
  ordered,
  privateBucket,
  publicBucket,
} from './contents';

// The same servers through our own listing and byte source.
describe.each(inject('stores'))('$name', ({ endpoint, speaksAsAmazon }) => {
  const connection: Connection = {
    id: 'suite',
    label: 'Storage suite',
    kind: 's3',
    endpoint,
    pathStyle: true,
    auth: { kind: 'unsigned' },
    requesterPays: false,
    readOnly: true,
  };
  const http = new NodeHttpClient();
  afterAll(() => http.dispose());
  const regions = new RegionMemory();
  const service = new S3Service(http, regions, loadS3Sdk);

  async function listAll(query: Omit<ListQuery, 'bucket'>): Promise<ListEntry[]> {
    const entries: ListEntry[] = [];
    let continuationToken: string | undefined;
    do {
      const page = await service.listPage(connection, {
        bucket: publicBucket,
        ...query,
        ...(continuationToken === undefined ? {} : { continuationToken }),
      });
      entries.push(...page.entries);
      continuationToken = page.next;
    } while (continuationToken !== undefined);
    return entries;
  }

  const source = (key: string, bucket = publicBucket): HttpSource =>
    new HttpSource(http, new S3Target(connection, { bucket, key }, regions));
  const nameOf = (entry: ListEntry): string => (entry.kind === 'object' ? entry.key : entry.prefix);

  describe('listing', () => {
    it('walks all pages of a folder in key order', async () => {
      const entries = await listAll({ prefix: 'many/', delimiter: '/' });
      expect(entries.map(nameOf)).toEqual([...manyObjects, ...manyFolders].sort(compareKeys));
    });

    it.each([1, 4])('gives every name as it is, %d a page', async (maxKeys) => {
      const entries = await listAll({ prefix: 'names/', maxKeys });
      expect(entries.map(nameOf)).toEqual([...names].sort(compareKeys));
    });

    it('keeps folders and objects in key order', async () => {
      const entries = await listAll({ prefix: 'order/', delimiter: '/' });
      const rolled = ordered.map((key) => key.replace(/\/x$/, '/'));
      expect(entries.map(nameOf)).toEqual([...new Set(rolled)].sort(compareKeys));
    });

    it('starts where it is told', async () => {
      const { entries } = await service.listPage(connection, {
        bucket: publicBucket,
        prefix: 'order/',
        startAfter: 'order/b/',
      });
      expect(entries.map(nameOf)).toEqual(['order/b/x', 'order/b0']);
    });

    it('costs one request a page', async () => {
      const meter = new Meter();
      const query = { bucket: publicBucket, prefix: 'many/', delimiter: '/' };
      await service.listPage(connection, query, { meter });
      expect(meter.figures()).toMatchObject({ requests: 1, rounds: 1 });
    });
  });

  describe('reading', () => {
    it.each([...names, longestKey])('finds %j', async (key) => {
      const object = source(key);
      const size = await object.size();
      expect(Buffer.from(await object.read(0, size)).toString()).toBe(key);
      await object.close();
    });

    it('reads any span of one version', async () => {
      const object = source(fileKey);
      const etag = `"${createHash('md5').update(fileBytes).digest('hex')}"`;
      expect(await object.size()).toBe(fileBytes.length);
      expect(await object.identity()).toEqual({ kind: 'etag', etag });
      for (const [offset, length] of [
        [0, 1],
        [65_000, 2_000],
        [299_999, 1],
        [0, 300_000],
      ] as const) {
        const bytes = await object.read(offset, length);
        expect(fileBytes.subarray(offset, offset + length).equals(bytes)).toBe(true);
      }
      await expect(object.read(299_999, 2)).rejects.toMatchObject({ code: 'past-end' });
      await object.close();
    });

    it('knows that an empty object is empty', async () => {
      const object = source(emptyKey);
      expect(await object.size()).toBe(0);
      await object.close();
    });
  });

  describe('refusals', () => {
    // Others do not tell a stranger which buckets there are.
    const noBucket = speaksAsAmazon ? 'no-such-bucket' : 'access-denied';

    it.each([
      [publicBucket, 'none', 'not-found'],
      [privateBucket, 'none', 'access-denied'],
      ['skybucket-none', 'none', noBucket],
    ])('of reading %s/%s is %s', async (bucket, key, code) => {
      await expect(source(key, bucket).size()).rejects.toMatchObject({ code });
    });

    it.each([
      [privateBucket, 'access-denied'],
      ['skybucket-none', noBucket],
    ])('of listing %s is %s', async (bucket, code) => {
      const listing = service.listPage(connection, { bucket, prefix: '' });
      await expect(listing).rejects.toMatchObject({ code });
    });
  });
});
