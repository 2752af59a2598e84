import { SkybucketError } from '../errors';
import type { VoDocument } from '../votable/document';
import { readVoTable } from '../votable/read-votable';
import type { ReadVoTableOptions } from '../votable/read-options';
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
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(answer.headers['content-type'] ?? '')?.[1];
  const document = await readVoTable(withoutWebPage(answer.body, who), { charset, ...options });
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

async function* withoutWebPage(
  body: AsyncIterable<Uint8Array>,
  who: string,
): AsyncGenerator<Uint8Array> {
  const held: Uint8Array[] = [];
  let length = 0;
  let told = false;
  const release = function* (): Generator<Uint8Array> {
    told = true;
    const start = new TextDecoder().decode(joined(held, length));
    if (isWebPage(start)) {
      throw webPageError(who, start);
    }
    yield* held;
  };
  for await (const chunk of body) {
    if (told) {
      yield chunk;
      continue;
    }
    held.push(chunk);
    length += chunk.length;
    if (length >= FIRST_BYTES) {
      yield* release();
    }
  }
  if (!told) {
    yield* release();
  }
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
