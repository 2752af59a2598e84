import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HttpClient, HttpRequest } from '../../../src/core/bytes/http';
import { Meter } from '../../../src/core/bytes/meter';
import { SkybucketError } from '../../../src/core/errors';
import { type Auth, type Connection, PUBLIC_CONNECTION } from '../../../src/core/s3/connection';
import {
  type CredentialTools,
  NodeCredentialSource,
} from '../../../src/platform/node/aws-credential-source';
import { awsProfiles } from '../../../src/platform/node/aws-credentials';
import { NodeHttpClient } from '../../../src/platform/node/http-client';
import { AwsServices, type AwsServicesOptions } from '../../support/aws/services';
import { TestUsers } from '../../support/s3/users';

const LONG = { accessKeyId: 'AKIDLONGLASTING', secretAccessKey: 'long-lasting-secret' };
const READER = 'arn:aws:iam::111122223333:role/reader';
const GUARDED = 'arn:aws:iam::111122223333:role/guarded';
const FEDERATED = 'arn:aws:iam::111122223333:role/federated';
const DEVICE = 'arn:aws:iam::111122223333:mfa/me';

let home: string;
let services: AwsServices;
let users: TestUsers;
let http: Rerouted;

/** Sends what goes to AWS to the embedded services. */
class Rerouted implements HttpClient {
  readonly asked: string[] = [];
  private readonly node = new NodeHttpClient();

  send(request: HttpRequest): ReturnType<HttpClient['send']> {
    this.asked.push(request.hostname);
    return this.node.send({
      ...request,
      headers: { ...request.headers, host: request.hostname },
      protocol: 'http:',
      hostname: '127.0.0.1',
      port: services.port,
    });
  }

  dispose(): void {
    this.node.dispose();
  }
}

async function start(options: Omit<AwsServicesOptions, 'users'> = {}): Promise<void> {
  services = await AwsServices.start({
    users,
    roles: [
      { arn: READER, externalId: 'ours' },
      { arn: GUARDED, mfa: { serial: DEVICE, code: '123456' } },
      { arn: FEDERATED, webIdentityTokens: ['identity-token'] },
    ],
    ssoTokens: { 'sso-token': ['111122223333/Reader'] },
    ...options,
  });
}

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'skybucket-aws-'));
  mkdirSync(join(home, '.aws', 'sso', 'cache'), { recursive: true });
  for (const name of Object.keys(process.env).filter((known) => known.startsWith('AWS_'))) {
    vi.stubEnv(name, undefined);
  }
  vi.stubEnv('HOME', home);
  vi.stubEnv('USERPROFILE', home);
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  users = new TestUsers([LONG]);
  http = new Rerouted();
});

afterEach(async () => {
  http.dispose();
  await services.close();
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
});

function config(text: string, credentials = ''): void {
  writeFileSync(join(home, '.aws', 'config'), text);
  writeFileSync(join(home, '.aws', 'credentials'), credentials);
}

const LONG_KEYS = `[long]
aws_access_key_id = ${LONG.accessKeyId}
aws_secret_access_key = ${LONG.secretAccessKey}
`;

function connection(auth: Auth, more: Partial<Connection> = {}): Connection {
  return { ...PUBLIC_CONNECTION, id: 'own', label: 'Own', auth, readOnly: false, ...more };
}

function source(tools: Partial<CredentialTools> = {}): NodeCredentialSource {
  return new NodeCredentialSource({
    http,
    trusted: () => true,
    keys: () => Promise.resolve(undefined),
    mfaCode: () => Promise.resolve('123456'),
    agree: () => Promise.resolve(),
    ...tools,
  });
}

const failure = async (work: Promise<unknown>): Promise<SkybucketError> => {
  const thrown: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(SkybucketError);
  return thrown as SkybucketError;
};

function cacheSsoToken(session: string, expiresAt: Date, more: object = {}): void {
  const name = createHash('sha1').update(session).digest('hex');
  writeFileSync(
    join(home, '.aws', 'sso', 'cache', `${name}.json`),
    JSON.stringify({ accessToken: 'sso-token', expiresAt: expiresAt.toISOString(), ...more }),
  );
}

const SSO = `[profile signed-in]
sso_session = ours
sso_account_id = 111122223333
sso_role_name = Reader
[sso-session ours]
sso_start_url = https://ours.awsapps.com/start
sso_region = eu-west-1
`;

