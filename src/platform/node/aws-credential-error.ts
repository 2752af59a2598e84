import { SkybucketError } from '../../core/errors';
import type { LookedUp } from './aws-credentials';

type Words = readonly [message: string, hint: string];

/**
 * Puts a failed look-up into a sentence of our own. What the SDK says is only told apart, never shown and never kept
 * as a cause: it may hold the output of a command, a token or a key.
 */
export function explainCredentials(error: unknown, auth: LookedUp): SkybucketError {
  if (error instanceof SkybucketError) {
    return error;
  }
  const { name, message } = error instanceof Error ? error : { name: '', message: String(error) };
  const [sentence, hint] = words(`${name}: ${message}`, auth);
  return new SkybucketError('access-denied', sentence, { hint });
}

function words(said: string, auth: LookedUp): Words {
  const profile = auth.kind === 'profile' || auth.kind === 'role' ? auth.profile : undefined;
  const of = profile === undefined ? 'of the environment' : `of the AWS profile “${profile}”`;
  const option = profile === undefined ? '' : ` --profile ${quoted(profile)}`;
  if (/aws login|login session|signin/i.test(said)) {
    return [
      `The sign-in ${of} has expired.`,
      `Run “aws login${option}” in a terminal, then try again.`,
    ];
  }
  if (/\bsso\b|session token not found|token is expired|UnauthorizedException/i.test(said)) {
    return [
      `The SSO sign-in ${of} has expired, or there was none.`,
      `Run “aws sso login${option}” in a terminal, then try again.`,
    ];
  }
  if (/MultiFactor|MFA/i.test(said)) {
    return [
      'The code of the device (MFA) was not accepted.',
      'Try again with the next code it shows.',
    ];
  }
  if (/InvalidIdentityToken|IDPRejectedClaim|WebIdentity/i.test(said)) {
    return [
      'The web identity token was not accepted.',
      'It may have expired, or belong to another provider than the role trusts: get a new one.',
    ];
  }
  if (/AccessDenied/i.test(said)) {
    return [
      `The credentials ${of} may not take on ${auth.kind === 'profile' ? 'the role it names' : 'the role'}.`,
      'Ask whoever manages the account, or choose another role.',
    ];
  }
  if (/ExpiredToken/i.test(said)) {
    return [
      `The credentials ${of} have expired.`,
      'Get new ones where they came from, then try again.',
    ];
  }
  if (
    /InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|InvalidAccessKeyId/i.test(said)
  ) {
    return [
      `AWS does not know the keys ${of}.`,
      'Check them: they may have been replaced or deleted.',
    ];
  }
  return auth.kind === 'profile' ? ofProfile(said, auth.profile) : missing(auth, option);
}

function ofProfile(said: string, profile: string): Words {
  if (/process|command failed|Unexpected token|JSON/i.test(said)) {
    return [
      `The command (credential_process) of the AWS profile “${profile}” gave no credentials.`,
      `Run “aws sts get-caller-identity --profile ${quoted(profile)}” in a terminal to see what it says.`,
    ];
  }
  if (/cycle/i.test(said)) {
    return [
      `The AWS profile “${profile}” refers to itself (source_profile).`,
      'Correct it in ~/.aws/config.',
    ];
  }
  return [
    `There is no AWS profile “${profile}” with credentials on this machine.`,
    `Run “aws configure --profile ${quoted(profile)}” or “aws configure sso --profile ${quoted(profile)}” in a terminal.`,
  ];
}

function missing(auth: LookedUp, option: string): Words {
  switch (auth.kind) {
    case 'web-identity':
      return [
        'There are no credentials for the web identity token.',
        'Check that the file of the connection exists and that the role trusts its provider.',
      ];
    case 'role':
      return [
        'There are no credentials to take on the role with.',
        `Run “aws sts get-caller-identity${option}” in a terminal to see why.`,
      ];
    case 'environment':
    case 'profile':
      return [
        'There are no AWS credentials in the environment of the editor.',
        'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY before the editor starts, or let the connection use a profile.',
      ];
  }
}

/** As a shell wants it. */
function quoted(profile: string): string {
  return /^[\w.@/+-]+$/.test(profile) ? profile : `'${profile.replaceAll("'", "'\\''")}'`;
}
