import { SkybucketError, type ErrorCode, type ErrorDetails } from '../errors';
import type { S3ErrorBody } from './error-body';
import { formatS3Uri } from './uri';

/** What was asked for when S3 refused. */
export interface Asked {
  readonly what: 'object' | 'listing';
  readonly bucket: string;
  /** The key of an object, the prefix of a listing. */
  readonly path: string;
}

type Sentence = (
  asked: Asked,
  body: S3ErrorBody | undefined,
) => readonly [ErrorCode, string, ErrorDetails?];

const RETRY = { retryable: true } as const;
const NEEDS_CREDENTIALS =
  'Requests are sent without credentials, and the bucket takes only those of its owner.';

const accessDenied: Sentence = (asked) =>
  asked.what === 'listing'
    ? [
        'access-denied',
        `The bucket “${asked.bucket}” does not let anonymous readers list ${folder(asked)}.`,
        { hint: 'If you know the full path of a file in it, open that with “Open S3 URI…”.' },
      ]
    : [
        'access-denied',
        `${uri(asked)} cannot be read without credentials, or does not exist.`,
        {
          hint: 'A bucket that does not allow listing gives the same answer for both: check the path.',
        },
      ];

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

const rejectedSignature: Sentence = () => [
  'access-denied',
  'The server did not accept the credentials of the request.',
  { hint: NEEDS_CREDENTIALS },
];

const elsewhere: Sentence = ({ bucket }, body) => [
  'server',
  body?.region === undefined
    ? `The bucket “${bucket}” is in another region, and the server does not say in which.`
    : `The bucket “${bucket}” is in the region ${brief(body.region)}, which this connection does not reach.`,
  { hint: 'Set the region of its connection.' },
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
  ExpiredToken: () => [
    'access-denied',
    'The credentials have expired.',
    { hint: 'Sign in again, then retry.' },
  ],
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
  const known =
    body !== undefined && Object.hasOwn(BY_CODE, body.code) ? BY_CODE[body.code] : undefined;
  const [code, message, details] = (known ?? byStatus(status))(asked, body);
  return new SkybucketError(code, message, details);
}

function byStatus(status: number): Sentence {
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

function uri({ bucket, path }: Asked): string {
  return formatS3Uri(bucket, brief(path));
}

function folder({ path }: Asked): string {
  return path === '' ? 'its files' : `“${brief(path)}”`;
}

/** What the server said, for codes without a sentence of ours. It is data: one line, not too long. */
function said(body: S3ErrorBody | undefined): string {
  return body === undefined ? '' : ` (${brief(body.code)}: ${brief(body.message)})`;
}

function brief(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ');
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}
