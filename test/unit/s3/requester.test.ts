import { describe, expect, it } from 'vitest';
import { type Connection, PUBLIC_CONNECTION } from '../../../src/core/s3/connection';
import {
  formatDollars,
  LIST_PRICES,
  paidFiles,
  payer,
  readingCost,
} from '../../../src/core/s3/requester';
import { S3Service } from '../../../src/core/s3/client';
import { RegionMemory } from '../../../src/core/s3/regions';
import { S3Target } from '../../../src/core/s3/target';
import { loadS3Sdk } from '../../../src/platform/node/load-s3-sdk';
import { FakeHttp } from './fakes';

const paying: Connection = {
  ...{ ...PUBLIC_CONNECTION, id: 'paying', label: 'Paying', requesterPays: true },
  auth: { kind: 'keys' },
};
const elsewhere: Connection = { ...paying, id: 'minio', endpoint: 'https://minio.example.org' };

describe('who pays for requests', () => {
  it('is the requester where the connection says so, not for public data sets', () => {
    expect(payer(paying, 'somebody-elses')).toBe('requester');
    expect(payer(paying, 'stpubdata')).toBeUndefined();
    expect(payer({ ...paying, requesterPays: false }, 'somebody-elses')).toBeUndefined();
    // A bucket of that name on another server is another one.
    expect(payer(elsewhere, 'stpubdata')).toBe('requester');
  });

  it('is said in reads only where somebody pays', () => {
    const headers = (bucket: string): unknown =>
      new S3Target(paying, { bucket, key: 'k' }, new RegionMemory()).request().headers;
    expect(headers('somebody-elses')).toEqual({ 'x-amz-request-payer': 'requester' });
    expect(headers('stpubdata')).toEqual({});
  });

  it('is said in listings only where somebody pays', async () => {
    const body = '<ListBucketResult><KeyCount>0</KeyCount></ListBucketResult>';
    const http = new FakeHttp(() => ({ body }));
    const service = new S3Service(http, new RegionMemory(), loadS3Sdk);
    for (const bucket of ['somebody-elses', 'stpubdata']) {
      await service.listPage(paying, { bucket, prefix: '' });
    }
    expect(http.requests.map(({ headers }) => headers['x-amz-request-payer'])).toEqual([
      'requester',
      undefined,
    ]);
  });
});

describe('what a download costs', () => {
  it('is summed by bucket, as far as sizes are known', () => {
    const at = (
      connection: Connection,
      bucket: string,
    ): { connection: Connection; bucket: string } => ({
      connection,
      bucket,
    });
    const paid = paidFiles([
      { place: at(paying, 'a'), size: 2e9 },
      { place: at(paying, 'a'), size: 1e9 },
      { place: at(paying, 'stpubdata'), size: 5e9 },
      { place: at(PUBLIC_CONNECTION, 'b'), size: 5e9 },
      { place: undefined, size: 7 },
      { place: at(elsewhere, 'a'), size: undefined },
    ]);
    expect(paid).toEqual([
      { connection: paying, bucket: 'a', files: 2, bytes: 3e9, isLeast: false },
      { connection: elsewhere, bucket: 'a', files: 1, bytes: 0, isLeast: true },
    ]);
  });

  it('counts what is in folders', () => {
    const place = { connection: paying, bucket: 'a' };
    const paid = paidFiles([
      { place, size: 2e9, count: 5000 },
      { place, size: 1e9 },
    ]);
    expect(paid).toEqual([{ ...place, files: 5001, bytes: 3e9, isLeast: false }]);
  });

  it('is what leaves AWS, and a little for each read', () => {
    expect(readingCost({ bytes: 3e9, files: 2 })).toBeCloseTo(0.2700008, 7);
    expect(readingCost({ bytes: 3e9, files: 0 }, LIST_PRICES.gigabyteToRegion)).toBeCloseTo(0.06);
    expect(formatDollars(0.2700008)).toBe('0.27 US$');
    expect(formatDollars(0.0004)).toBe('less than 0.01 US$');
    expect(formatDollars(1234.5)).toBe('1234.50 US$');
  });
});
