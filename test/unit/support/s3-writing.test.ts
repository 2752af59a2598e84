import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  type ChecksumAlgorithm,
  type ChecksumType,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checksumAlgorithms } from '../../support/s3/checksum';
import { generatedBody } from '../../support/s3/generated';
import { rawRequest } from '../../support/s3/raw-request';
import { startS3Server, type S3TestServer } from '../../support/s3/server';

// What Amazon's own library sends is taken, what it computes is what the server has computed.
const Bucket = 'bucket';
const partBytes = 1000;
const credentials = { accessKeyId: 'AKIAOWNER', secretAccessKey: 'owner secret' };
let server: S3TestServer;
let client: S3Client;

beforeAll(async () => {
  server = await startS3Server({ users: [credentials], limits: { partBytes, copyBytes: 100_000 } });
  client = new S3Client({
    endpoint: server.endpoint,
    region: 'us-east-1',
    credentials,
    forcePathStyle: true,
    maxAttempts: 1,
  });
});
beforeEach(() => server.createBucket(Bucket));
afterAll(async () => {
  client.destroy();
  await server.close();
});

const md5 = (data: Uint8Array): string => createHash('md5').update(data).digest('hex');
const bytesOf = async (seed: string, size: number): Promise<Uint8Array> =>
  generatedBody(seed, size).read(0, size);
const read = async (Key: string): Promise<Buffer> => {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
};
async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'done';
  } catch (error) {
    return (error as Error).name;
  }
}

