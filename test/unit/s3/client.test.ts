import * as sdk from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import type { HttpClient } from '../../../src/core/bytes/http';
import { Meter } from '../../../src/core/bytes/meter';
import { cancelled, SkybucketError } from '../../../src/core/errors';
import { S3Service } from '../../../src/core/s3/client';
import { type Connection, PUBLIC_CONNECTION } from '../../../src/core/s3/connection';
import { bucketEndpoint } from '../../../src/core/s3/endpoint';
import type { ListPage } from '../../../src/core/s3/listing';
import { RegionMemory } from '../../../src/core/s3/regions';
import { type Answer, AT_ONCE, FakeHttp, response, utf8 } from './fakes';

const loadSdk = (): Promise<typeof sdk> => Promise.resolve(sdk);

function service(http: FakeHttp, regions = new RegionMemory()): S3Service {
  return new S3Service(http, regions, loadSdk, AT_ONCE);
}

const result = (inner: string, truncated = false): Answer => ({
  body:
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    '<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">' +
    `<IsTruncated>${String(truncated)}</IsTruncated>${inner}</ListBucketResult>`,
});

function list(answer: Answer, prefix = ''): Promise<ListPage> {
  const query = { bucket: 'bucket', prefix, delimiter: '/' };
  return service(new FakeHttp(() => answer)).listPage(PUBLIC_CONNECTION, query);
}

const entry = (key: string): string => `<Contents><Key>${key}</Key><Size>1</Size></Contents>`;

describe('a page of a listing', () => {
  it('tells what there is to know of an object', async () => {
    const { entries, next } = await list(
      result(
        '<Contents><Key>a/x.fits</Key><LastModified>2024-05-01T10:20:30.000Z</LastModified>' +
          '<ETag>&quot;5e3e-15&quot;</ETag><Size>5497558138880</Size>' +
          '<StorageClass>GLACIER</StorageClass></Contents>' +
          '<Contents><Key>a/y</Key></Contents>',
      ),
      'a/',
    );
    expect(entries).toEqual([
      {
        kind: 'object',
        name: 'x.fits',
        key: 'a/x.fits',
        size: 5497558138880,
        modified: new Date('2024-05-01T10:20:30Z'),
        etag: '"5e3e-15"',
        storageClass: 'GLACIER',
      },
      {
        kind: 'object',
        name: 'y',
        key: 'a/y',
        size: 0,
        modified: undefined,
        etag: undefined,
        storageClass: undefined,
      },
    ]);
    expect(next).toBeUndefined();
  });

  it('is decoded only where the answer says that it is encoded', async () => {
    const keys = `${entry('a+b%2Bc%2F%01%E6%98%9F')}${entry('%FF')}`;
    const names = async (inner: string): Promise<string[]> =>
      (await list(result(inner))).entries.map(({ name }) => name);
    expect(await names(`<EncodingType>url</EncodingType>${keys}`)).toEqual([
      'a b+c/\u0001\u661f',
      '\ufffd',
    ]);
    expect(await names(keys)).toEqual(['a+b%2Bc%2F%01%E6%98%9F', '%FF']);
    expect(await names(entry(' &amp; &lt;x&gt; '))).toEqual([' & <x> ']);
    expect(await names(`${entry('1e5')}${entry('007')}${entry('true')}`)).toEqual([
      '1e5',
      '007',
      'true',
    ]);
  });

  it('is one list in key order, by code points', async () => {
    const folder = (prefix: string): string =>
      `<CommonPrefixes><Prefix>${prefix}</Prefix></CommonPrefixes>`;
    const { entries } = await list(
      result(
        ['a-b', 'a.fits', 'b', '\uffee', '\ud83d\ude00.fits'].map(entry).join('') +
          ['a/', 'b/', '\uff00/', '\ud83d\ude00/'].map(folder).join(''),
      ),
    );
    expect(entries.map(({ name, kind }) => (kind === 'folder' ? `${name}/` : name))).toEqual([
      'a-b',
      'a.fits',
      'a/',
      'b',
      'b/',
      '\uff00/',
      '\uffee',
      '\ud83d\ude00.fits',
      '\ud83d\ude00/',
    ]);
  });

  it('leaves out only the marker of the folder itself', async () => {
    const inner =
      `${entry('a/')}${entry('a/x')}<CommonPrefixes><Prefix>a//</Prefix></CommonPrefixes>` +
      '<CommonPrefixes><Prefix>a/b/</Prefix></CommonPrefixes>';
    expect((await list(result(inner), 'a/')).entries).toMatchObject([
      { kind: 'folder', name: '', prefix: 'a//' },
      { kind: 'folder', name: 'b', prefix: 'a/b/' },
      { kind: 'object', name: 'x' },
    ]);
    // A prefix that is a whole key is no folder.
    expect((await list(result(entry('a/x')), 'a/x')).entries).toMatchObject([{ key: 'a/x' }]);
  });

  it('keeps what a server lists outside the prefix, under its whole name', async () => {
    const inner = `${entry('other/x')}<CommonPrefixes><Prefix>other/y/</Prefix></CommonPrefixes>`;
    expect((await list(result(inner), 'a/')).entries).toMatchObject([
      { kind: 'object', name: 'other/x' },
      { kind: 'folder', name: 'other/y' },
    ]);
  });

  it('goes on with its token, and fails where there is none', async () => {
    const token = '1ueGcx+Tr/XYE hn=';
    const next = `<NextContinuationToken>${token}</NextContinuationToken>`;
    expect((await list(result(next, true))).next).toBe(token);
    await expect(list(result('', true))).rejects.toMatchObject({ code: 'server' });
    const http = new FakeHttp(() => result(''));
    const query = { bucket: 'bucket', prefix: 'p', startAfter: 'p/ä', maxKeys: 7 };
    await service(http).listPage(PUBLIC_CONNECTION, { ...query, continuationToken: token });
    const sent = new URLSearchParams(http.requests[0]?.path.split('?')[1]);
    expect(Object.fromEntries(sent)).toEqual({
      'list-type': '2',
      'encoding-type': 'url',
      prefix: 'p',
      'start-after': 'p/ä',
      'max-keys': '7',
      'continuation-token': token,
    });
    expect(http.requests[0]?.path).toContain('%2BTr%2FXYE%20hn%3D');
  });

  it.each([
    ['not XML', '<html><body>Welcome to the hotel<br></body>'],
    ['cut off', '<ListBucketResult><Contents><Key>a'],
    ['nested without end', '<a>'.repeat(100_000)],
    ['empty of sense', 'hello'],
  ])('that is %s is an error with a sentence', async (_, body) => {
    await expect(list({ body })).rejects.toMatchObject({
      code: 'server',
      message: 'The answer to the listing of s3://bucket/ cannot be understood.',
    });
  });

  it('is not read further than a page can be long', async () => {
    const body = 'x'.repeat(9 * 1024 * 1024);
    await expect(list({ body })).rejects.toMatchObject({ code: 'too-large' });
  });
});

