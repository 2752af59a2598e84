import { verifySignature } from '../s3/signature';
import { arnOf, testAccount, type TestUser } from '../s3/users';
import { element, text } from '../s3/xml';
import {
  AwsRefusal,
  type AwsAnswer,
  type AwsRequest,
  type AwsServicesOptions,
  type TestRole,
} from './services';

type Form = ReadonlyMap<string, string>;

/** AssumeRole, AssumeRoleWithWebIdentity and GetCallerIdentity (STS API reference, version 2011-06-15). */
export function answerSts(record: AwsRequest, options: AwsServicesOptions): AwsAnswer {
  const form: Form = new Map(new URLSearchParams(record.body));
  const action = form.get('Action') ?? '';
  record.operation = action;
  switch (action) {
    case 'GetCallerIdentity': {
      const user = signer(record, options);
      return answer(action, [
        text('Arn', arnOf(user)),
        text('UserId', user.accessKeyId),
        text('Account', testAccount),
      ]);
    }
    case 'AssumeRole': {
      const user = signer(record, options);
      return answer(action, assume(roleFor(form, options, arnOf(user)), form, options));
    }
    case 'AssumeRoleWithWebIdentity':
      return answer(action, assume(roleForToken(form, options), form, options));
    default:
      throw new AwsRefusal(400, 'InvalidAction', `Could not find operation ${action}`);
  }
}

function signer(record: AwsRequest, { users }: AwsServicesOptions): TestUser {
  if (record.headers.authorization === undefined) {
    throw new AwsRefusal(
      403,
      'MissingAuthenticationToken',
      'Request is missing Authentication Token',
    );
  }
  return verifySignature(record, users, 'sts', Buffer.from(record.body)).user;
}

function roleFor(form: Form, { roles = [] }: AwsServicesOptions, caller: string): TestRole {
  const arn = form.get('RoleArn') ?? '';
  const role = roles.find((one) => one.arn === arn && one.webIdentityTokens === undefined);
  const { externalId, mfa } = role ?? {};
  if (mfa !== undefined && form.get('TokenCode') !== mfa.code && form.has('TokenCode')) {
    throw new AwsRefusal(
      403,
      'AccessDenied',
      'MultiFactorAuthentication failed with invalid MFA one time pass code.',
    );
  }
  const fits =
    role !== undefined &&
    (externalId === undefined || form.get('ExternalId') === externalId) &&
    (mfa === undefined ||
      (form.get('SerialNumber') === mfa.serial && form.get('TokenCode') === mfa.code));
  if (!fits) {
    throw new AwsRefusal(
      403,
      'AccessDenied',
      `User: ${caller} is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
    );
  }
  return role;
}

function roleForToken(form: Form, { roles = [] }: AwsServicesOptions): TestRole {
  const arn = form.get('RoleArn') ?? '';
  const token = form.get('WebIdentityToken') ?? '';
  const role = roles.find((one) => one.arn === arn);
  if (role?.webIdentityTokens?.includes(token) !== true) {
    throw new AwsRefusal(
      400,
      'InvalidIdentityToken',
      'The web identity token that was passed could not be validated.',
    );
  }
  return role;
}

function assume(role: TestRole, form: Form, options: AwsServicesOptions): string[] {
  const name = form.get('RoleSessionName') ?? '';
  if (!/^[\w+=,.@-]{2,64}$/.test(name)) {
    throw new AwsRefusal(400, 'ValidationError', "Value at 'roleSessionName' is not valid.");
  }
  const seconds = Number(form.get('DurationSeconds') ?? options.seconds ?? 3600);
  const arn = `arn:aws:sts::${testAccount}:assumed-role/${role.arn.split('/').at(-1) ?? ''}/${name}`;
  const { rights } = role;
  const keys = options.users.issue(seconds, { arn, ...(rights === undefined ? {} : { rights }) });
  return [
    element('Credentials', [
      text('AccessKeyId', keys.accessKeyId),
      text('SecretAccessKey', keys.secretAccessKey),
      text('SessionToken', keys.sessionToken),
      text('Expiration', keys.expires.toISOString()),
    ]),
    element('AssumedRoleUser', [text('AssumedRoleId', `AROA:${name}`), text('Arn', arn)]),
  ];
}

function answer(action: string, result: readonly string[]): AwsAnswer {
  const body = [
    element(`${action}Result`, result),
    element('ResponseMetadata', [text('RequestId', 'embedded')]),
  ].join('');
  return {
    status: 200,
    type: 'text/xml',
    body: `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/">${body}</${action}Response>`,
  };
}
