import { SkybucketError } from '../errors';

/** The error for an answer that refuses, in words for `label`, where the server's own are no help. */
export function statusError(label: string, status: number): SkybucketError {
  switch (status) {
    case 401:
      return new SkybucketError('access-denied', `${label} asks for a sign-in (status 401).`, {
        hint: 'It may be proprietary still, or the link needs a token.',
      });
    case 403:
      return new SkybucketError('access-denied', `Access to ${label} is denied (status 403).`, {
        hint: 'It may be private, or the link may have expired.',
      });
    case 404:
      return new SkybucketError('not-found', `${label} does not exist (status 404).`, {
        hint: 'Check the address.',
      });
    case 410:
      return new SkybucketError('not-found', `${label} is there no more (status 410).`, {
        hint: 'Ask the archive for its new place.',
      });
    case 429:
      return new SkybucketError(
        'server',
        `The server of ${label} gets too many requests (status 429).`,
        {
          hint: 'Try again in a minute.',
          retryable: true,
        },
      );
    case 408:
    case 500:
    case 502:
    case 503:
    case 504:
      return new SkybucketError(
        'server',
        `The server of ${label} is in trouble (status ${status}).`,
        {
          hint: 'Try again later.',
          retryable: true,
        },
      );
    default:
      return new SkybucketError(
        'server',
        `The server of ${label} gave an answer that is no file (status ${status}).`,
      );
  }
}
