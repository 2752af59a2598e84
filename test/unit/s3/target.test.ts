import { describe, expect, it } from 'vitest';
import { type Connection, PUBLIC_CONNECTION } from '../../../src/core/s3/connection';
import { RegionMemory } from '../../../src/core/s3/regions';
import { S3Target } from '../../../src/core/s3/target';
import { response, utf8 } from './fakes';

const xml = (inner: string): Uint8Array =>
  utf8(`<?xml version="1.0" encoding="UTF-8"?>\n<Error>${inner}</Error>`);
const DENIED = xml('<Code>AccessDenied</Code><Message>Access Denied</Message>');

function target(key: string, connection: Connection = PUBLIC_CONNECTION): S3Target {
  return new S3Target(connection, { bucket: 'bucket', key }, new RegionMemory());
}

describe('the request for an object', () => {
  it('goes to the host of the bucket, unsigned', () => {
    expect(target('a/b.fits').request()).toEqual({
      protocol: 'https:',
      hostname: 'bucket.s3.us-east-1.amazonaws.com',
      path: '/a/b.fits',
      headers: {},
    });
  });

  it.each([
    ['a b+c%2F&é', '/a%20b%2Bc%252F%26%C3%A9'],
    ['//a/../b/.', '///a/../b/.'],
    ['~-_.!*\'()@:=,;$#?"\\', '/~-_.%21%2A%27%28%29%40%3A%3D%2C%3B%24%23%3F%22%5C'],
    ['\u0001\n\ud83d\udd2d', '/%01%0A%F0%9F%94%AD'],
  ])('encodes the key %j and never normalises it', (key, path) => {
    expect(target(key).request().path).toBe(path);
  });

  it('has the bucket in the path where it cannot be in the host name', () => {
    const memory = new RegionMemory();
    const at = (bucket: string, connection: Connection = PUBLIC_CONNECTION): object =>
      new S3Target(connection, { bucket, key: 'k', versionId: 'v+1' }, memory).request();
    expect(at('my.bucket')).toMatchObject({
      hostname: 's3.us-east-1.amazonaws.com',
      path: '/my.bucket/k?versionId=v%2B1',
    });
    const own = { ...PUBLIC_CONNECTION, id: 'own', endpoint: 'http://[::1]:9000' };
    expect(at('bucket', { ...own, requesterPays: true })).toEqual({
      protocol: 'http:',
      hostname: '::1',
      port: 9000,
      path: '/bucket/k?versionId=v%2B1',
      headers: { 'x-amz-request-payer': 'requester' },
    });
    expect(at('bucket', { ...own, endpoint: 'https://store.example.org' })).toMatchObject({
      hostname: 'bucket.store.example.org',
      path: '/k?versionId=v%2B1',
    });
  });

  it('is named as people write it', () => {
    expect(target('a b/c%.fits').label).toBe('s3://bucket/a b/c%.fits');
  });
});

describe('a bucket in another region', () => {
  const header = { 'x-amz-bucket-region': 'us-west-2' };
  const redirect = xml(
    '<Code>PermanentRedirect</Code><Endpoint>bucket.s3-us-west-2.amazonaws.com</Endpoint>',
  );
  const malformed = xml('<Code>AuthorizationHeaderMalformed</Code><Region>us-west-2</Region>');
  const location = { location: 'https://bucket.s3.us-west-2.amazonaws.com/k' };
  it.each([
    ['301 with its header', { status: 301, headers: header }, utf8('')],
    ['301 with an endpoint', { status: 301 }, redirect],
    ['307 with a location', { status: 307, headers: location }, utf8('')],
    ['400 with a region', { status: 400 }, malformed],
    ['400 with its header', { status: 400, headers: header }, xml('<Code>X</Code>')],
    ['403 with its header', { status: 403, headers: header }, DENIED],
  ])('is learned from %s', (_, answer, body) => {
    const learned: string[] = [];
    const memory = new RegionMemory((...what) => learned.push(what.join(' ')));
    const object = new S3Target(PUBLIC_CONNECTION, { bucket: 'bucket', key: 'k' }, memory);
    expect(object.refused(response(answer), body)).toBe('again');
    expect(object.request().hostname).toBe('bucket.s3.us-west-2.amazonaws.com');
    expect(learned).toEqual(['public bucket us-west-2']);
    expect(memory.get(PUBLIC_CONNECTION, 'other')).toBe('us-east-1');
  });

  it('is an error where it was asked in the region the answer names', () => {
    const object = target('k');
    const answer = (): unknown =>
      object.refused(response({ status: 301, headers: header }), redirect);
    expect(answer()).toBe('again');
    expect(answer()).toMatchObject({ code: 'server' });
  });

  it('never takes more than a region from an answer', () => {
    const evil = { 'x-amz-bucket-region': 'evil.example.org/x', location: 'https://evil.org/' };
    const body = xml('<Code>PermanentRedirect</Code><Endpoint>evil.example.org</Endpoint>');
    const object = target('k');
    const refused = object.refused(response({ status: 301, headers: evil }), body);
    expect(refused).toMatchObject({
      code: 'server',
      message: 'The bucket “bucket” is in another region, and the server does not say in which.',
    });
    expect(object.request().hostname).toBe('bucket.s3.us-east-1.amazonaws.com');
  });

  it('is an error on a connection with one endpoint', () => {
    const own = { ...PUBLIC_CONNECTION, id: 'own', endpoint: 'http://127.0.0.1:9000' };
    expect(
      target('k', own).refused(response({ status: 301, headers: header }), redirect),
    ).toMatchObject({ code: 'server' });
  });

  it('starts with the region expected of it', () => {
    const memory = new RegionMemory();
    memory.expect('public', 'bucket', 'us-west-2');
    memory.learn(PUBLIC_CONNECTION, 'moved', 'eu-west-1');
    memory.expect('public', 'moved', 'us-west-2');
    expect(memory.get(PUBLIC_CONNECTION, 'bucket')).toBe('us-west-2');
    expect(memory.get(PUBLIC_CONNECTION, 'moved')).toBe('eu-west-1');
    expect(memory.get({ ...PUBLIC_CONNECTION, region: 'eu-north-1' }, 'x')).toBe('eu-north-1');
  });
});

