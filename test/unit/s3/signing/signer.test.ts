import { describe, expect, it } from 'vitest';
import type { HttpRequest } from '../../../../src/core/bytes/http';
import { SmithySigner } from '../../../../src/platform/node/aws-signer';
import truth from './signatures.json';

const KEYS = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};
const SESSION = {
  accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'secret/with+signs=',
  sessionToken: 'token/with+signs==',
};
const signer = new SmithySigner(() => new Date('2026-03-04T05:06:07Z'));

/** As it stands: a URL would normalise the path. */
function requestOf(url: string): Pick<HttpRequest, 'protocol' | 'hostname' | 'port' | 'path'> {
  const { protocol, host, port, path } =
    /^(?<protocol>https?:)\/\/(?<host>[^/:]+)(?::(?<port>\d+))?(?<path>.*)$/s.exec(url)?.groups ??
    {};
  return {
    protocol: protocol as 'http:' | 'https:',
    hostname: host ?? '',
    port: port === undefined ? undefined : Number(port),
    path: path ?? '',
  };
}

describe('signatures', () => {
  it.each(truth.cases)('are those of botocore for $method $url', async (one) => {
    const headers = await signer.sign(
      {
        ...requestOf(one.url),
        method: one.method as 'GET',
        headers: one.headers as Record<string, string>,
        ...(one.body === null ? {} : { body: new TextEncoder().encode(one.body) }),
      },
      one.session ? SESSION : KEYS,
      one.region,
    );
    expect(headers).toMatchObject({
      ...one.headers,
      authorization: one.authorization,
      host: one.host,
      'x-amz-date': one.date,
      'x-amz-content-sha256': one.payload,
      ...(one.session ? { 'x-amz-security-token': SESSION.sessionToken } : {}),
    });
  });

  it('do not read the body where TLS protects it, and leave out what is changed on the way', async () => {
    const headers = await signer.sign(
      {
        ...requestOf('https://bucket.s3.us-east-1.amazonaws.com/key'),
        method: 'PUT',
        headers: { 'accept-encoding': 'identity', expect: '100-continue', 'user-agent': 'x' },
        body: new Uint8Array(8),
      },
      KEYS,
      'us-east-1',
    );
    expect(headers['x-amz-content-sha256']).toBe('UNSIGNED-PAYLOAD');
    expect(headers['authorization']).toContain(
      'SignedHeaders=host;x-amz-content-sha256;x-amz-date,',
    );
    expect(headers['expect']).toBe('100-continue');
  });

  it('name an IPv6 host as it is sent', async () => {
    const at = { protocol: 'http:', hostname: '::1', port: 9000, path: '/b/k' } as const;
    const { host } = await signer.sign({ ...at, method: 'GET', headers: {} }, KEYS, 'us-east-1');
    expect(host).toBe('[::1]:9000');
  });
});
