import { TryLater } from '../../bytes/retry';
import { SkybucketError } from '../../errors';
import { readText, type ServiceAnswer } from '../service-call';
import { serviceError } from '../service-error';
import { isWebPage, oneLine, wordsOf } from '../service-words';
import { descendants, parseXml } from './xml';

/** What of a refusal is read. */
const MOST_BYTES = 256 * 1024;

/** Statuses with which services refuse a query; why, stands in the answer. */
export const REFUSALS: readonly number[] = [400, 403, 404, 405, 409, 413, 422, 500, 503];

/**
 * The error for an answer with one of {@link REFUSALS}. Services refuse bad queries with 400, 500 and others
 * and a VOTable that says why: that is final, however much the status sounds as if it could pass. With 404 it is
 * `not-found`: what is asked for may have been a job.
 */
export async function refusalOf(who: string, answer: ServiceAnswer): Promise<Error> {
  const text = await readText(answer, MOST_BYTES).catch(() => '');
  const words = votableError(text);
  if (words !== undefined) {
    const refused = queryError(who, words);
    return answer.status === 404
      ? new SkybucketError('not-found', refused.message, { hint: refused.hint })
      : refused;
  }
  const error = serviceError(who, answer.status, text);
  return error.retryable ? new TryLater(error, answer.headers['retry-after']) : error;
}

/** The error of a query the service understood and does not run. */
export function queryError(who: string, words: string): SkybucketError {
  const said = oneLine(words);
  const because =
    said === '' ? ' and does not say why.' : `: ${said}${/[.!?…]$/.test(said) ? '' : '.'}`;
  return new SkybucketError('server', `${who} refuses the query${because}`, {
    hint: 'Change the query; the tables and columns of the service are in its list.',
  });
}

/** What a VOTable says is wrong; empty for an error without words; undefined where it says none. */
export function votableError(text: string): string | undefined {
  if (!/<(?:\w+:)?VOTABLE\b/i.test(text.slice(0, 8192))) {
    return undefined;
  }
  try {
    for (const { attributes, text: words } of descendants(parseXml(text, ''), 'INFO')) {
      const { name = '', value = '' } = attributes;
      if (name.toUpperCase() === 'QUERY_STATUS' && value.toUpperCase() === 'ERROR') {
        return words;
      }
      // Before there was QUERY_STATUS.
      if (name.toUpperCase() === 'ERROR') {
        return words || value;
      }
    }
    return undefined;
  } catch {
    // Broken XML, or half of it, can tell as well.
    const info = /<(?:\w+:)?INFO\b[^>]*\b(?:value|name)\s*=\s*["']ERROR["']/i.test(text);
    return info ? wordsOf(text) : undefined;
  }
}

/** What a document that should tell what went wrong tells, whatever it is. */
export function wordsOfError(text: string): string {
  return votableError(text) ?? (isWebPage(text) ? '' : wordsOf(text));
}
