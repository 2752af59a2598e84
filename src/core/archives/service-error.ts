import { SkybucketError } from '../errors';
import { isWebPage, pageTitle, wordsOf } from './service-words';

/** Usual names of statuses a gateway in trouble gives. */
const REASONS: Readonly<Record<number, string>> = {
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** Statuses that may pass by themselves. */
const PASSING: readonly number[] = [408, 425, 429, 500, 502, 503, 504];

/**
 * The error for an answer of a service that refuses, with the service's own words where it has any.
 *
 * @param waitMs how long it asks to wait, where it does
 */
export function serviceError(
  who: string,
  status: number,
  text: string,
  waitMs = 0,
): SkybucketError {
  if (PASSING.includes(status)) {
    return troubleError(who, status, text, waitMs);
  }
  const said = isWebPage(text) ? '' : wordsOf(text);
  const because = said === '' ? '.' : `: ${said}.`;
  switch (status) {
    case 401:
      return new SkybucketError('access-denied', `${who} asks for a sign-in (401)${because}`, {
        hint: 'What is asked for may be proprietary still; a token may be missing or too old.',
      });
    case 403:
      return new SkybucketError('access-denied', `${who} denies access (403)${because}`, {
        hint: 'What is asked for may be proprietary, or the token not be good for it.',
      });
    case 404:
    case 410:
      return new SkybucketError('not-found', `${who} has no such thing (${status})${because}`, {
        hint: 'Check the address of the service and what is asked for.',
      });
    case 400:
    case 422:
      return new SkybucketError('server', `${who} refuses the query (${status})${because}`, {
        hint: 'Change what is asked for.',
      });
    case 413:
    case 414:
      return new SkybucketError('too-large', `The query is too long for ${who} (${status}).`, {
        hint: 'Ask for less at once.',
      });
    default:
      return new SkybucketError(
        'server',
        `${who} gave an answer that is no data (${status})${because}`,
        { hint: 'Check the address of the service.' },
      );
  }
}

function troubleError(who: string, status: number, text: string, waitMs: number): SkybucketError {
  const hint = waitMs > 0 ? `Try again in ${inWords(waitMs)}.` : undefined;
  const details = { hint: hint ?? 'Try again later.', retryable: true };
  if (status === 429) {
    return new SkybucketError('server', `${who} gets too many requests (429).`, {
      ...details,
      hint: hint ?? 'Try again in a minute.',
    });
  }
  if (isWebPage(text)) {
    return webPageError(who, text, status, hint);
  }
  const said = wordsOf(text) || (REASONS[status] ?? '');
  return new SkybucketError(
    'server',
    `${who} is in trouble (${status})${said === '' ? '' : `: ${said}`}.`,
    details,
  );
}

/** The error for a web page where data was expected. */
export function webPageError(
  who: string,
  text: string,
  status?: number,
  hint = 'The service may be down for a while: try again later.',
): SkybucketError {
  const title = pageTitle(text) || (status === undefined ? '' : (REASONS[status] ?? ''));
  const number = status === undefined ? '' : String(status);
  const what = title.startsWith(number) ? title : `${number} ${title}`;
  return new SkybucketError(
    'server',
    `${who} answered with a web page instead of data${what.trim() === '' ? '' : ` (${what.trim()})`}.`,
    { hint, retryable: true },
  );
}

function inWords(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 120) {
    return seconds === 1 ? 'a second' : `${seconds} seconds`;
  }
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120 ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`;
}

/** The client's own error, with who was asked in front. */
export function unreachedError(who: string, error: SkybucketError): SkybucketError {
  return new SkybucketError(error.code, `${who} gave no whole answer: ${error.message}`, {
    hint: error.hint,
    retryable: error.retryable,
    cause: error,
  });
}

export function lateError(who: string, milliseconds: number): SkybucketError {
  const seconds = Number((milliseconds / 1000).toPrecision(3));
  return new SkybucketError('timeout', `${who} did not answer within ${seconds} s.`, {
    hint: 'Try again later, or ask for less.',
    retryable: true,
  });
}