describe('PutObject', () => {
  it.each(checksumAlgorithms)('verifies and keeps %s', async (ChecksumAlgorithm) => {
    const Body = await bytesOf('put', 5003);
    const put = await client.send(
      new PutObjectCommand({ Bucket, Key: 'a', Body, ChecksumAlgorithm, Metadata: { who: 'me' } }),
    );
    const name = `Checksum${ChecksumAlgorithm}` as const;
    const head = await client.send(
      new HeadObjectCommand({ Bucket, Key: 'a', ChecksumMode: 'ENABLED' }),
    );
    expect(head[name]).toBe(put[name]);
    expect(head).toMatchObject({ ChecksumType: 'FULL_OBJECT', Metadata: { who: 'me' } });
    const wrong = new PutObjectCommand({ Bucket, Key: 'b', Body: 'x', [name]: put[name] });
    expect(await codeOf(client.send(wrong))).toBe('BadDigest');
    expect(server.bucket(Bucket).get('b')).toBeUndefined();
  });

  it('takes a stream in chunks with its checksum behind it', async () => {
    const Body = await bytesOf('stream', 200_000);
    const put = new PutObjectCommand({
      Bucket,
      Key: 'a',
      Body: Readable.from([Body.subarray(0, 70_001), Body.subarray(70_001)]),
      ContentLength: Body.length,
    });
    await client.send(put);
    expect(server.requests.at(-1)?.headers['x-amz-content-sha256']).toMatch(/^STREAMING-/);
    expect(await read('a')).toEqual(Buffer.from(Body));
    expect(server.bucket(Bucket).get('a')?.checksums).toHaveLength(1);
  });

  it('weighs its conditions, before the body is sent where that waits', async () => {
    const put = (extra: object): Promise<string> =>
      codeOf(client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'new', ...extra })));
    expect(await put({ IfMatch: '"x"' })).toBe('NoSuchKey');
    expect(await put({ IfNoneMatch: '*' })).toBe('done');
    expect(await put({ IfNoneMatch: '*' })).toBe('PreconditionFailed');
    expect(await put({ IfMatch: '"x"' })).toBe('PreconditionFailed');
    expect(await put({ IfMatch: `"${md5(Buffer.from('new'))}"` })).toBe('done');
    server.bucket(Bucket).options = { writable: true };
    const waiting = await rawRequest(server.endpoint, {
      method: 'PUT',
      path: '/bucket/a',
      headers: { expect: '100-continue', 'if-none-match': '*', 'content-length': '3' },
    });
    expect(waiting.status).toBe(412);
    expect(server.requests.at(-1)).toMatchObject({ continued: false, received: 0 });
  });

  it('refuses what is not as it says', async () => {
    server.bucket(Bucket).options = { writable: true, quotaBytes: 10 };
    const put = async (headers: Record<string, string>, body = 'hello'): Promise<string> => {
      const request = { method: 'PUT', path: '/bucket/a', headers, body };
      const { text, status } = await rawRequest(server.endpoint, request);
      return /<Code>(.*)<\/Code>/.exec(text)?.[1] ?? String(status);
    };
    expect(await put({ 'content-md5': md5(Buffer.from('x')) })).toBe('InvalidDigest');
    expect(await put({ 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' })).toBe('BadDigest');
    expect(await put({ 'x-amz-content-sha256': '0'.repeat(64) })).toBe('XAmzContentSHA256Mismatch');
    expect(await put({ 'transfer-encoding': 'chunked' })).toBe('MissingContentLength');
    expect(await put({}, 'more than ten')).toBe('QuotaExceeded');
    expect(await put({})).toBe('200');
  });
});

describe('an upload in parts', () => {
  const parts = (Key: string, of: Partial<{ algorithm: ChecksumAlgorithm; type: ChecksumType }>) =>
    client
      .send(
        new CreateMultipartUploadCommand({
          Bucket,
          Key,
          ChecksumAlgorithm: of.algorithm,
          ChecksumType: of.type,
          ContentType: 'image/fits',
        }),
      )
      .then(({ UploadId }) => UploadId as string);

  it.each<[ChecksumAlgorithm, ChecksumType]>([
    ['CRC32', 'COMPOSITE'],
    ['CRC32', 'FULL_OBJECT'],
    ['CRC32C', 'COMPOSITE'],
    ['CRC64NVME', 'FULL_OBJECT'],
    ['SHA256', 'COMPOSITE'],
  ])('has a %s that is %s', async (algorithm, type) => {
    const data = await bytesOf('parts', 2 * partBytes + 7);
    const UploadId = await parts('a', { algorithm, type });
    const name = `Checksum${algorithm}` as const;
    const sent = [];
    for (const PartNumber of [1, 2, 3]) {
      const Body = data.subarray((PartNumber - 1) * partBytes, PartNumber * partBytes);
      const part = await client.send(
        new UploadPartCommand({
          ...{ Bucket, Key: 'a', UploadId, PartNumber, Body, ChecksumAlgorithm: algorithm },
        }),
      );
      sent.push({ PartNumber, ETag: part.ETag, [name]: part[name] });
    }
    const page = await client.send(
      new ListPartsCommand({ Bucket, Key: 'a', UploadId, MaxParts: 2 }),
    );
    expect(page).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '2' });
    expect(page.Parts?.map(({ Size }) => Size)).toEqual([partBytes, partBytes]);
    const once = await client.send(
      new PutObjectCommand({ Bucket, Key: 'b', Body: data, ChecksumAlgorithm: algorithm }),
    );
    const whole = await client.send(
      new CompleteMultipartUploadCommand({
        ...{ Bucket, Key: 'a', UploadId, MultipartUpload: { Parts: sent }, ChecksumType: type },
        MpuObjectSize: data.length,
        ...(type === 'FULL_OBJECT' ? { [name]: once[name] } : {}),
      }),
    );
    expect(whole.ChecksumType).toBe(type);
    if (type === 'FULL_OBJECT') {
      expect(whole[name]).toBe(once[name]);
    } else {
      const each = sent.map((part) => Buffer.from(String(part[name]), 'base64'));
      const put = new PutObjectCommand({
        ...{ Bucket, Key: 'c', Body: Buffer.concat(each), ChecksumAlgorithm: algorithm },
      });
      expect(whole[name]).toBe(`${(await client.send(put))[name] ?? ''}-3`);
    }
    expect(await read('a')).toEqual(Buffer.from(data));
    const second = await client.send(new HeadObjectCommand({ Bucket, Key: 'a', PartNumber: 3 }));
    expect(second).toMatchObject({ PartsCount: 3, ContentLength: 7, ContentType: 'image/fits' });
    const { ObjectParts, ObjectSize } = await client.send(
      new GetObjectAttributesCommand({
        ...{ Bucket, Key: 'a', ObjectAttributes: ['ObjectParts', 'ObjectSize'] },
      }),
    );
    expect([ObjectSize, ObjectParts?.TotalPartsCount]).toEqual([data.length, 3]);
    expect(ObjectParts?.Parts?.map(({ Size }) => Size)).toEqual([partBytes, partBytes, 7]);
  });

  it('is refused where a part is wrong, missing, too small or out of order, and is gone when aborted', async () => {
    const UploadId = await parts('a', {});
    const put = (PartNumber: number, size: number): Promise<{ ETag?: string | undefined }> =>
      client.send(
        new UploadPartCommand({
          ...{ Bucket, Key: 'a', UploadId, PartNumber, Body: new Uint8Array(size) },
        }),
      );
    const one = { PartNumber: 1, ETag: (await put(1, 10)).ETag };
    const two = { PartNumber: 2, ETag: (await put(2, partBytes)).ETag };
    const complete = (
      Parts: { PartNumber: number; ETag?: string | undefined }[],
    ): Promise<string> =>
      codeOf(
        client.send(
          new CompleteMultipartUploadCommand({
            ...{ Bucket, Key: 'a', UploadId, MultipartUpload: { Parts } },
          }),
        ),
      );
    expect(await complete([one, two])).toBe('EntityTooSmall');
    expect(await complete([two, one])).toBe('InvalidPartOrder');
    expect(await complete([one, { PartNumber: 3, ETag: '"x"' }])).toBe('InvalidPart');
    expect(await complete([{ ...one, ETag: two.ETag }])).toBe('InvalidPart');
    server.bucket(Bucket).options = { completeError: () => 'InternalError' };
    expect(await complete([two])).toBe('InternalError');
    expect(server.bucket(Bucket).uploads.size).toBe(1);
    await client.send(new AbortMultipartUploadCommand({ Bucket, Key: 'a', UploadId }));
    expect(await complete([two])).toBe('NoSuchUpload');
    expect(server.bucket(Bucket).get('a')).toBeUndefined();
  });
});

