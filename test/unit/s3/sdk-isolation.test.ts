import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { S3Service } from '../../../src/core/s3/client';
import { PUBLIC_CONNECTION } from '../../../src/core/s3/connection';
import { RegionMemory } from '../../../src/core/s3/regions';
import { AT_ONCE, FakeHttp } from './fakes';

const EMPTY = '<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>';
const original = process.env;
const readNames = new Set<string>();
let folder: string;
let strangers: Server;
let strangeRequests = 0;

/** Every setting of the AWS environment, each wrong enough to fail or to be seen in the request. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'aws-'));
  const nonsense = [
    'region = file-region-1',
    'aws_access_key_id = FILEKEY',
    'aws_secret_access_key = FILESECRET',
    'credential_process = /bin/false',
    'endpoint_url = http://file.invalid',
    'max_attempts = banana',
    'retry_mode = nonsense',
    'defaults_mode = nonsense',
    'use_dualstack_endpoint = maybe',
    'use_fips_endpoint = maybe',
    's3_use_arn_region = maybe',
    's3_disable_express_session_auth = maybe',
    'request_checksum_calculation = nonsense',
    'response_checksum_validation = nonsense',
    'auth_scheme_preference = sigv4a',
    'sigv4a_signing_region_set = ',
    `sdk_ua_app_id = ${'x'.repeat(60)}`,
  ].join('\n');
  for (const name of ['config', 'credentials']) {
    writeFileSync(
      join(folder, name),
      `[default]\n${nonsense}\n[profile broken]\n${nonsense}\n[broken`,
    );
  }
  strangers = createServer((_, response) => {
    strangeRequests += 1;
    response.end('{}');
  }).listen(0, '127.0.0.1');
  await once(strangers, 'listening');
  const stranger = `http://127.0.0.1:${(strangers.address() as AddressInfo).port}`;
  const environment: Record<string, string | undefined> = {
    ...original,
    AWS_ACCESS_KEY_ID: 'ENVKEY',
    AWS_SECRET_ACCESS_KEY: 'ENVSECRET',
    AWS_SESSION_TOKEN: 'ENVTOKEN',
    AWS_PROFILE: 'broken',
    AWS_CONFIG_FILE: join(folder, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
    AWS_REGION: 'env-region-1',
    AWS_DEFAULT_REGION: 'env-region-1',
    AWS_ENDPOINT_URL: stranger,
    AWS_ENDPOINT_URL_S3: stranger,
    AWS_MAX_ATTEMPTS: 'banana',
    AWS_RETRY_MODE: 'nonsense',
    AWS_DEFAULTS_MODE: 'auto',
    AWS_USE_DUALSTACK_ENDPOINT: 'maybe',
    AWS_USE_FIPS_ENDPOINT: 'maybe',
    AWS_S3_USE_ARN_REGION: 'maybe',
    AWS_S3_DISABLE_EXPRESS_SESSION_AUTH: 'maybe',
    AWS_REQUEST_CHECKSUM_CALCULATION: 'nonsense',
    AWS_RESPONSE_CHECKSUM_VALIDATION: 'nonsense',
    AWS_AUTH_SCHEME_PREFERENCE: 'sigv4a',
    AWS_SIGV4A_SIGNING_REGION_SET: '',
    AWS_ACCOUNT_ID_ENDPOINT_MODE: 'nonsense',
    AWS_SDK_UA_APP_ID: 'x'.repeat(60),
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs',
    AWS_LAMBDA_FUNCTION_NAME: 'function',
    _X_AMZN_TRACE_ID: 'Root=1-trace',
    AWS_CONTAINER_CREDENTIALS_FULL_URI: `${stranger}/container`,
    AWS_EC2_METADATA_SERVICE_ENDPOINT: stranger,
    AWS_WEB_IDENTITY_TOKEN_FILE: join(folder, 'config'),
    AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/x',
  };
  process.env = new Proxy(environment, {
    get(target, name) {
      if (typeof name === 'string' && name.includes('AWS')) {
        readNames.add(name);
      }
      return Reflect.get(target, name) as unknown;
    },
  });
});

afterAll(() => {
  process.env = original;
  rmSync(folder, { recursive: true });
  strangers.close();
});

describe('the AWS environment of the machine', () => {
  it.each(['bucket', 'my.dotted.bucket', 'one-zone--use1-az4--x-s3'])(
    'has no say in a request for %s',
    async (bucket) => {
      const http = new FakeHttp(({ headers }, index) =>
        index === 0
          ? { status: 503 }
          : headers['authorization']
            ? { status: 400 }
            : { body: EMPTY },
      );
      const sdk = await import('@aws-sdk/client-s3');
      const service = new S3Service(http, new RegionMemory(), () => Promise.resolve(sdk), AT_ONCE);
      await service.listPage(PUBLIC_CONNECTION, { bucket, prefix: 'a b', delimiter: '/' });

      const pathStyle = bucket.includes('.');
      const request = {
        method: 'GET',
        protocol: 'https:',
        hostname: `${pathStyle ? '' : `${bucket}.`}s3.us-east-1.amazonaws.com`,
        port: undefined,
        path: `/${pathStyle ? `${bucket}/` : ''}?list-type=2&prefix=a%20b&delimiter=%2F&encoding-type=url`,
        headers: {},
        signal: undefined,
      };
      expect(http.requests.map(sortQuery)).toEqual([sortQuery(request), sortQuery(request)]);
    },
  );

  it('is not even looked at, nor is any service that hands out credentials', () => {
    // What is read concerns headers that the transport leaves out (the trace of a Lambda function).
    const harmless = /LAMBDA|TRACE|EXECUTION_ENV|AWS_SDK_JS_NODE_VERSION_SUPPORT/;
    expect([...readNames].filter((name) => !harmless.test(name))).toEqual([]);
    expect(strangeRequests).toBe(0);
  });
});

function sortQuery<T extends { readonly path: string }>(request: T): T {
  const [path, query = ''] = request.path.split('?');
  return { ...request, path: `${path}?${query.split('&').sort().join('&')}` };
}
