import { describe, expect, it } from 'vitest';
import { sentence, SkybucketError } from '../../../src/core/errors';
import { type Connection, PUBLIC_CONNECTION } from '../../../src/core/s3/connection';
import type { Credentials, CredentialSource } from '../../../src/core/s3/credentials';
import { SmithySigner } from '../../../src/platform/node/aws-signer';
import { TestUsers } from '../../support/s3/users';
import { FakeHttp, type Answer } from './fakes';
import { connectionTo, KEYS, makeStore, openRig } from './store-rig';

const place = { bucket: 'bucket', key: 'x.fits' };
const connection = connectionTo('https://store.example.org');
const refusal = (status: number, code: string): Answer => ({
  status,
  body: `<Error><Code>${code}</Code><Message>${KEYS.accessKeyId} said so</Message></Error>`,
});

describe('a write that is refused', () => {
  it.each([
    [
      403,
      'AccessDenied',
      'access-denied',
      'The connection “My store” may not write s3://bucket/x.fits.',
    ],
    [412, 'PreconditionFailed', 'changed', 's3://bucket/x.fits has been changed by somebody else.'],
    [409, 'ConditionalRequestConflict', 'conflict', 'Somebody else is writing s3://bucket/x.fits'],
    [
      409,
      'ObjectParentIsFile',
      'unsupported',
      'This server cannot have s3://bucket/x.fits beside what is there: one would be a file',
    ],
    [
      409,
      'SomethingElse',
      'conflict',
      'The server does not write s3://bucket/x.fits beside what is there (SomethingElse).',
    ],
    [400, 'EntityTooLarge', 'too-large', 'The server does not take an object as large as'],
    [403, 'QuotaExceeded', 'server', 'There is no room left in the bucket “bucket”'],
    [507, 'XMinioStorageFull', 'server', 'There is no room left in the bucket “bucket”'],
    [400, 'BadDigest', 'damaged', 'The bytes of s3://bucket/x.fits were damaged on the way.'],
    [
      405,
      'MethodNotAllowed',
      'unsupported',
      'The server does not allow to change s3://bucket/x.fits.',
    ],
    [404, 'NoSuchBucket', 'no-such-bucket', 'There is no bucket “bucket”.'],
    [
      400,
      'KMS.DisabledException',
      'access-denied',
      'The key that encrypts s3://bucket/x.fits cannot be used',
    ],
    [400, 'MetadataTooLarge', 'too-large', 'The metadata of s3://bucket/x.fits are longer'],
    [409, 'BucketAlreadyExists', 'server', 'There is a bucket “bucket” already.'],
    [
      403,
      'SignatureDoesNotMatch',
      'access-denied',
      'The server did not accept the credentials of the connection “My store”.',
    ],
    [
      403,
      'InvalidAccessKeyId',
      'access-denied',
      'The server did not accept the credentials of the connection “My store”.',
    ],
    [400, 'ExpiredToken', 'access-denied', 'The credentials have expired.'],
    [403, 'RequestTimeTooSkewed', 'access-denied', 'The clock of this machine differs'],
    [503, 'SlowDown', 'server', 'S3 asks for fewer requests'],
  ])('with %i %s says why', async (status, code, ours, message) => {
    const http = new FakeHttp(() => refusal(status, code));
    const failure = await makeStore(http)
      .put(connection, place, new Uint8Array(1))
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: ours,
      message: expect.stringContaining(message) as string,
    });
    expect(sentence(failure)).not.toContain(KEYS.accessKeyId);
  });

  it('is asked for no more than once where that is for good', async () => {
    const http = new FakeHttp(() => refusal(403, 'AccessDenied'));
    await expect(makeStore(http).put(connection, place, new Uint8Array(1))).rejects.toThrow();
    expect(http.requests).toHaveLength(1);
  });
});

describe('an answer that makes no sense', () => {
  it.each([
    ['no XML', 'hello'],
    ['another XML', '<a/>'],
    ['nothing', ''],
  ])('(%s) to the beginning of an upload is an error with a sentence', async (_, body) => {
    const http = new FakeHttp(() => ({ body }));
    await expect(makeStore(http).beginUpload(connection, place)).rejects.toMatchObject({
      code: 'server',
    });
  });

  it('with another checksum than that of the bytes is not believed', async () => {
    const http = new FakeHttp(() => ({ headers: { 'x-amz-checksum-crc32': 'AAAAAA==' } }));
    await expect(makeStore(http).put(connection, place, new Uint8Array(9))).rejects.toMatchObject({
      code: 'damaged',
      message: 'The server keeps other bytes of s3://bucket/x.fits than were sent.',
    });
  });

  it('of a HEAD without a size is an error', async () => {
    const http = new FakeHttp(() => ({}));
    await expect(makeStore(http).head(connection, place)).rejects.toMatchObject({
      message: 'The server does not say how large s3://bucket/x.fits is.',
    });
  });
});

describe('white space that keeps the connection while the server works', () => {
  const xml = '<?xml version="1.0" encoding="UTF-8"?>';

  it('hides no failure behind it', async () => {
    const http = new FakeHttp(({ method }) =>
      method === 'HEAD'
        ? { headers: { 'content-length': '3', etag: '"1"' } }
        : {
            body: ` \n \n${xml}<Error><Code>AccessDenied</Code><Message>No</Message></Error>`,
          },
    );
    const to = { ...place, key: 'copy.fits' };
    await expect(makeStore(http).copy(connection, place, to)).rejects.toMatchObject({
      code: 'access-denied',
    });
  });

  it('is no part of the answer', async () => {
    const http = new FakeHttp(() => ({
      body: ` \n${xml}<InitiateMultipartUploadResult><UploadId>7</UploadId></InitiateMultipartUploadResult>`,
    }));
    expect(await makeStore(http).beginUpload(connection, place)).toMatchObject({ uploadId: '7' });
  });
});

