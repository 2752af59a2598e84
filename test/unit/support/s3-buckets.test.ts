import { afterEach, describe, expect, it } from 'vitest';
import { encodeForPath } from '../../support/s3/keys';
import { decodeListed, elements, rawRequest } from '../../support/s3/raw-request';
import { startS3Server, type S3ServerOptions, type S3TestServer } from '../../support/s3/server';

const servers: S3TestServer[] = [];
async function start(options: S3ServerOptions = {}): Promise<S3TestServer> {
  const server = await startS3Server(options);
  servers.push(server);
  return server;
}
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const nastyKeys = [
  ...[' ', 'a b', 'a+b', 'a%20b', 'a%b', 'a&b', 'a#b', 'a?b=c', '/', '//', 'a//b', 'a/../b', '..'],
  ...['.', 'a/./b', 'a/', 'é/ü', '\u{1f52d}', '\u0001', 'a\tb', 'a\r\nb', '\u007f', '<x>&"\''],
  ...['k'.repeat(1024), 'é'.repeat(512), 'a\\b', 'C:\\x', 'list-type=2', '~tilde', '*'],
];

describe('keys', () => {
  it.each(nastyKeys)('serves %j under its own name only', async (key) => {
    const server = await start();
    server.createBucket('bucket').put(key, `body of ${key}`);
    const path = `/bucket/${encodeForPath(key)}`;
    expect((await rawRequest(server.endpoint, { path })).text).toBe(`body of ${key}`);
    for (const encoding of ['', '&encoding-type=url']) {
      const listing = await rawRequest(server.endpoint, { path: `/bucket?list-type=2${encoding}` });
      const listed = elements(listing.text, 'Key');
      expect(encoding === '' ? listed : listed.map(decodeListed)).toEqual([key]);
    }
    expect(server.requests[0]?.url).toBe(path);
  });

  it('writes control characters as references that XML 1.0 forbids, unless asked to encode', async () => {
    const server = await start();
    server.createBucket('bucket').put('a\u0001b', '');
    const plain = await rawRequest(server.endpoint, { path: '/bucket?list-type=2' });
    expect(plain.text).toContain('<Key>a&#x1;b</Key>');
    const encoded = await rawRequest(server.endpoint, {
      path: '/bucket?list-type=2&encoding-type=url',
    });
    expect(encoded.text).toContain('<Key>a%01b</Key>');
    expect(encoded.text).toContain('<EncodingType>url</EncodingType>');
  });

  it('refuses keys over 1,024 bytes and paths that are not UTF-8', async () => {
    const server = await start();
    server.createBucket('bucket');
    const long = await rawRequest(server.endpoint, { path: `/bucket/${'k'.repeat(1025)}` });
    expect([long.status, ...elements(long.text, 'Code')]).toEqual([400, 'KeyTooLongError']);
    const bad = await rawRequest(server.endpoint, { path: '/bucket/%FF' });
    expect([bad.status, ...elements(bad.text, 'Code')]).toEqual([400, 'InvalidURI']);
  });
});

describe('ListObjectsV2', () => {
  it('echoes its parameters, encoded, and pages by token', async () => {
    const server = await start();
    const bucket = server.createBucket('bucket');
    ['a b/1', 'a b/2', 'a b/3/x', 'c'].forEach((key) => bucket.put(key, key));
    const base = '/bucket?list-type=2&prefix=a+b/&delimiter=/&max-keys=2&encoding-type=url';
    const first = await rawRequest(server.endpoint, { path: `${base}&fetch-owner=true` });
    expect(elements(first.text, 'Prefix')).toEqual(['a+b/']);
    expect(elements(first.text, 'Key')).toEqual(['a+b/1', 'a+b/2']);
    expect(elements(first.text, 'IsTruncated')).toEqual(['true']);
    expect(elements(first.text, 'KeyCount')).toEqual(['2']);
    expect(elements(first.text, 'DisplayName')).toHaveLength(2);
    const [token = ''] = elements(first.text, 'NextContinuationToken');
    const second = await rawRequest(server.endpoint, {
      path: `${base}&continuation-token=${encodeURIComponent(token)}`,
    });
    expect(elements(second.text, 'Prefix')).toEqual(['a+b/', 'a+b/3/']);
    expect(elements(second.text, 'IsTruncated')).toEqual(['false']);
    expect(elements(second.text, 'NextContinuationToken')).toEqual([]);
    expect(elements(second.text, 'ContinuationToken')).toEqual([token]);
  });

  it.each([
    ['max-keys=-1', 'InvalidArgument'],
    ['max-keys=x', 'InvalidArgument'],
    ['encoding-type=base64', 'InvalidArgument'],
    ['continuation-token=x', 'InvalidArgument'],
  ])('refuses %s', async (parameter, code) => {
    const server = await start();
    server.createBucket('bucket');
    const answer = await rawRequest(server.endpoint, { path: `/bucket?list-type=2&${parameter}` });
    expect([answer.status, ...elements(answer.text, 'Code')]).toEqual([400, code]);
  });

  it('gives a thousand keys at most', async () => {
    const server = await start();
    const bucket = server.createBucket('bucket');
    for (let i = 0; i < 1001; i++) {
      bucket.put(`k${i}`, '');
    }
    const answer = await rawRequest(server.endpoint, { path: '/bucket?list-type=2&max-keys=5000' });
    expect(elements(answer.text, 'Key')).toHaveLength(1000);
    expect(elements(answer.text, 'MaxKeys')).toEqual(['1000']);
  });
});