describe('copies', () => {
  it('keep content type and metadata unless told otherwise, and weigh the source', async () => {
    const Key = 'a b+ü%';
    const CopySource = `${Bucket}/${encodeURIComponent(Key)}`;
    await client.send(
      new PutObjectCommand({
        ...{ Bucket, Key, Body: 'text', ContentType: 'text/plain', Metadata: { who: 'me' } },
      }),
    );
    const copy = (extra: object): Promise<string> =>
      codeOf(client.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource, ...extra })));
    expect(await copy({})).toBe('done');
    const kept = await client.send(new HeadObjectCommand({ Bucket, Key: 'copy' }));
    expect(kept).toMatchObject({ ContentType: 'text/plain', Metadata: { who: 'me' } });
    expect(await copy({ MetadataDirective: 'REPLACE', ContentType: 'a/b' })).toBe('done');
    const changed = await client.send(new HeadObjectCommand({ Bucket, Key: 'copy' }));
    expect(changed).toMatchObject({ ContentType: 'a/b', Metadata: {} });
    expect(await copy({ CopySourceIfMatch: '"x"' })).toBe('PreconditionFailed');
    expect(await copy({ Key })).toBe('InvalidRequest');
    expect(await copy({ CopySource: `${Bucket}/none` })).toBe('NoSuchKey');
    server.bucket(Bucket).put('large', generatedBody('large', 100_001));
    expect(await copy({ CopySource: `${Bucket}/large` })).toBe('InvalidRequest');
  });

  it('are made of spans in parts', async () => {
    const data = await bytesOf('source', 3 * partBytes);
    server.bucket(Bucket).put('source', data);
    const place = { Bucket, Key: 'copy' };
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(place));
    const spans = ['bytes=0-1999', 'bytes=2000-2999'];
    const Parts = [];
    for (const [index, CopySourceRange] of spans.entries()) {
      const PartNumber = index + 1;
      const { CopyPartResult } = await client.send(
        new UploadPartCopyCommand({
          ...{ ...place, UploadId, PartNumber, CopySource: 'bucket/source', CopySourceRange },
        }),
      );
      Parts.push({ PartNumber, ETag: CopyPartResult?.ETag });
    }
    await client.send(
      new CompleteMultipartUploadCommand({ ...place, UploadId, MultipartUpload: { Parts } }),
    );
    expect(await read('copy')).toEqual(Buffer.from(data));
  });
});

describe('DeleteObjects', () => {
  it('tells of every key, and of those that stay', async () => {
    const bucket = server.bucket(Bucket);
    bucket.options = { locked: (key) => key === 'locked' };
    for (const key of ['a', 'b&<>"', 'locked']) {
      bucket.put(key, 'x');
    }
    const Objects = ['a', 'b&<>"', 'locked', 'none'].map((Key) => ({ Key }));
    const { Deleted, Errors } = await client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects } }),
    );
    expect(Deleted?.map(({ Key }) => Key)).toEqual(['a', 'b&<>"', 'none']);
    expect(Errors).toMatchObject([{ Key: 'locked', Code: 'AccessDenied' }]);
    expect(bucket.get('a')).toBeUndefined();
  });
});

describe('a server that can do less', () => {
  it('says so', async () => {
    const less = await startS3Server({
      limits: { without: ['DeleteObjects'], checksums: [], conditionalWrites: false, putBytes: 10 },
    });
    try {
      less.createBucket(Bucket, { writable: true }).put('a', 'x');
      const ask = async (method: string, path: string, headers = {}): Promise<number> => {
        const request = { method, path, headers, body: 'hello' };
        return (await rawRequest(less.endpoint, request)).status;
      };
      expect(await ask('POST', '/bucket?delete')).toBe(501);
      expect(await ask('PUT', '/bucket/a', { 'if-none-match': '*' })).toBe(501);
      expect(await ask('PUT', '/bucket/a', { 'x-amz-checksum-crc32': 'AAAAAA==' })).toBe(501);
      expect(await ask('PUT', '/bucket/a', { 'content-length': '11' })).toBe(400);
      expect(await ask('PUT', '/bucket/a')).toBe(200);
    } finally {
      await less.close();
    }
  });
});
