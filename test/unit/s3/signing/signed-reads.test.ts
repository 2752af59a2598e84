import { afterEach, describe, expect, it } from 'vitest';
import type { HttpClient } from '../../../../src/core/bytes/http';
import { HttpSource } from '../../../../src/core/bytes/http-source';
import type { Exchange } from '../../../../src/core/bytes/meter';
import { type Connection, PUBLIC_CONNECTION } from '../../../../src/core/s3/connection';
import type { Credentials, CredentialSource } from '../../../../src/core/s3/credentials';
import { headObject } from '../../../../src/core/s3/head-object';
import { RegionMemory } from '../../../../src/core/s3/regions';
import { S3Target } from '../../../../src/core/s3/target';
import { logLine } from '../../../../src/extension/request-log';
import { SmithySigner } from '../../../../src/platform/node/aws-signer';
import { NodeHttpClient } from '../../../../src/platform/node/http-client';
import { type S3TestServer, startS3Server } from '../../../support/s3/server';
import { TestUsers } from '../../../support/s3/users';
import { AT_ONCE } from '../fakes';

const USER = { accessKeyId: 'AKIDTEST', secretAccessKey: 'test-secret' };
const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) {
    await close();
  }
});

/** Gives the credentials of a list, the next ones after each refusal. */
class Listed implements CredentialSource {
  looks = 0;
  private at = 0;

  constructor(private readonly all: readonly Credentials[]) {}

  get(): Promise<Credentials | undefined> {
    this.looks++;
    return Promise.resolve(this.all[this.at]);
  }

  forget(): void {
    this.at = Math.min(this.at + 1, this.all.length - 1);
  }
}

async function serve(
  users: TestUsers,
  region = 'us-east-1',
): Promise<{ server: S3TestServer; http: NodeHttpClient; connection: Connection }> {
  const server = await startS3Server({ users, region });
  const http = new NodeHttpClient();
  closing.push(
    () => server.close(),
    () => http.dispose(),
  );
  server.createBucket('own', { requireSignature: true }).put('a b+c.txt', 'hello world');
  const connection: Connection = {
    ...PUBLIC_CONNECTION,
    id: 'own',
    label: 'Own',
    endpoint: server.endpoint,
    pathStyle: true,
    auth: { kind: 'keys' },
    readOnly: false,
  };
  return { server, http, connection };
}

function target(
  connection: Connection,
  credentials: CredentialSource,
  now?: () => number,
): S3Target {
  const access = { credentials, signer: new SmithySigner() };
  const object = { bucket: 'own', key: 'a b+c.txt' };
  return new S3Target(connection, object, new RegionMemory(), access, now);
}

