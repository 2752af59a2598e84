import { brief, type Asked, type Sentence, uri } from './errors-asked';

/** Refusals of who asks. Without credentials the remedy is another one than with some. */

const NEEDS_CREDENTIALS =
  'Requests are sent without credentials, and the bucket takes only those of its owner.';
const OTHER_RIGHTS = 'Ask the owner of the bucket for this right, or use another connection.';

export const accessDenied: Sentence = (asked) =>
  asked.signedAs === undefined ? deniedToAnybody(asked) : deniedTo(asked.signedAs, asked);

const deniedToAnybody = (asked: Asked): ReturnType<Sentence> => {
  switch (asked.what) {
    case 'listing':
      return [
        'access-denied',
        `The bucket “${asked.bucket}” does not let anonymous readers list ${folder(asked)}.`,
        { hint: 'If you know the full path of a file in it, open that with “Open S3 URI…”.' },
      ];
    case 'object':
      return [
        'access-denied',
        `${uri(asked)} cannot be read without credentials, or does not exist.`,
        {
          hint: 'A bucket that does not allow listing gives the same answer for both: check the path.',
        },
      ];
    case 'writing':
      return [
        'access-denied',
        `${uri(asked)} cannot be written without credentials.`,
        { hint: 'Use a connection that has some.' },
      ];
    case 'buckets':
      return [
        'access-denied',
        'Whose buckets to list is not known without credentials.',
        { hint: 'Use a connection that has some.' },
      ];
  }
};

const deniedTo = (label: string, asked: Asked): ReturnType<Sentence> => {
  const who = `The connection “${brief(label)}”`;
  switch (asked.what) {
    case 'listing':
      return [
        'access-denied',
        `${who} may not list ${asked.path === '' ? 'the files' : folder(asked)} of the bucket “${asked.bucket}”.`,
        { hint: 'If you know the full path of a file in it, open that with “Open S3 URI…”.' },
      ];
    case 'object':
      return [
        'access-denied',
        `${who} may not read ${uri(asked)}, or it does not exist.`,
        { hint: `Check the path. ${OTHER_RIGHTS}` },
      ];
    case 'writing':
      return ['access-denied', `${who} may not write ${uri(asked)}.`, { hint: OTHER_RIGHTS }];
    case 'buckets':
      return [
        'access-denied',
        `${who} may not list the buckets of its account.`,
        { hint: 'Open a bucket by its name with “Open S3 URI…”.' },
      ];
  }
};

export const rejectedSignature: Sentence = ({ signedAs }) =>
  signedAs === undefined
    ? [
        'access-denied',
        'The server did not accept the credentials of the request.',
        { hint: NEEDS_CREDENTIALS },
      ]
    : [
        'access-denied',
        `The server did not accept the credentials of the connection “${brief(signedAs)}”.`,
        { hint: 'Check its keys or its profile, or sign in again.' },
      ];

function folder({ path }: Asked): string {
  return path === '' ? 'its files' : `“${brief(path)}”`;
}