describe('a copy with a condition in a region of Amazon that knows none of copies', () => {
  const amazon: Connection = {
    ...PUBLIC_CONNECTION,
    id: 'own',
    auth: { kind: 'keys' },
    readOnly: false,
  };
  const to = { ...place, key: 'copy.fits' };
  const rig = (there: boolean): FakeHttp => {
    let copied = there;
    return new FakeHttp(({ method, path, headers }) => {
      if (method === 'PUT') {
        copied ||= headers['if-none-match'] === undefined;
        return headers['if-none-match'] === undefined
          ? { body: '<CopyObjectResult><ETag>"1"</ETag></CopyObjectResult>' }
          : refusal(501, 'NotImplemented');
      }
      return path.includes('copy.fits') && !copied
        ? { status: 404 }
        : { headers: { 'content-length': '3', etag: '"1"' } };
    });
  };

  it('is made after a look whether there is something', async () => {
    const written = await makeStore(rig(false)).copy(amazon, place, to, {
      condition: { ifNoneMatch: '*' },
    });
    expect(written.etag).toBe('"1"');
  });

  it('is not made over what is there', async () => {
    const http = rig(true);
    await expect(
      makeStore(http).copy(amazon, place, to, { condition: { ifNoneMatch: '*' } }),
    ).rejects.toMatchObject({ code: 'changed' });
    const puts = http.requests.filter(({ method }) => method === 'PUT');
    expect(puts.every(({ headers }) => headers['if-none-match'] === '*')).toBe(true);
  });
});

describe('a server that gives no ETags', () => {
  it('is not believed to have made a copy because something as long is there', async () => {
    const http = new FakeHttp(({ method }, index) =>
      method === 'HEAD'
        ? { headers: { 'content-length': '3' } }
        : index === 1
          ? new SkybucketError('network', 'The answer was lost.', { retryable: true })
          : refusal(404, 'NoSuchKey'),
    );
    const to = { ...place, key: 'copy.fits' };
    await expect(makeStore(http).copy(connection, place, to)).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('a server with a code of its own for what is there already', () => {
  it('has taken a write whose answer was lost', async () => {
    const etag = '"693e9af84d3dfcc71e640e005bdc5e2e"';
    let puts = 0;
    const http = new FakeHttp(({ method }) => {
      if (method === 'HEAD') {
        return { headers: { 'content-length': '3', etag } };
      }
      puts += 1;
      return puts === 1
        ? new SkybucketError('network', 'The answer was lost.', { retryable: true })
        : refusal(409, 'SomethingElse');
    });
    const written = await makeStore(http).put(connection, place, new Uint8Array(3));
    expect([written.etag, puts]).toEqual([etag, 2]);
  });
});

describe('a HEAD that is refused with a question about checksums', () => {
  it('tells of a broken network where that is what happened to the other question', async () => {
    const http = new FakeHttp((_, index) =>
      index === 0 ? { status: 400 } : new SkybucketError('network', 'Lost.', { retryable: true }),
    );
    const access = undefined;
    await expect(makeStore(http, { access }).head(connection, place)).rejects.toMatchObject({
      code: 'network',
    });
  });
});

describe('credentials', () => {
  /** Gives one after the other, the next one after each time they are forgotten. */
  class Renewed implements CredentialSource {
    forgotten = 0;
    constructor(private readonly all: readonly Credentials[]) {}
    get(): Promise<Credentials | undefined> {
      return Promise.resolve(this.all[Math.min(this.forgotten, this.all.length - 1)]);
    }
    forget(): void {
      this.forgotten += 1;
    }
  }

  it('that have expired are looked up anew, once', async () => {
    const users = new TestUsers([KEYS]);
    const rig = await openRig({ users });
    const old = { ...users.issue(-60) };
    for (const [source, outcome] of [
      [new Renewed([old, users.issue(60)]), true],
      [new Renewed([old]), false],
    ] as const) {
      const access = { credentials: source, signer: new SmithySigner() };
      const store = rig.storeWith({ access });
      for (const ask of [
        () => store.put(rig.connection, place, new Uint8Array(3)),
        () => store.head(rig.connection, place),
      ]) {
        source.forgotten = 0;
        const done = await ask().then(
          () => true,
          () => false,
        );
        expect([done, source.forgotten > 0]).toEqual([outcome, true]);
      }
    }
    await rig.close();
  });

  it('are asked for in the name of the bucket, and signed for the region that the server names', async () => {
    const rig = await openRig({ region: 'eu-test-1' });
    const asked: (string | undefined)[] = [];
    const credentials: CredentialSource = {
      get: (_connection, bucket) => {
        asked.push(bucket);
        return Promise.resolve(KEYS);
      },
      forget: () => undefined,
    };
    const store = rig.storeWith({ access: { credentials, signer: new SmithySigner() } });
    await store.put(rig.connection, place, new Uint8Array(3));
    expect(rig.server.requests.map(({ status }) => status)).toEqual([400, 200]);
    expect(asked).toEqual(['bucket', 'bucket']);
    await store.listBuckets(rig.connection);
    expect(asked.at(-1)).toBeUndefined();
    await rig.close();
  });
});