describe('a refusal', () => {
  const code = (name: string): Uint8Array =>
    xml(`<Code>${name}</Code><Message>M &amp; m</Message>`);
  it.each([
    [
      403,
      DENIED,
      'access-denied',
      's3://bucket/k cannot be read without credentials, or does not exist.',
    ],
    [
      403,
      utf8(''),
      'access-denied',
      's3://bucket/k cannot be read without credentials, or does not exist.',
    ],
    [404, code('NoSuchKey'), 'not-found', 's3://bucket/k does not exist.'],
    [404, utf8(''), 'not-found', 's3://bucket/k does not exist.'],
    [404, code('NoSuchBucket'), 'no-such-bucket', 'There is no bucket “bucket”.'],
    [404, code('NoSuchVersion'), 'not-found', 'This version of s3://bucket/k does not exist.'],
    [503, code('SlowDown'), 'server', 'S3 asks for fewer requests at the moment.'],
    [429, utf8(''), 'server', 'S3 asks for fewer requests at the moment.'],
    [500, code('InternalError'), 'server', 'The server could not answer this time.'],
    [502, utf8('<html><body>Bad <b>gateway'), 'server', 'The server could not answer this time.'],
    [
      416,
      code('InvalidRange'),
      'past-end',
      's3://bucket/k is shorter than the part that was asked for.',
    ],
    [400, code('ExpiredToken'), 'access-denied', 'The credentials have expired.'],
    [
      403,
      code('RequestTimeTooSkewed'),
      'access-denied',
      'The clock of this machine differs too much from that of the server.',
    ],
    [
      403,
      code('InvalidObjectState'),
      'unsupported',
      's3://bucket/k is in cold storage (Glacier) and cannot be read directly.',
    ],
    [501, utf8(''), 'server', 'The server answered 501 to the request for s3://bucket/k.'],
    [
      418,
      code('Teapot'),
      'server',
      'The server answered 418 to the request for s3://bucket/k (Teapot: M & m).',
    ],
    [
      418,
      code('__proto__'),
      'server',
      'The server answered 418 to the request for s3://bucket/k (__proto__: M & m).',
    ],
  ])('%i becomes one sentence', (status, body, errorCode, message) => {
    expect(target('k').refused(response({ status }), body)).toMatchObject({
      code: errorCode,
      message,
      retryable: [429, 500, 502, 503].includes(status),
    });
  });

  it('may be anything, at any length', () => {
    const deep = '<a>'.repeat(30_000);
    const doctype =
      '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Error><Code>&b;</Code></Error>';
    for (const body of [deep, doctype, '\u0000\ufffd<', 'x'.repeat(200_000)]) {
      expect(target('k').refused(response({ status: 400 }), utf8(body))).toMatchObject({
        code: 'server',
        message: expect.stringMatching(/^.{1,200}$/) as string,
      });
    }
    const long = code(`Line\n${'y'.repeat(5000)}`);
    const told = target('k').refused(response({ status: 400 }), long);
    expect(told).toMatchObject({ message: expect.stringMatching(/^[^\n]{1,700}$/) as string });
  });
});