describe('refusals', () => {
  it('names what is missing, and hides it where listing is denied', async () => {
    const server = await start();
    server.createBucket('open').put('secret/a', 'x');
    server.createBucket('closed', { denyList: true }).put('a', 'x');
    server.bucket('open').options = { denyRead: (key) => key.startsWith('secret/') };
    const code = async (path: string, method = 'GET'): Promise<string> => {
      const { status, text } = await rawRequest(server.endpoint, { method, path });
      return [status, ...elements(text, 'Code')].join(' ');
    };
    expect(await code('/none/a')).toBe('404 NoSuchBucket');
    expect(await code('/open/none')).toBe('404 NoSuchKey');
    expect(await code('/open/secret/a')).toBe('403 AccessDenied');
    expect(await code('/closed?list-type=2')).toBe('403 AccessDenied');
    expect(await code('/closed/none')).toBe('403 AccessDenied');
    expect(await code('/closed/a')).toBe('200');
    expect(await code('/')).toBe('403 AccessDenied');
    expect(await code('/open/a', 'PUT')).toBe('403 AccessDenied');
    expect(await code('/open/a', 'PATCH')).toBe('405 MethodNotAllowed');
    expect(await code('/open')).toBe('501 NotImplemented');
    expect(await code('/open', 'HEAD')).toBe('200');
    expect(await code('/closed', 'HEAD')).toBe('403');
  });

  it('stores unsigned uploads only in a writable bucket', async () => {
    const server = await start();
    server.createBucket('inbox', { writable: true });
    const put = { method: 'PUT', path: '/inbox/a%2Fb', body: 'hello' };
    expect((await rawRequest(server.endpoint, put)).status).toBe(200);
    expect((await rawRequest(server.endpoint, { path: '/inbox/a/b' })).text).toBe('hello');
    const remove = { method: 'DELETE', path: '/inbox/a/b' };
    expect((await rawRequest(server.endpoint, remove)).status).toBe(204);
    expect((await rawRequest(server.endpoint, { path: '/inbox/a/b' })).status).toBe(404);
  });

  it('refuses unsigned requests where it must, and signed ones where none should be', async () => {
    const server = await startS3Server({ unsignedOnly: true });
    server.createBucket('private', { requireSignature: true }).put('a', 'x');
    const unsigned = await rawRequest(server.endpoint, { path: '/private/a' });
    expect(unsigned.status).toBe(403);
    const signed = await rawRequest(server.endpoint, {
      path: '/private/a',
      headers: { authorization: 'AWS4-HMAC-SHA256 x' },
    });
    expect([signed.status, ...elements(signed.text, 'Code')]).toEqual([400, 'TestUnsignedOnly']);
    await expect(server.close()).rejects.toThrow('GET /private/a (authorization)');
  });
});

describe('regions', () => {
  it('sends a request on to the region of the bucket', async () => {
    const server = await start({ regionEndpoints: ['us-west-2'] });
    server.createBucket('west', { region: 'us-west-2' }).put('a', 'x');
    const [east = '', west = ''] = [server.endpoints['us-east-1'], server.endpoints['us-west-2']];
    const wrong = await rawRequest(east, { path: '/west/a' });
    expect([wrong.status, ...elements(wrong.text, 'Code')]).toEqual([301, 'PermanentRedirect']);
    expect(wrong.headers['x-amz-bucket-region']).toBe('us-west-2');
    expect(elements(wrong.text, 'Endpoint')).toEqual([new URL(west).host]);
    expect(wrong.headers.location).toBeUndefined();
    const head = await rawRequest(east, { method: 'HEAD', path: '/west' });
    expect([head.status, head.headers['x-amz-bucket-region']]).toEqual([301, 'us-west-2']);
    expect((await rawRequest(west, { path: '/west/a' })).text).toBe('x');
    const location = await rawRequest(west, { path: '/west?location' });
    expect(location.text).toContain('>us-west-2</LocationConstraint>');
  });

  it('answers 400 where the bucket says so', async () => {
    const server = await start();
    const bucket = server.createBucket('far', {
      region: 'me-south-1',
      wrongRegion: 'IllegalLocationConstraintException',
    });
    const opted = await rawRequest(server.endpoint, { path: '/far?list-type=2' });
    expect([opted.status, opted.headers['x-amz-bucket-region']]).toEqual([400, 'me-south-1']);
    bucket.options = {
      region: 'eu-west-1',
      wrongRegion: 'AuthorizationHeaderMalformed',
      regionHeader: false,
    };
    const signed = await rawRequest(server.endpoint, { path: '/far/a' });
    expect([signed.status, ...elements(signed.text, 'Region')]).toEqual([400, 'eu-west-1']);
    expect(signed.headers['x-amz-bucket-region']).toBeUndefined();
  });

  it('reads bucket and region from the host name', async () => {
    const server = await start();
    server.createBucket('my.bucket', { region: 'us-west-2' }).put('/a', 'x');
    const ask = async (host: string): Promise<number> => {
      const answer = await rawRequest(server.endpoint, { path: '//a', headers: { host } });
      return answer.status;
    };
    expect(await ask('my.bucket.s3.us-west-2.localhost:9')).toBe(200);
    expect(await ask('my.bucket.s3.eu-west-1.localhost')).toBe(301);
    expect(await ask('my.bucket.s3.localhost')).toBe(301);
    expect(await ask('my.bucket.s3-us-west-2.amazonaws.com')).toBe(200);
    const elsewhere = await rawRequest(server.endpoint, {
      path: '/my.bucket/a',
      headers: { host: 's3.amazonaws.com' },
    });
    const [endpoint] = elements(elsewhere.text, 'Endpoint');
    expect(endpoint).toBe('my.bucket.s3-us-west-2.amazonaws.com');
  });
});