describe('a listing that is refused', () => {
  const refusal = (status: number, code: string): Answer => ({
    status,
    body: `<Error><Code>${code}</Code><Message>m</Message></Error>`,
  });

  it.each([
    [
      refusal(403, 'AccessDenied'),
      'access-denied',
      'The bucket “bucket” does not let anonymous readers list “a/”.',
    ],
    [refusal(404, 'NoSuchBucket'), 'no-such-bucket', 'There is no bucket “bucket”.'],
    [
      refusal(400, 'InvalidArgument'),
      'server',
      'The server did not understand the request for s3://bucket/a/ (InvalidArgument: m).',
    ],
  ])('for good is asked once and says why', async (answer, code, message) => {
    const http = new FakeHttp(() => answer);
    const query = { bucket: 'bucket', prefix: 'a/' };
    await expect(service(http).listPage(PUBLIC_CONNECTION, query)).rejects.toMatchObject({
      code,
      message,
      hint: expect.any(String) as string,
    });
    expect(http.requests).toHaveLength(1);
  });

  it('for now is asked again, and every request is counted', async () => {
    const broken = new SkybucketError('network', 'The connection broke.', { retryable: true });
    const answers = [refusal(503, 'SlowDown'), broken, refusal(500, 'InternalError'), result('')];
    const http = new FakeHttp((_, index) => answers[index] ?? result(''));
    const meter = new Meter();
    const query = { bucket: 'bucket', prefix: '' };
    await service(http).listPage(PUBLIC_CONNECTION, query, { meter });
    expect(http.requests).toHaveLength(4);
    const bytes = answers.map((answer) => ('body' in answer ? (answer.body ?? '').length : 0));
    expect(meter.figures()).toMatchObject({
      requests: 4,
      rounds: 1,
      bytes: bytes.reduce((sum, length) => sum + length),
    });
  });

  it('again and again ends with its sentence', async () => {
    const http = new FakeHttp(() => refusal(503, 'SlowDown'));
    const query = { bucket: 'bucket', prefix: '' };
    await expect(service(http).listPage(PUBLIC_CONNECTION, query)).rejects.toMatchObject({
      message: 'S3 asks for fewer requests at the moment.',
    });
    expect(http.requests).toHaveLength(1 + AT_ONCE.retries);
  });

  it('because of its region is asked there, and from then on at once', async () => {
    const http = new FakeHttp(({ hostname }) =>
      hostname.includes('.eu-west-1.')
        ? result('')
        : { status: 301, headers: { 'x-amz-bucket-region': 'eu-west-1' } },
    );
    const asked = service(http);
    const query = { bucket: 'bucket', prefix: '' };
    await asked.listPage(PUBLIC_CONNECTION, query);
    await asked.listPage(PUBLIC_CONNECTION, query);
    expect(http.requests.map(({ hostname }) => hostname)).toEqual([
      'bucket.s3.us-east-1.amazonaws.com',
      'bucket.s3.eu-west-1.amazonaws.com',
      'bucket.s3.eu-west-1.amazonaws.com',
    ]);
  });

  it('is not sent round in circles', async () => {
    const http = new FakeHttp(({ hostname }) => ({
      status: 301,
      headers: {
        'x-amz-bucket-region': hostname.includes('us-east-1') ? 'eu-west-1' : 'us-east-1',
      },
    }));
    const query = { bucket: 'bucket', prefix: '' };
    await expect(service(http).listPage(PUBLIC_CONNECTION, query)).rejects.toMatchObject({
      code: 'server',
    });
    expect(http.requests).toHaveLength(3);
  });
});

