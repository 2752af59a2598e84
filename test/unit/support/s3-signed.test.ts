import {
  GetObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterEach, describe, expect, it } from 'vitest';
import { rawRequest } from '../../support/s3/raw-request';
import { startS3Server, type S3TestServer } from '../../support/s3/server';
import { TestUsers, type TestUser } from '../../support/s3/users';

// The signatures are those of Amazon's own library.
const owner = { accessKeyId: 'AKIAOWNER', secretAccessKey: 'owner secret' };
const reader: TestUser = {
  accessKeyId: 'AKIAREADER',
  secretAccessKey: 'reader secret',
  rights: { shared: ['list', 'read'] },
};
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) {
    await close();
  }
});

async function start(users = new TestUsers([owner, reader])): Promise<S3TestServer> {
  const server = await startS3Server({ users });
  closing.push(() => server.close());
  server.createBucket('shared', { requireSignature: true }).put('a', 'shared');
  server.createBucket('own', { requireSignature: true }).put('a', 'own');
  server.createBucket('public').put('a', 'public');
  return server;
}

function clientOf(
  server: S3TestServer,
  { expires: _, rights: __, arn: ___, ...credentials }: TestUser = owner,
  region = 'us-east-1',
): S3Client {
  const client = new S3Client({
    endpoint: server.endpoint,
    region,
    credentials,
    forcePathStyle: true,
    maxAttempts: 1,
  });
  closing.push(() => client.destroy());
  return client;
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'done';
  } catch (error) {
    return (error as Error).name;
  }
}

const read = async (client: S3Client, Bucket: string, Key = 'a'): Promise<string> => {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
  return (await Body?.transformToString()) ?? '';
};

describe('a server that knows its users', () => {
  it('takes signatures that hold, with any key in them', async () => {
    const server = await start();
    const client = clientOf(server);
    for (const Key of ['a b', 'a+b', 'a%20b', 'é/ü', '\u{1f52d}', 'a//b', "(a)*!'", 'x?y=z&a']) {
      await client.send(new PutObjectCommand({ Bucket: 'own', Key, Body: Key }));
      expect(await read(client, 'own', Key)).toBe(Key);
    }
    const listed = await client.send(
      new ListObjectsV2Command({ Bucket: 'own', Prefix: 'a b', StartAfter: 'a a+&=' }),
    );
    expect(listed.Contents?.map(({ Key }) => Key)).toEqual(['a b']);
    expect(server.requests.at(-1)).toMatchObject({ user: 'AKIAOWNER', status: 200 });
  });

  it('refuses those that do not', async () => {
    const server = await start();
    const ask = (user: TestUser, region?: string): Promise<string> =>
      codeOf(clientOf(server, user, region).send(new ListBucketsCommand({})));
    expect(await ask({ ...owner, secretAccessKey: 'wrong' })).toBe('SignatureDoesNotMatch');
    expect(await ask({ ...owner, accessKeyId: 'AKIANOBODY' })).toBe('InvalidAccessKeyId');
    expect(await ask(owner, 'eu-west-1')).toBe('AuthorizationHeaderMalformed');
    const raw = await rawRequest(server.endpoint, {
      path: '/own/a',
      headers: { authorization: 'AWS4-HMAC-SHA256 Credential=x' },
    });
    expect(raw.text).toContain('<Code>AuthorizationHeaderMalformed</Code>');
  });

  it('refuses a request that was changed on its way', async () => {
    const server = await start();
    const client = clientOf(server);
    client.middlewareStack.add(
      (next) => (args) => {
        const request = args.request as { headers: Record<string, string> };
        request.headers['x-amz-meta-late'] = 'not signed';
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
    const put = new PutObjectCommand({ Bucket: 'own', Key: 'k', Body: 'x' });
    expect(await codeOf(client.send(put))).toBe('AccessDenied');
  });

  it('takes temporary keys with their token, until they expire', async () => {
    const users = new TestUsers([owner]);
    const server = await start(users);
    const keys = users.issue(900);
    const ask = (user: TestUser): Promise<string> => codeOf(read(clientOf(server, user), 'own'));
    expect(await ask(keys)).toBe('done');
    expect(await ask({ ...keys, sessionToken: 'another' })).toBe('InvalidToken');
    const bare = { accessKeyId: keys.accessKeyId, secretAccessKey: keys.secretAccessKey };
    expect(await ask(bare)).toBe('InvalidAccessKeyId');
    // Ten seconds past their end, and within what clocks may differ.
    users.now = () => new Date(Date.now() + 899_000);
    expect(await ask(keys)).toBe('done');
    users.add({ ...keys, expires: new Date() });
    expect(await ask(keys)).toBe('ExpiredToken');
    users.now = () => new Date(Date.now() + 3_600_000);
    expect(await ask(owner)).toBe('RequestTimeTooSkewed');
  });

  it('lets everybody do what they may', async () => {
    const server = await start();
    const client = clientOf(server, reader);
    const { Buckets = [] } = await client.send(new ListBucketsCommand({}));
    expect(Buckets.map(({ Name }) => Name)).toEqual(['shared']);
    expect(await read(client, 'shared')).toBe('shared');
    expect(await read(client, 'public')).toBe('public');
    expect(await codeOf(read(client, 'own'))).toBe('AccessDenied');
    const put = new PutObjectCommand({ Bucket: 'shared', Key: 'k', Body: 'x' });
    expect(await codeOf(client.send(put))).toBe('AccessDenied');
    const unsigned = await rawRequest(server.endpoint, { path: '/own/a' });
    expect(unsigned.status).toBe(403);
  });

  it('sends a bucket of another region to its own', async () => {
    const server = await start();
    const far = { region: 'eu-west-1', wrongRegion: 'AuthorizationHeaderMalformed' } as const;
    server.createBucket('far', { ...far, requireSignature: true }).put('a', 'far');
    expect(await codeOf(read(clientOf(server), 'far'))).toBe('AuthorizationHeaderMalformed');
    expect(await read(clientOf(server, owner, 'eu-west-1'), 'far')).toBe('far');
  });

  it('lets the requester pay', async () => {
    const server = await start();
    server.createBucket('paid', { requesterPays: true }).put('a', 'paid');
    const client = clientOf(server);
    expect(await codeOf(read(client, 'paid'))).toBe('AccessDenied');
    const answer = await client.send(
      new GetObjectCommand({ Bucket: 'paid', Key: 'a', RequestPayer: 'requester' }),
    );
    expect(answer.RequestCharged).toBe('requester');
    const unsigned = await rawRequest(server.endpoint, {
      path: '/paid/a',
      headers: { 'x-amz-request-payer': 'requester' },
    });
    expect(unsigned.status).toBe(403);
  });
});
