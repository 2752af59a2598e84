import { SkybucketError } from '../errors';
import type { VoDocument } from '../votable/document';
import { readVoTable } from '../votable/read-votable';
import type { ReadVoTableOptions } from '../votable/read-options';
import { charsetOf, peek } from './answer-body';
import type { ServiceAnswer } from './service-call';
import { webPageError } from './service-error';
import { isWebPage, oneLine } from './service-words';

/** Enough to tell a web page, with its title, from a VOTable. */
const FIRST_BYTES = 8192;

/**
 * Reads the answer of a service that should be a VOTable, whatever its content type says.
 *
 * @throws SkybucketError `server` for a web page, and for an answer that says it is an error, in the words of
 *   the service; what reading the VOTable throws.
 */
export async function readVoTableAnswer(
  answer: Pick<ServiceAnswer, 'headers' | 'body'>,
  who: string,
  options: ReadVoTableOptions = {},
): Promise<VoDocument> {
  const { head, body } = await peek(answer.body, FIRST_BYTES);
  if (isWebPage(head)) {
    throw webPageError(who, head);
  }
  const charset = charsetOf(answer.headers['content-type']);
  const document = await readVoTable(body, { charset, ...options });
  const { kind, message = '' } = document.status;
  if (kind === 'error') {
    const said = oneLine(message);
    throw new SkybucketError(
      'server',
      said === '' || /^error$/i.test(said)
        ? `${who} refuses the query without saying why.`
        : `${who} refuses the query: ${said}.`,
      { hint: 'Change what is asked for.' },
    );
  }
  return document;
}