describe('signed reads', () => {
  it('bring the bytes of a bucket that is not public', async () => {
    const { http, connection } = await serve(new TestUsers([USER]));
    const source = new HttpSource(http, target(connection, new Listed([USER])), { retry: AT_ONCE });
    expect(Buffer.from(await source.read(6, 5)).toString()).toBe('world');
    const unsigned = new HttpSource(
      http,
      new S3Target(connection, { bucket: 'own', key: 'a b+c.txt' }, new RegionMemory()),
      { retry: AT_ONCE },
    );
    await expect(unsigned.read(0, 5)).rejects.toMatchObject({ code: 'access-denied' });
  });

  it('sign for the region that the server names, at the same host', async () => {
    const { http, connection, server } = await serve(new TestUsers([USER]), 'eu-west-3');
    const source = new HttpSource(http, target(connection, new Listed([USER])), { retry: AT_ONCE });
    expect(Buffer.from(await source.read(0, 5)).toString()).toBe('hello');
    expect(server.requests.length).toBe(2);
  });

  it('look up credentials once more when they have expired, however many are under way', async () => {
    const users = new TestUsers();
    const old = { ...users.issue(3600) };
    const fresh = { ...users.issue(3600) };
    users.add({ ...old, expires: new Date(Date.now() - 1000) });
    const { http, connection } = await serve(users);
    const credentials = new Listed([old, fresh]);
    const source = new HttpSource(http, target(connection, credentials), { retry: AT_ONCE });
    const parts = await Promise.all([0, 1, 2, 3, 4, 5].map((at) => source.read(at, 1)));
    expect(parts.map((part) => String.fromCharCode(part[0] ?? 0)).join('')).toBe('hello ');
  });

  it('believe a second refusal', async () => {
    const users = new TestUsers();
    const gone = [users.issue(-1), users.issue(-1), users.issue(-1)];
    const { http, connection, server } = await serve(users);
    const source = new HttpSource(http, target(connection, new Listed(gone)), { retry: AT_ONCE });
    await expect(source.read(0, 5)).rejects.toMatchObject({ code: 'access-denied' });
    expect(server.requests.length).toBe(2);
  });

  it('look up credentials again when those looked up before have expired in their turn', async () => {
    const users = new TestUsers();
    const all = [users.issue(-1), { ...users.issue(3600) }, users.issue(3600)];
    const { http, connection } = await serve(users);
    let now = 0;
    const object = target(connection, new Listed(all), () => now);
    const source = new HttpSource(http, object, { retry: AT_ONCE, probeLength: 1 });
    expect(Buffer.from(await source.read(0, 5)).toString()).toBe('hello');
    users.add({ ...all[1]!, expires: new Date(Date.now() - 1000) });
    now += 3_600_000;
    expect(Buffer.from(await source.read(6, 5)).toString()).toBe('world');
  });

  it('ask for the head of an object by the same right', async () => {
    const { http, connection } = await serve(new TestUsers([USER]));
    const tools = {
      http,
      regions: new RegionMemory(),
      retry: AT_ONCE,
      access: { credentials: new Listed([USER]), signer: new SmithySigner() },
    };
    const place = { bucket: 'own', key: 'a b+c.txt' };
    expect(await headObject(tools, connection, place)).toEqual({ size: 11 });
    expect(await headObject(tools, connection, { ...place, key: 'none' })).toBeUndefined();
  });

  it('say what is wrong without a word of the keys', async () => {
    const { http, connection } = await serve(new TestUsers([USER]));
    const wrong = { ...USER, secretAccessKey: 'another-secret' };
    const source = new HttpSource(http, target(connection, new Listed([wrong])), {
      retry: AT_ONCE,
    });
    const error = await source.read(0, 5).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'access-denied' });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch(
      /another-secret|AKIDTEST/,
    );
  });

  it('leave no trace of the keys in what is told of each exchange', async () => {
    const users = new TestUsers();
    const keys = users.issue(3600);
    const { connection } = await serve(users);
    const exchanges: Exchange[] = [];
    const http = new NodeHttpClient({ onExchange: (exchange) => exchanges.push(exchange) });
    closing.push(() => http.dispose());
    const source = new HttpSource(http, target(connection, new Listed([keys])), { retry: AT_ONCE });
    await source.read(0, 5);
    const lines = exchanges.map(logLine).join('\n') + JSON.stringify(exchanges);
    expect(exchanges.length).toBe(1);
    for (const secret of [keys.accessKeyId, keys.secretAccessKey, keys.sessionToken, 'Signature']) {
      expect(lines).not.toContain(secret);
    }
  });

  it('never follow a redirect to another host with the keys', async () => {
    const { http, connection, server } = await serve(new TestUsers([USER]));
    const asked: string[] = [];
    const elsewhere: HttpClient = {
      send: async (request) => {
        asked.push(request.hostname);
        const response = await http.send(request);
        const headers = { location: 'http://evil.example.org/own/a', ...response.headers };
        return { ...response, status: 307, headers };
      },
    };
    const source = new HttpSource(elsewhere, target(connection, new Listed([USER])), {
      retry: AT_ONCE,
    });
    await expect(source.read(0, 5)).rejects.toMatchObject({ code: 'server' });
    expect(new Set(asked)).toEqual(new Set(['127.0.0.1']));
    expect(server.requests.length).toBe(asked.length);
  });
});