describe('the requests of the SDK', () => {
  const own = { ...PUBLIC_CONNECTION, id: 'own', endpoint: 'http://127.0.0.1:9000' };
  const connections: readonly Connection[] = [
    PUBLIC_CONNECTION,
    { ...PUBLIC_CONNECTION, pathStyle: true },
    { ...own, pathStyle: true },
    own,
    { ...own, endpoint: 'https://store.example.org:8443' },
  ];
  it('go where the bytes of objects come from', async () => {
    for (const connection of connections) {
      for (const bucket of ['bucket', 'my.bucket', 'Old_Bucket']) {
        const http = new FakeHttp(() => result(''));
        await service(http).listPage(connection, { bucket, prefix: '' });
        const sent = http.requests[0];
        const { protocol, hostname, port, basePath } = bucketEndpoint(
          connection,
          'us-east-1',
          bucket,
        );
        expect(sent).toMatchObject({ protocol, hostname });
        expect(sent?.port).toBe(port);
        expect(sent?.path.startsWith(`${basePath}/?`)).toBe(true);
      }
    }
  });

  it('are not sent for what is no bucket, nor after an abort', async () => {
    const http = new FakeHttp(() => result(''));
    const options = { signal: AbortSignal.abort() };
    const query = { bucket: 'arn:aws:s3:x', prefix: '' };
    await expect(service(http).listPage(PUBLIC_CONNECTION, query)).rejects.toMatchObject({
      code: 'bad-address',
    });
    await expect(
      service(http).listPage(PUBLIC_CONNECTION, { bucket: 'bucket', prefix: '' }, options),
    ).rejects.toMatchObject({ code: 'cancelled' });
    expect(http.requests).toEqual([]);
  });

  it('can be cancelled while their answer comes in', async () => {
    const stop = new AbortController();
    const http: HttpClient = {
      send: ({ signal }) =>
        Promise.resolve({
          ...response({}),
          body: (async function* () {
            yield utf8('<ListBucketResult>');
            queueMicrotask(() => stop.abort());
            await new Promise((resolve) => signal?.addEventListener('abort', resolve));
            throw cancelled();
          })(),
        }),
    };
    const meter = new Meter();
    const asked = new S3Service(http, new RegionMemory(), loadSdk, AT_ONCE);
    const query = { bucket: 'bucket', prefix: '' };
    await expect(
      asked.listPage(PUBLIC_CONNECTION, query, { signal: stop.signal, meter }),
    ).rejects.toMatchObject({ code: 'cancelled' });
    expect(meter.figures()).toMatchObject({ requests: 1, bytes: 18 });
  });

  it('say who pays where the connection does', async () => {
    const http = new FakeHttp(() => result(''));
    const payer = { ...PUBLIC_CONNECTION, requesterPays: true };
    await service(http).listPage(payer, { bucket: 'bucket', prefix: '' });
    expect(http.requests[0]?.headers).toEqual({ 'x-amz-request-payer': 'requester' });
  });
});
