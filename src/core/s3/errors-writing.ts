import { brief, type Asked, type Sentence, uri } from './errors-asked';

/** Refusals of writes: codes of the S3 API reference, "Error responses", and of servers like it. */

const NOTHING_WRITTEN = 'Nothing was written.';

const conditionFailed: Sentence = (asked) => {
  const there = asked.condition !== undefined && 'ifNoneMatch' in asked.condition;
  return [
    'changed',
    there
      ? `There is an object ${uri(asked)} already. ${NOTHING_WRITTEN}`
      : `${uri(asked)} has been changed by somebody else. ${NOTHING_WRITTEN}`,
    {
      hint: there
        ? 'Choose another name, or overwrite it.'
        : 'Compare both, then overwrite it or save under another name.',
    },
  ];
};

/** Where a version of it was expected, that it is gone is a change. */
const gone: Sentence = (asked) =>
  asked.condition !== undefined && 'ifMatch' in asked.condition
    ? [
        'changed',
        `${uri(asked)} has been deleted by somebody else. ${NOTHING_WRITTEN}`,
        { hint: 'Save it again to make it anew.' },
      ]
    : [
        'not-found',
        `${uri(asked)} does not exist.`,
        { hint: 'It may have been moved: look into its folder in the sidebar.' },
      ];

/** Which of both the server takes is open: asked again, the condition tells. */
const otherWriter: Sentence = (asked) => [
  'conflict',
  `Somebody else is writing ${uri(asked)} at the same time. ${NOTHING_WRITTEN}`,
  { retryable: true, hint: 'Compare both, then try again.' },
];

/** A server that keeps objects as files has no file where a folder is, nor the other way round. */
const inTheWay: Sentence = (asked) => [
  'unsupported',
  `This server cannot have ${uri(asked)} beside what is there: one would be a file where the other is a folder. ${NOTHING_WRITTEN}`,
  { hint: 'Choose another name.' },
];

/** Why, is in a code that we do not know; trying again would not change that. */
const otherConflict: Sentence = (asked, body) =>
  body?.code === undefined
    ? otherWriter(asked, body)
    : [
        'conflict',
        `The server does not write ${uri(asked)} beside what is there (${brief(body.code)}). ${NOTHING_WRITTEN}`,
        { hint: 'Look what is there, or choose another name.' },
      ];

const tooLarge: Sentence = (asked) => [
  'too-large',
  `The server does not take an object as large as ${uri(asked)}.`,
  { hint: 'S3 takes 5 GB in one request, and what the owner of the bucket allows.' },
];

const full: Sentence = ({ bucket }) => [
  'server',
  `There is no room left in the bucket “${bucket}”: its quota is used up, or its disks are full.`,
  { hint: 'Delete what is not needed any more, or ask its owner for more room.' },
];

const damaged: Sentence = (asked) => [
  'damaged',
  `The bytes of ${uri(asked)} were damaged on the way. ${NOTHING_WRITTEN}`,
  { retryable: true, hint: 'Try again.' },
];

const uploadGone: Sentence = (asked) => [
  'not-found',
  `The server knows nothing any more of the upload of ${uri(asked)}.`,
  { hint: 'Upload it from the beginning.' },
];

const badPart: Sentence = (asked) => [
  'server',
  `The server lacks a part of the upload of ${uri(asked)}. ${NOTHING_WRITTEN}`,
  { hint: 'Upload it from the beginning.' },
];

const notAllowed: Sentence = (asked) => [
  'unsupported',
  `The server does not allow to change ${uri(asked)}.`,
  { hint: 'It may be locked, or its bucket may be read-only.' },
];

const keyRefused: Sentence = (asked, body) => [
  'access-denied',
  `The key that encrypts ${uri(asked)} cannot be used (${brief(body?.code ?? 'KMS')}).`,
  { hint: 'Ask the owner of the bucket for the right to use it.' },
];

const nameTaken: Sentence = ({ bucket }) => [
  'server',
  `There is a bucket “${bucket}” already.`,
  { hint: 'Choose another name.' },
];

export const WHEN_WRITING: Readonly<Record<string, Sentence>> = {
  PreconditionFailed: conditionFailed,
  ConditionalRequestConflict: otherWriter,
  // Those of versitygw and of MinIO.
  ObjectParentIsFile: inTheWay,
  ExistingObjectIsDirectory: inTheWay,
  DirectoryObjectContainsData: inTheWay,
  XMinioParentIsObject: inTheWay,
  XMinioObjectExistsAsDirectory: inTheWay,
  NoSuchKey: gone,
  NotFound: gone,
  EntityTooLarge: tooLarge,
  MaxMessageLengthExceeded: tooLarge,
  EntityTooSmall: (asked) => [
    'server',
    `A part of the upload of ${uri(asked)} is smaller than the server takes. ${NOTHING_WRITTEN}`,
    { hint: 'Each part but the last has 5 MB at least.' },
  ],
  QuotaExceeded: full,
  QuotaExceededException: full,
  StorageFull: full,
  XMinioStorageFull: full,
  XMinioAdminBucketQuotaExceeded: full,
  InsufficientStorage: full,
  BadDigest: damaged,
  ChecksumMismatch: damaged,
  IncompleteBody: damaged,
  XAmzContentSHA256Mismatch: damaged,
  XAmzContentChecksumMismatch: damaged,
  NoSuchUpload: uploadGone,
  InvalidPart: badPart,
  InvalidPartOrder: badPart,
  MethodNotAllowed: notAllowed,
  ObjectLocked: notAllowed,
  InvalidRetentionPeriod: notAllowed,
  BucketAlreadyExists: nameTaken,
  BucketAlreadyOwnedByYou: nameTaken,
  MetadataTooLarge: (asked) => [
    'too-large',
    `The metadata of ${uri(asked)} are longer than the 2 KB S3 allows.`,
  ],
  InvalidObjectState: (asked) => [
    'unsupported',
    `${uri(asked)} is made of an object in cold storage (Glacier), which cannot be copied directly.`,
    { hint: 'Its owner has to restore it first.' },
  ],
  'KMS.DisabledException': keyRefused,
  'KMS.InvalidStateException': keyRefused,
  'KMS.KMSInvalidStateException': keyRefused,
  'KMS.NotFoundException': keyRefused,
};

/** Where there is no code to go by. */
export function writingStatus(status: number): Sentence | undefined {
  switch (status) {
    case 404:
    case 410:
      return gone;
    case 405:
      return notAllowed;
    case 409:
      return otherConflict;
    case 412:
      return conditionFailed;
    case 413:
      return tooLarge;
    case 507:
      return full;
    default:
      return undefined;
  }
}

/** A condition that was found not to hold before anything was asked for. */
export function conditionBroken(asked: Asked, there: boolean): ReturnType<Sentence> {
  return there ? conditionFailed(asked, undefined) : gone(asked, undefined);
}
