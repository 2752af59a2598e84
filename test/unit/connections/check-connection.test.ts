import { afterEach, describe, expect, it } from 'vitest';
import { S3Service } from '../../../src/core/s3/client';
import { type Connection, PUBLIC_CONNECTION } from '../../../src/core/s3/connection';
import type { Credentials } from '../../../src/core/s3/credentials';
import { RegionMemory } from '../../../src/core/s3/regions';
import { S3ObjectStore } from '../../../src/core/s3/store';
import {
  type Check,
  checkConnection,
  type CheckTools,
  checkWriting,
  mayTryWriting,
} from '../../../src/extension/connections/check-connection';
import { SmithySigner } from '../../../src/platform/node/aws-signer';
import { callerIdentity } from '../../../src/platform/node/caller-identity';
import { nodeChecksums } from '../../../src/platform/node/checksums';
import { NodeHttpClient } from '../../../src/platform/node/http-client';
import { loadS3Sdk } from '../../../src/platform/node/load-s3-sdk';
import { AwsServices } from '../../support/aws/services';
import { type S3TestServer, startS3Server } from '../../support/s3/server';
import { type Right, TestUsers } from '../../support/s3/users';
import { AT_ONCE, FakeHttp } from '../s3/fakes';

const USER = { accessKeyId: 'AKIDTEST', secretAccessKey: 'test-secret' };
const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) {
    await close();
  }
});

async function rig(
  rights: Readonly<Record<string, readonly Right[]>> | undefined,
  credentials: Credentials | undefined = USER,
): Promise<{ server: S3TestServer; tools: CheckTools; connection: Connection }> {
  const users = new TestUsers([{ ...USER, ...(rights === undefined ? {} : { rights }) }]);
  const server = await startS3Server({ users });
  const http = new NodeHttpClient();
  closing.push(
    () => server.close(),
    () => http.dispose(),
  );
  server.createBucket('own', { requireSignature: true }).put('a.txt', 'hello');
  const regions = new RegionMemory();
  const access = {
    credentials: { get: () => Promise.resolve(credentials), forget: () => undefined },
    signer: new SmithySigner(),
  };
  const tools: CheckTools = {
    ...{ http, regions, ...access },
    s3: new S3Service(http, regions, loadS3Sdk, AT_ONCE, access),
    store: new S3ObjectStore({
      ...{ http, regions, loadSdk: loadS3Sdk, checksums: nodeChecksums() },
      ...{ access, retry: AT_ONCE },
    }),
    whoAmI: () => Promise.resolve('arn:aws:iam::111122223333:user/me'),
  };
  const connection: Connection = {
    ...{ ...PUBLIC_CONNECTION, id: 'own', label: 'Own', readOnly: false },
    ...{ auth: { kind: 'keys' }, endpoint: server.endpoint, pathStyle: true },
  };
  return { server, tools, connection };
}

describe('trying a connection', () => {
  it('says that everything works, and finds a bucket by itself', async () => {
    const { tools, connection } = await rig(undefined);
    const checks = await checkConnection(tools, connection, undefined);
    expect(checks.map(({ what, works }) => [what, works])).toEqual([
      ['sign-in', true],
      ['buckets', true],
      ['list', true],
      ['read', true],
    ]);
    expect(checks[3]?.said).toBe('s3://own/a.txt can be read.');
  });

  it('goes on after what is not allowed', async () => {
    const { tools, connection } = await rig({ own: ['list'] });
    const checks = await checkConnection(tools, connection, 'own');
    expect(checks.find(({ what }) => what === 'list')?.works).toBe(true);
    expect(checks.find(({ what }) => what === 'read')).toMatchObject({ works: false });
    expect(JSON.stringify(checks)).not.toMatch(/test-secret|AKIDTEST/);
  });

  it('says no more than that signing in fails where it does', async () => {
    const { tools, connection } = await rig(undefined);
    const failing = {
      ...tools,
      credentials: { get: () => Promise.reject(new Error('none')), forget: () => undefined },
    };
    const checks = await checkConnection(failing, connection, 'own');
    expect(checks).toEqual([{ what: 'sign-in', works: false, said: 'none' }]);
  });

  it('names the user where the server is Amazon’s', async () => {
    const { tools, connection } = await rig(undefined);
    const { endpoint, ...amazon } = connection;
    expect(endpoint).toBeDefined();
    const off = { ...tools, store: { ...tools.store, listBuckets: () => Promise.resolve([]) } };
    expect(await checkConnection(off, amazon, undefined)).toEqual([
      { what: 'sign-in', works: true, said: 'You are arn:aws:iam::111122223333:user/me.' },
      { what: 'buckets', works: true, said: 'The account has no buckets.' },
    ]);
  });

  it('writes only when asked, and leaves nothing', async () => {
    const { tools, connection, server } = await rig(undefined);
    await checkConnection(tools, connection, 'own');
    expect(server.requests.every(({ method }) => method === 'GET' || method === 'HEAD')).toBe(true);
    expect(await checkWriting(tools, connection, 'own', 'probe.txt')).toMatchObject({
      works: true,
    });
    expect(server.bucket('own').get('probe.txt')).toBeUndefined();
    const taken = await checkWriting(tools, connection, 'own', 'a.txt');
    expect(taken.works).toBe(false);
    expect(server.bucket('own').get('a.txt')).toBeDefined();
  });

  it('offers to write to those who may use a bucket and not list the others', () => {
    const check = (what: Check['what'], works: boolean): Check => ({ what, works, said: '' });
    const own = [check('sign-in', true), check('list', true), check('read', true)];
    expect(mayTryWriting([...own, check('buckets', false)])).toBe(true);
    expect(mayTryWriting([check('sign-in', false)])).toBe(false);
    expect(mayTryWriting([check('sign-in', true), check('list', false)])).toBe(false);
  });

  it('says where writing is not allowed', async () => {
    const { tools, connection } = await rig({ own: ['list', 'read'] });
    expect(await checkWriting(tools, connection, 'own', 'probe.txt')).toMatchObject({
      works: false,
    });
    const readOnly = { ...connection, readOnly: true };
    expect((await checkWriting(tools, readOnly, 'own', 'probe.txt')).works).toBe(false);
  });
});

describe('who am I', () => {
  it('is asked of STS, signed', async () => {
    const users = new TestUsers([USER]);
    const services = await AwsServices.start({ users });
    const node = new NodeHttpClient();
    closing.push(
      () => services.close(),
      () => node.dispose(),
    );
    const asked: string[] = [];
    const http = {
      send: (request: Parameters<NodeHttpClient['send']>[0]) => {
        asked.push(`${request.protocol}//${request.hostname}${request.path}`);
        const at = { protocol: 'http:', hostname: '127.0.0.1', port: services.port } as const;
        return node.send({ ...request, ...at });
      },
    };
    expect(await callerIdentity({ http }, USER, 'eu-west-3')).toBe(
      'arn:aws:iam::111122223333:user/AKIDTEST',
    );
    expect(asked).toEqual(['https://sts.eu-west-3.amazonaws.com/']);
    const wrong = { ...USER, secretAccessKey: 'other' };
    await expect(callerIdentity({ http }, wrong, 'eu-west-3')).rejects.toMatchObject({
      code: 'access-denied',
      message: 'AWS does not know these credentials.',
    });
  });

  it('is not answered by a server that is out of order', async () => {
    const http = new FakeHttp(() => ({ status: 503, body: '<html>busy</html>' }));
    await expect(callerIdentity({ http }, USER, 'eu-west-3')).rejects.toMatchObject({
      code: 'server',
      retryable: true,
    });
  });
});
