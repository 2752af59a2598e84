import { testAccount } from '../s3/users';
import { AwsRefusal, type AwsAnswer, type AwsRequest, type AwsServicesOptions } from './services';

/** GetRoleCredentials of the SSO portal, and CreateToken of its token service for what is refreshed. */
export function answerSso(record: AwsRequest, options: AwsServicesOptions): AwsAnswer {
  const url = new URL(record.url, 'http://portal');
  if (record.method === 'GET' && url.pathname === '/federation/credentials') {
    record.operation = 'GetRoleCredentials';
    return roleCredentials(record, url.searchParams, options);
  }
  if (record.method === 'POST' && url.pathname === '/token') {
    record.operation = 'CreateToken';
    return refreshed(record, options);
  }
  throw new AwsRefusal(404, 'ResourceNotFoundException', 'There is nothing here.');
}

function roleCredentials(
  { headers }: AwsRequest,
  asked: URLSearchParams,
  { ssoTokens = {}, users, seconds = 3600, roles = [] }: AwsServicesOptions,
): AwsAnswer {
  const token = String(headers['x-amz-sso_bearer_token'] ?? '');
  const allowed = Object.hasOwn(ssoTokens, token) ? ssoTokens[token] : undefined;
  if (allowed === undefined) {
    throw new AwsRefusal(401, 'UnauthorizedException', 'Session token not found or invalid');
  }
  const account = asked.get('account_id') ?? testAccount;
  const name = asked.get('role_name') ?? '';
  if (!allowed.includes(`${account}/${name}`)) {
    throw new AwsRefusal(403, 'ForbiddenException', 'No access');
  }
  const rights = roles.find(({ arn }) => arn.endsWith(`/${name}`))?.rights;
  const keys = users.issue(seconds, {
    arn: `arn:aws:sts::${account}:assumed-role/AWSReservedSSO_${name}/somebody`,
    ...(rights === undefined ? {} : { rights }),
  });
  return json({
    roleCredentials: {
      accessKeyId: keys.accessKeyId,
      secretAccessKey: keys.secretAccessKey,
      sessionToken: keys.sessionToken,
      expiration: keys.expires.getTime(),
    },
  });
}

function refreshed(
  { body }: AwsRequest,
  { ssoRefresh = {}, seconds = 3600 }: AwsServicesOptions,
): AwsAnswer {
  const form = JSON.parse(body) as { readonly refreshToken?: string };
  const token = form.refreshToken ?? '';
  if (!Object.hasOwn(ssoRefresh, token)) {
    throw new AwsRefusal(400, 'invalid_grant', 'Invalid refresh token provided');
  }
  return json({ accessToken: ssoRefresh[token], tokenType: 'Bearer', expiresIn: seconds });
}

function json(value: unknown): AwsAnswer {
  return { status: 200, type: 'application/json', body: JSON.stringify(value) };
}
