import { SkybucketError } from '../errors';
import type { S3ErrorBody } from './error-body';
import { accessDenied, rejectedSignature } from './errors-access';
import { brief, type Asked, RefusedAs, type Sentence, uri } from './errors-asked';
import { WHEN_WRITING, writingStatus } from './errors-writing';

const RETRY = { retryable: true } as const;

const noSuchBucket: Sentence = ({ bucket }) => [
  'no-such-bucket',
  `There is no bucket “${bucket}”.`,
  { hint: 'Check its name, and that it is on this connection.' },
];

const notFound: Sentence = (asked) => [
  'not-found',
  asked.what === 'listing'
    ? `There is no bucket “${asked.bucket}”.`
    : `${uri(asked)} does not exist.`,
  { hint: 'It may have been moved: look into its folder in the sidebar.' },
];

const slowDown: Sentence = () => [
  'server',
  'S3 asks for fewer requests at the moment.',
  { ...RETRY, hint: 'Try again in a minute.' },
];

const failing: Sentence = () => [
  'server',
  'The server could not answer this time.',
  { ...RETRY, hint: 'Try again in a minute.' },
];

const elsewhere: Sentence = ({ bucket }, body) => [
  'server',
  body?.region === undefined
    ? `The bucket “${bucket}” is in another region, and the server does not say in which.`
    : `The bucket “${bucket}” is in the region ${brief(body.region)}, which this connection does not reach.`,
  { hint: 'Set the region of its connection.' },
];

const expired: Sentence = () => [
  'access-denied',
  'The credentials have expired.',
  { hint: 'Sign in again, then retry.' },
];

const badArgument: Sentence = (asked, body) => [
  'server',
  `The server did not understand the request for ${uri(asked)}${said(body)}.`,
  { hint: 'Refresh the folder and try again.' },
];

/** The codes of the S3 API reference, "Error responses", that have a sentence of their own. */
const BY_CODE: Readonly<Record<string, Sentence>> = {
  AccessDenied: accessDenied,
  AllAccessDisabled: accessDenied,
  AccountProblem: accessDenied,
  NoSuchBucket: noSuchBucket,
  NoSuchKey: notFound,
  NotFound: notFound,
  NoSuchVersion: (asked) => ['not-found', `This version of ${uri(asked)} does not exist.`],
  MethodNotAllowed: (asked) => ['not-found', `This version of ${uri(asked)} marks its deletion.`],
  SlowDown: slowDown,
  TooManyRequests: slowDown,
  RequestLimitExceeded: slowDown,
  Busy: slowDown,
  ServiceUnavailable: failing,
  InternalError: failing,
  RequestTimeout: failing,
  OperationAborted: failing,
  InvalidRange: (asked) => [
    'past-end',
    `${uri(asked)} is shorter than the part that was asked for.`,
    { hint: 'The file may have changed: open it again.' },
  ],
  PermanentRedirect: elsewhere,
  TemporaryRedirect: elsewhere,
  AuthorizationHeaderMalformed: elsewhere,
  IllegalLocationConstraintException: elsewhere,
  InvalidObjectState: (asked) => [
    'unsupported',
    `${uri(asked)} is in cold storage (Glacier) and cannot be read directly.`,
    { hint: 'Its owner has to restore it first.' },
  ],
  ExpiredToken: expired,
  ExpiredTokenException: expired,
  TokenRefreshRequired: expired,
  InvalidAccessKeyId: rejectedSignature,
  InvalidToken: rejectedSignature,
  SignatureDoesNotMatch: rejectedSignature,
  RequestTimeTooSkewed: () => [
    'access-denied',
    'The clock of this machine differs too much from that of the server.',
    { hint: 'Set the clock, then try again.' },
  ],
  RequestExpired: () => [
    'access-denied',
    'The link has expired.',
    { hint: 'Ask for a new one where it came from.' },
  ],
  InvalidBucketName: ({ bucket }) => [
    'bad-address',
    `“${brief(bucket)}” is not the name of a bucket.`,
  ],
  KeyTooLongError: () => ['bad-address', 'The path is longer than the 1,024 bytes S3 allows.'],
  InvalidURI: badArgument,
  InvalidArgument: badArgument,
  NotImplemented: () => ['unsupported', 'The server does not offer this kind of request.'],
};

/**
 * Puts a refusal of S3 into a sentence: by the code of its body, else (a HEAD has no body, a proxy
 * another one) by its status.
 */
export function s3Error(
  status: number,
  body: S3ErrorBody | undefined,
  asked: Asked,
): SkybucketError {
  const [code, message, details] = (byCode(asked, body?.code) ?? byStatus(status, asked))(
    asked,
    body,
  );
  return new SkybucketError(code, message, {
    ...details,
    cause: new RefusedAs(status, body?.code),
  });
}

const STALE: ReadonlySet<string> = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidAccessKeyId',
  'InvalidToken',
  'TokenRefreshRequired',
]);

/** Whether a refusal with this code may come from credentials that have expired: worth to look them up anew, once. */
export function isStaleCredentials(code: string): boolean {
  return STALE.has(code);
}

function byCode(asked: Asked, code: string | undefined): Sentence | undefined {
  if (code === undefined) {
    return undefined;
  }
  const writes = asked.what === 'writing' && Object.hasOwn(WHEN_WRITING, code);
  return writes ? WHEN_WRITING[code] : Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined;
}

function byStatus(status: number, { what }: Asked): Sentence {
  if (what === 'buckets' && (status === 301 || status === 307)) {
    // Amazon S3 sends whoever does not sign to the page of its product.
    return accessDenied;
  }
  const writing = what === 'writing' ? writingStatus(status) : undefined;
  if (writing !== undefined) {
    return writing;
  }
  if (status === 401 || status === 403) {
    return accessDenied;
  }
  if (status === 404 || status === 410) {
    return notFound;
  }
  if (status === 429 || status === 503) {
    return slowDown;
  }
  if (status >= 500 && status !== 501 && status !== 505) {
    return failing;
  }
  if (status === 301 || status === 307) {
    return elsewhere;
  }
  return (asked, body) => [
    'server',
    `The server answered ${status} to the request for ${uri(asked)}${said(body)}.`,
  ];
}

/** What the server said, for codes without a sentence of ours. It is data: one line, not too long. */
function said(body: S3ErrorBody | undefined): string {
  return body === undefined ? '' : ` (${brief(body.code)}: ${brief(body.message)})`;
}