describe('credentials', () => {
  it('of a profile are the keys in its file', async () => {
    await start();
    config('', LONG_KEYS);
    const got = await source().get(connection({ kind: 'profile', profile: 'long' }), 'b');
    expect(got).toMatchObject(LONG);
    expect(http.asked).toEqual([]);
  });

  it('of a profile that names a role come from STS of its region, with the external id', async () => {
    await start();
    config(
      `[profile reader]\nrole_arn = ${READER}\nsource_profile = long\nexternal_id = ours\nregion = eu-west-3\n`,
      LONG_KEYS,
    );
    const meter = new Meter();
    const got = await source({ meter }).get(
      connection({ kind: 'profile', profile: 'reader' }),
      'b',
    );
    expect(users.find(got?.accessKeyId ?? '')).toMatchObject({
      secretAccessKey: got?.secretAccessKey,
      sessionToken: got?.sessionToken,
      arn: expect.stringContaining('assumed-role/reader/'),
    });
    expect(http.asked).toEqual(['sts.eu-west-3.amazonaws.com']);
    expect(services.requests.map(({ operation, status }) => [operation, status])).toEqual([
      ['AssumeRole', 200],
    ]);
    expect(meter.figures().requests).toBe(1);
  });

  it('of a role are taken on with a profile, in the region of the connection', async () => {
    await start();
    config('', LONG_KEYS);
    const auth: Auth = { kind: 'role', roleArn: READER, profile: 'long', externalId: 'ours' };
    const got = await source().get(connection(auth, { region: 'us-west-2' }), 'b');
    expect(users.find(got?.accessKeyId ?? '')?.arn).toContain('assumed-role/reader/skybucket');
    expect(http.asked).toEqual(['sts.us-west-2.amazonaws.com']);
  });

  it('that want the code of a device ask for it', async () => {
    await start();
    config(
      `[profile guarded]\nrole_arn = ${GUARDED}\nsource_profile = long\nmfa_serial = ${DEVICE}\n`,
      LONG_KEYS,
    );
    const guarded = connection({ kind: 'profile', profile: 'guarded' });
    const mfaCode = vi.fn(() => Promise.resolve('123456'));
    expect(await source({ mfaCode }).get(guarded, 'b')).toBeDefined();
    expect(mfaCode).toHaveBeenCalledExactlyOnceWith(DEVICE, expect.any(AbortSignal));
    const wrong = await failure(
      source({ mfaCode: () => Promise.resolve('000000') }).get(guarded, 'b'),
    );
    expect(wrong).toMatchObject({ code: 'access-denied' });
    expect(wrong.message).toContain('MFA');
    const none = source({ mfaCode: () => Promise.resolve(undefined) });
    expect(await failure(none.get(guarded, 'b'))).toMatchObject({ code: 'cancelled' });
  });

  it('that want the code of a device stop asking for it when nobody waits any more', async () => {
    await start();
    config(
      `[profile guarded]\nrole_arn = ${GUARDED}\nsource_profile = long\nmfa_serial = ${DEVICE}\n`,
      LONG_KEYS,
    );
    const guarded = connection({ kind: 'profile', profile: 'guarded' });
    const asked: AbortSignal[] = [];
    const mfaCode = (_serial: string, signal: AbortSignal): Promise<string | undefined> => {
      asked.push(signal);
      return new Promise(() => undefined);
    };
    const stop = new AbortController();
    const waiting = source({ mfaCode }).get(guarded, 'b', { signal: stop.signal });
    await vi.waitFor(() => expect(asked.map(({ aborted }) => aborted)).toEqual([false]));
    stop.abort();
    expect(await failure(waiting)).toMatchObject({ code: 'cancelled' });
    expect(asked.map(({ aborted }) => aborted)).toEqual([true]);
  });

  it('of a profile come from a chain of roles, each taken on with the one before', async () => {
    await start({ roles: [{ arn: READER }, { arn: GUARDED }] });
    config(
      `[profile first]\nrole_arn = ${READER}\nsource_profile = long\n[profile second]\nrole_arn = ${GUARDED}\nsource_profile = first\n`,
      LONG_KEYS,
    );
    const got = await source().get(connection({ kind: 'profile', profile: 'second' }), 'b');
    expect(users.find(got?.accessKeyId ?? '')?.arn).toContain('assumed-role/guarded/');
    const signers = services.requests.map(
      ({ headers }) => /Credential=([^/]+)\//.exec(headers.authorization ?? '')?.[1],
    );
    expect(signers[0]).toBe(LONG.accessKeyId);
    expect(users.find(signers[1] ?? '')?.arn).toContain('assumed-role/reader/');
  });

  it('of a role come from the STS that the environment names, as a VPC has one', async () => {
    await start();
    config('', LONG_KEYS);
    vi.stubEnv('AWS_ENDPOINT_URL_STS', 'https://sts.vpc.example.org');
    const tokenFile = join(home, 'token');
    writeFileSync(tokenFile, 'identity-token');
    for (const auth of [
      { kind: 'role', roleArn: READER, profile: 'long', externalId: 'ours' },
      { kind: 'web-identity', roleArn: FEDERATED, tokenFile },
    ] as const) {
      expect(await source().get(connection(auth), 'b')).toBeDefined();
    }
    expect(new Set(http.asked)).toEqual(new Set(['sts.vpc.example.org']));
  });

  it('of a role are taken on with the environment, also where a profile says so', async () => {
    await start();
    config(
      `[profile sourced]\nrole_arn = ${READER}\ncredential_source = Environment\nexternal_id = ours\n`,
    );
    vi.stubEnv('AWS_ACCESS_KEY_ID', LONG.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', LONG.secretAccessKey);
    for (const auth of [
      { kind: 'role', roleArn: READER, externalId: 'ours' },
      { kind: 'profile', profile: 'sourced' },
    ] as const) {
      const got = await source().get(connection(auth), 'b');
      expect(users.find(got?.accessKeyId ?? '')?.arn).toContain('assumed-role/reader/');
    }
  });

  it('of SSO come from its portal, and the command to sign in is said where there is no session', async () => {
    await start();
    config(SSO);
    const signedIn = connection({ kind: 'profile', profile: 'signed-in' });
    const own = source();
    const error = await failure(own.get(signedIn, 'b'));
    expect(error).toMatchObject({
      code: 'access-denied',
      hint: 'Run “aws sso login --profile signed-in” in a terminal, then try again.',
    });
    cacheSsoToken('ours', new Date(Date.now() + 3_600_000));
    const got = await own.get(signedIn, 'b');
    expect(users.find(got?.accessKeyId ?? '')?.arn).toContain('AWSReservedSSO_Reader');
    expect(http.asked).toEqual(['portal.sso.eu-west-1.amazonaws.com']);
  });

  it('of SSO that the portal refuses say how to sign in', async () => {
    await start({ ssoTokens: {} });
    config(SSO);
    cacheSsoToken('ours', new Date(Date.now() + 3_600_000));
    const error = await failure(
      source().get(connection({ kind: 'profile', profile: 'signed-in' }), 'b'),
    );
    expect(error.hint).toContain('aws sso login --profile signed-in');
  });

  it('of SSO whose session has expired say how to sign in, without asking anybody', async () => {
    await start();
    config(SSO);
    cacheSsoToken('ours', new Date(Date.now() - 60_000));
    const error = await failure(
      source().get(connection({ kind: 'profile', profile: 'signed-in' }), 'b'),
    );
    expect(error).toMatchObject({
      code: 'access-denied',
      message: expect.stringContaining('has expired'),
      hint: expect.stringContaining('aws sso login --profile signed-in'),
    });
    expect(services.requests.filter(({ status }) => status === 200)).toEqual([]);
  });

  it('of SSO whose session can be renewed are renewed, through our own door to the network', async () => {
    await start({ ssoRefresh: { 'refresh-token': 'sso-token' } });
    config(SSO);
    cacheSsoToken('ours', new Date(Date.now() - 60_000), {
      ...{ accessToken: 'expired-token', refreshToken: 'refresh-token' },
      ...{ clientId: 'client', clientSecret: 'client-secret' },
      registrationExpiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    });
    const got = await source().get(connection({ kind: 'profile', profile: 'signed-in' }), 'b');
    expect(users.find(got?.accessKeyId ?? '')?.arn).toContain('AWSReservedSSO_Reader');
    expect(http.asked).toEqual([
      'oidc.eu-west-1.amazonaws.com',
      'portal.sso.eu-west-1.amazonaws.com',
    ]);
  });

  it('of SSO are found where the profile itself names the portal', async () => {
    await start();
    config(
      `[profile older]\nsso_start_url = https://ours.awsapps.com/start\nsso_region = eu-west-1\nsso_account_id = 111122223333\nsso_role_name = Reader\n`,
    );
    cacheSsoToken('https://ours.awsapps.com/start', new Date(Date.now() + 3_600_000));
    const got = await source().get(connection({ kind: 'profile', profile: 'older' }), 'b');
    expect(users.find(got?.accessKeyId ?? '')?.arn).toContain('AWSReservedSSO_Reader');
  });

  it('of a web identity are found by a profile, and by the environment', async () => {
    await start();
    const tokenFile = join(home, 'token');
    writeFileSync(tokenFile, 'identity-token');
    config(`[profile pod]\nrole_arn = ${FEDERATED}\nweb_identity_token_file = ${tokenFile}\n`);
    const byProfile = await source().get(connection({ kind: 'profile', profile: 'pod' }), 'b');
    expect(users.find(byProfile?.accessKeyId ?? '')?.arn).toContain('assumed-role/federated/');
    expect(http.asked).toEqual(['sts.us-east-1.amazonaws.com']);
    vi.stubEnv('AWS_WEB_IDENTITY_TOKEN_FILE', tokenFile);
    vi.stubEnv('AWS_ROLE_ARN', FEDERATED);
    vi.stubEnv('AWS_ROLE_SESSION_NAME', 'from-a-pod');
    const byVariables = await source().get(connection({ kind: 'environment' }), 'b');
    expect(users.find(byVariables?.accessKeyId ?? '')?.arn).toMatch(/federated\/from-a-pod$/);
    // A token of its own for each look-up: such files are replaced every hour.
    writeFileSync(tokenFile, 'another-token');
    const late = source().get(connection({ kind: 'environment' }), 'b');
    expect((await failure(late)).message).toContain('web identity token was not accepted');
  });

  it('of a web identity come from STS, unsigned', async () => {
    await start();
    const tokenFile = join(home, 'token');
    writeFileSync(tokenFile, 'identity-token');
    const auth: Auth = { kind: 'web-identity', roleArn: FEDERATED, tokenFile };
    const got = await source().get(connection(auth), 'b');
    expect(users.find(got?.accessKeyId ?? '')?.arn).toContain('assumed-role/federated/skybucket');
    writeFileSync(tokenFile, 'another-token');
    expect((await failure(source().get(connection(auth), 'b'))).message).toContain('not accepted');
    rmSync(tokenFile);
    expect(await failure(source().get(connection(auth), 'b'))).toMatchObject({
      code: 'access-denied',
    });
  });

  it('of a process are what it prints', async () => {
    await start();
    const script = join(home, 'give.cjs');
    writeFileSync(
      script,
      `console.log(JSON.stringify({ Version: 1, AccessKeyId: 'AKIDPROC', SecretAccessKey: 'of-process' }))`,
    );
    config(
      `[profile made]\ncredential_process = "${process.execPath}" "${script}"\n[profile bad]\ncredential_process = "${process.execPath}" -e "console.error('leaked-secret'); process.exit(3)"\n`,
    );
    const got = await source().get(connection({ kind: 'profile', profile: 'made' }), 'b');
    expect(got).toMatchObject({ accessKeyId: 'AKIDPROC', secretAccessKey: 'of-process' });
    const error = await failure(source().get(connection({ kind: 'profile', profile: 'bad' }), 'b'));
    expect(error.message).toContain('credential_process');
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('leaked-secret');
  });

  it('of a process are asked for again before they expire', async () => {
    await start();
    const count = join(home, 'count');
    const script = join(home, 'give.cjs');
    writeFileSync(
      script,
      `const fs = require('node:fs'); fs.appendFileSync(${JSON.stringify(count)}, 'x');
const Expiration = new Date(Date.now() + 3600e3).toISOString();
console.log(JSON.stringify({ Version: 1, AccessKeyId: 'ASIAPROC', SecretAccessKey: 'of-process', SessionToken: 't', Expiration }))`,
    );
    config(`[profile made]\ncredential_process = "${process.execPath}" "${script}"\n`);
    const made = connection({ kind: 'profile', profile: 'made' });
    let now = Date.now();
    const own = source({ now: () => now });
    expect(await own.get(made, 'a')).toMatchObject({ sessionToken: 't' });
    await own.get(made, 'b');
    now += 56 * 60_000;
    await own.get(made, 'b');
    expect(readFileSync(count, 'utf8')).toBe('xx');
  });

  it('of a process that hangs are given up', async () => {
    await start();
    config(
      `[profile slow]\ncredential_process = "${process.execPath}" -e "setTimeout(() => undefined, 3000)"\n`,
    );
    const slow = connection({ kind: 'profile', profile: 'slow' });
    const own = source({ deadlineMs: 200 });
    // Whoever tries again what may pass would begin it five times.
    expect(await failure(own.get(slow, 'b'))).toMatchObject({ code: 'timeout', retryable: false });
    const stop = new AbortController();
    const waiting = source().get(slow, 'b', { signal: stop.signal });
    stop.abort();
    expect(await failure(waiting)).toMatchObject({ code: 'cancelled' });
  });

  it('of the environment are its variables, else a container’s', async () => {
    await start({ containerToken: 'container-token' });
    const environment = connection({ kind: 'environment' });
    expect((await failure(source().get(environment, 'b'))).message).toContain('environment');
    vi.stubEnv('AWS_CONTAINER_CREDENTIALS_FULL_URI', `${services.endpoint}/container`);
    vi.stubEnv('AWS_CONTAINER_AUTHORIZATION_TOKEN', 'container-token');
    const contained = await source().get(environment, 'b');
    expect(users.find(contained?.accessKeyId ?? '')).toBeDefined();
    vi.stubEnv('AWS_ACCESS_KEY_ID', LONG.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', LONG.secretAccessKey);
    expect(await source().get(environment, 'b')).toMatchObject(LONG);
  });

  it('that the user typed come from the secret storage, looked up once', async () => {
    await start();
    const keys = vi.fn(() => Promise.resolve(LONG));
    const own = source({ keys });
    const typed = connection({ kind: 'keys' });
    expect(await Promise.all([own.get(typed, 'a'), own.get(typed, 'b')])).toEqual([LONG, LONG]);
    expect(keys).toHaveBeenCalledTimes(1);
    own.forget(typed);
    await own.get(typed, 'a');
    expect(keys).toHaveBeenCalledTimes(2);
    expect((await failure(source().get(typed, 'b'))).hint).toContain('Edit Connection');
  });

  it('that were refused are forgotten, not those that were looked up since', async () => {
    await start();
    const keys = vi.fn(() => Promise.resolve({ ...LONG }));
    const own = source({ keys });
    const typed = connection({ kind: 'keys' });
    const old = await own.get(typed, 'a');
    own.forget(typed, old);
    const fresh = own.get(typed, 'a');
    own.forget(typed, old);
    expect(await own.get(typed, 'b')).toBe(await fresh);
    own.forget(typed, old);
    expect(await own.get(typed, 'a')).toBe(await fresh);
    expect(keys).toHaveBeenCalledTimes(2);
  });

  it('are looked up anew five minutes before they expire, once for all who wait', async () => {
    await start();
    config(
      `[profile reader]\nrole_arn = ${READER}\nsource_profile = long\nexternal_id = ours\n`,
      LONG_KEYS,
    );
    let now = Date.now();
    const own = source({ now: () => now });
    const reader = connection({ kind: 'profile', profile: 'reader' });
    const first = await Promise.all([own.get(reader, 'a'), own.get(reader, 'b')]);
    expect(first[0]).toBe(first[1]);
    now += 54 * 60_000;
    expect(await own.get(reader, 'a')).toBe(first[0]);
    now += 2 * 60_000;
    expect(await own.get(reader, 'a')).not.toBe(first[0]);
    expect(services.requests.length).toBe(2);
  });

  it('say what is wrong in one sentence, with the command to run', async () => {
    await start();
    config(
      `[profile loop]\nrole_arn = ${READER}\nsource_profile = loop2\n[profile loop2]\nrole_arn = ${READER}\nsource_profile = loop\n[profile foreign]\nrole_arn = ${GUARDED}x\nsource_profile = long\n[profile wrong]\nrole_arn = ${READER}\nsource_profile = unknown-keys\n`,
      `${LONG_KEYS}[unknown-keys]\naws_access_key_id = AKIDNOBODY\naws_secret_access_key = nobody\n`,
    );
    const said = async (profile: string): Promise<string> => {
      const error = await failure(source().get(connection({ kind: 'profile', profile }), 'b'));
      expect(error.code).toBe('access-denied');
      return `${error.message} ${error.hint ?? ''}`;
    };
    expect(await said('none')).toContain('aws configure --profile none');
    expect(await said("it's")).toContain(`aws configure --profile 'it'\\''s'`);
    expect(await said('loop')).toContain('refers to itself');
    expect(await said('foreign')).toContain('may not take on the role it names');
    expect(await said('wrong')).toContain('AWS does not know the keys');
  });

  it('name no secret in what goes wrong, whichever way it goes wrong', async () => {
    await start({ ssoTokens: {} });
    cacheSsoToken('ours', new Date(Date.now() + 3_600_000));
    config(
      `${SSO}[profile foreign]\nrole_arn = ${GUARDED}x\nsource_profile = long\n[profile printed]\ncredential_process = "${process.execPath}" -e "console.log('long-lasting-secret')"\n`,
      LONG_KEYS,
    );
    const tokenFile = join(home, 'token');
    writeFileSync(tokenFile, 'other-identity-token');
    const ways: Auth[] = [
      { kind: 'profile', profile: 'signed-in' },
      { kind: 'profile', profile: 'foreign' },
      { kind: 'profile', profile: 'printed' },
      { kind: 'profile', profile: 'none' },
      { kind: 'role', roleArn: READER, profile: 'long', externalId: 'secret-external-id' },
      { kind: 'web-identity', roleArn: FEDERATED, tokenFile },
    ];
    for (const auth of ways) {
      const error = await failure(source().get(connection(auth), 'b'));
      const all = JSON.stringify(error, Object.getOwnPropertyNames(error));
      expect(all).not.toMatch(
        /long-lasting-secret|AKIDLONGLASTING|sso-token|other-identity-token|secret-external-id/,
      );
      expect(error.cause).toBeUndefined();
    }
  });

  it('are never looked for where the connection is unsigned or the bucket a public data set', async () => {
    await start();
    config('', LONG_KEYS);
    const load = vi.fn();
    const agree = vi.fn();
    const own = source({ load, agree, trusted: () => false });
    const profile: Auth = { kind: 'profile', profile: 'long' };
    expect(await own.get(PUBLIC_CONNECTION, 'anything')).toBeUndefined();
    expect(await own.get(connection(profile), 'stpubdata')).toBeUndefined();
    const amazon = { endpoint: 'https://s3.us-east-1.amazonaws.com' };
    expect(await own.get(connection(profile, amazon), 'stpubdata')).toBeUndefined();
    expect(load).not.toHaveBeenCalled();
    expect(agree).not.toHaveBeenCalled();
  });

  it('are given for a bucket of that name elsewhere, and where the requester pays', async () => {
    await start();
    config('', LONG_KEYS);
    const profile: Auth = { kind: 'profile', profile: 'long' };
    const elsewhere = connection(profile, { endpoint: 'https://minio.example.org' });
    expect(await source().get(elsewhere, 'stpubdata')).toMatchObject(LONG);
    const paying = connection(profile, { requesterPays: true });
    const agree = vi.fn(() => Promise.resolve());
    expect(await source({ agree }).get(paying, 'somebody-elses')).toMatchObject(LONG);
    expect(agree).toHaveBeenCalledExactlyOnceWith(paying, 'somebody-elses', undefined);
    // Nobody pays for what is free, and nobody is asked.
    expect(await source({ agree }).get(paying, 'stpubdata')).toBeUndefined();
    expect(agree).toHaveBeenCalledTimes(1);
    const refuse = (): Promise<void> => Promise.reject(new SkybucketError('access-denied', 'No.'));
    const load = vi.fn();
    expect((await failure(source({ agree: refuse, load }).get(paying, 'b'))).message).toBe('No.');
    expect(load).not.toHaveBeenCalled();
  });

  it('are not used in a workspace that is not trusted', async () => {
    await start();
    config('', LONG_KEYS);
    const load = vi.fn();
    const own = source({ trusted: () => false, load });
    const error = await failure(own.get(connection({ kind: 'profile', profile: 'long' }), 'b'));
    expect(error).toMatchObject({ code: 'access-denied' });
    expect(error.hint).toContain('Trust');
    expect(load).not.toHaveBeenCalled();
  });

  it('change nothing in the folder of AWS', async () => {
    await start();
    config(SSO, LONG_KEYS);
    cacheSsoToken('ours', new Date(Date.now() + 3_600_000));
    const files = (): string[] =>
      readdirSync(home, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
    const before = files();
    await source().get(connection({ kind: 'profile', profile: 'signed-in' }), 'b');
    expect(files()).toEqual(before);
  });
});

describe('profiles', () => {
  it('are listed with what they are, without their secrets', async () => {
    await start();
    config(`${SSO}[default]\nregion = us-west-2\n[services x]\ns3 =\n`, LONG_KEYS);
    const profiles = await awsProfiles();
    expect(profiles).toEqual([
      { name: 'default', region: 'us-west-2', how: 'other' },
      { name: 'long', region: undefined, how: 'keys' },
      { name: 'signed-in', region: undefined, how: 'sso' },
    ]);
  });

  it('are none where there are no files', async () => {
    await start();
    expect(await awsProfiles()).toEqual([]);
  });
});
