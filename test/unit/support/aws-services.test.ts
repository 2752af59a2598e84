import { createHash, createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AwsServices } from '../../support/aws/services';
import { elements, rawRequest, type RawAnswer } from '../../support/s3/raw-request';
import { TestUsers } from '../../support/s3/users';

const owner = { accessKeyId: 'AKIAOWNER', secretAccessKey: 'owner secret' };
const role = 'arn:aws:iam::111122223333:role/reader';
const webRole = 'arn:aws:iam::111122223333:role/web';
let users: TestUsers;
let services: AwsServices;
beforeEach(async () => {
  users = new TestUsers([owner]);
  services = await AwsServices.start({
    users,
    roles: [
      { arn: role, externalId: 'ours', mfa: { serial: 'device', code: '123456' } },
      { arn: webRole, webIdentityTokens: ['jwt'] },
    ],
    ssoTokens: { signedIn: ['111122223333/Reader'] },
    ssoRefresh: { again: 'signedIn' },
    containerToken: 'of the container',
  });
});
afterEach(() => services.close());

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** As the General Reference says, by hand. */
function signed(body: string, secret = owner.secretAccessKey): Record<string, string> {
  const time = `${new Date().toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
  const host = `127.0.0.1:${services.port}`;
  const canonical = `POST\n/\n\nhost:${host}\nx-amz-date:${time}\n\nhost;x-amz-date\n${sha256(body)}`;
  const scope = `${time.slice(0, 8)}/us-east-1/sts/aws4_request`;
  const key = scope
    .split('/')
    .reduce<string | Buffer>(
      (before, part) => createHmac('sha256', before).update(part).digest(),
      `AWS4${secret}`,
    );
  const text = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${sha256(canonical)}`;
  const signature = createHmac('sha256', key).update(text).digest('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${owner.accessKeyId}/${scope}, SignedHeaders=host;x-amz-date, Signature=${signature}`;
  return { host, 'x-amz-date': time, authorization };
}

function sts(fields: Record<string, string>, secret?: string | null): Promise<RawAnswer> {
  const body = new URLSearchParams({ Version: '2011-06-15', ...fields }).toString();
  const headers = secret === null ? {} : signed(body, secret);
  return rawRequest(services.endpoint, { method: 'POST', path: '/', body, headers });
}

describe('STS', () => {
  it('knows who signs', async () => {
    const { text } = await sts({ Action: 'GetCallerIdentity' });
    expect(elements(text, 'Arn')).toEqual(['arn:aws:iam::111122223333:user/AKIAOWNER']);
    const wrong = await sts({ Action: 'GetCallerIdentity' }, 'wrong');
    expect([wrong.status, ...elements(wrong.text, 'Code')]).toEqual([403, 'SignatureDoesNotMatch']);
    const none = await sts({ Action: 'GetCallerIdentity' }, null);
    expect(elements(none.text, 'Code')).toEqual(['MissingAuthenticationToken']);
  });

  it('gives keys of a role that expire, to those who may have them', async () => {
    const asked = {
      Action: 'AssumeRole',
      RoleArn: role,
      RoleSessionName: 'me',
      ExternalId: 'ours',
    };
    expect((await sts(asked)).status).toBe(403);
    const device = { SerialNumber: 'device', TokenCode: '123456' };
    expect((await sts({ ...asked, ...device, ExternalId: 'theirs' })).status).toBe(403);
    const wrongCode = await sts({ ...asked, ...device, TokenCode: '000000' });
    expect(wrongCode.text).toContain('MultiFactorAuthentication failed');
    const given = await sts({ ...asked, ...device, DurationSeconds: '900' });
    const [key = ''] = elements(given.text, 'AccessKeyId');
    const left = (users.find(key)?.expires?.getTime() ?? 0) - Date.now();
    expect(left).toBeGreaterThan(890_000);
    expect(left).toBeLessThanOrEqual(900_000);
    expect(services.requests.map(({ operation }) => operation)).toContain('AssumeRole');
  });

  it('takes the token of a web identity, unsigned', async () => {
    const asked = {
      Action: 'AssumeRoleWithWebIdentity',
      RoleArn: webRole,
      RoleSessionName: 'me',
      WebIdentityToken: 'jwt',
    };
    expect(elements((await sts(asked, null)).text, 'SessionToken')).toHaveLength(1);
    const wrong = await sts({ ...asked, WebIdentityToken: 'other' }, null);
    expect(elements(wrong.text, 'Code')).toEqual(['InvalidIdentityToken']);
  });
});

describe('SSO and containers', () => {
  const portal = '/federation/credentials?account_id=111122223333&role_name=';
  const ask = (path: string, headers: Record<string, string>): Promise<RawAnswer> =>
    rawRequest(services.endpoint, { path, headers });

  it('give keys to those who are signed in', async () => {
    const token = { 'x-amz-sso_bearer_token': 'signedIn' };
    const given = JSON.parse((await ask(`${portal}Reader`, token)).text) as {
      readonly roleCredentials: { readonly accessKeyId: string };
    };
    expect(users.find(given.roleCredentials.accessKeyId)).toBeDefined();
    expect((await ask(`${portal}Admin`, token)).status).toBe(403);
    const other = { 'x-amz-sso_bearer_token': 'signed out' };
    expect((await ask(`${portal}Reader`, other)).status).toBe(401);
    const refreshed = await rawRequest(services.endpoint, {
      method: 'POST',
      path: '/token',
      body: JSON.stringify({ grantType: 'refresh_token', refreshToken: 'again' }),
    });
    expect(JSON.parse(refreshed.text)).toMatchObject({ accessToken: 'signedIn' });
    const container = await ask('/container', { authorization: 'of the container' });
    expect(JSON.parse(container.text)).toHaveProperty('Token');
    expect((await ask('/container', {})).status).toBe(401);
  });
});
