import type { Inflate } from '../../bytes/inflate';
import { SkybucketError } from '../../errors';
import type { VoDocument, VoTable } from '../../votable/document';
import type { VoProgress } from '../../votable/read-options';
import { readVoTable } from '../../votable/read-votable';
import type { ServiceAnswer } from '../service-call';
import { webPageError } from '../service-error';
import { isWebPage, oneLine } from '../service-words';
import { charsetOf, peek } from '../answer-body';
import { queryError } from './refusal';

/** What a query gave. */
export interface TapResult {
  readonly table: VoTable;
  readonly document: VoDocument;
  /** Why rows are missing, one sentence; undefined where all are here. */
  readonly partial: string | undefined;
  /** True where as many rows came as were asked for, though the service says of no more. */
  readonly atLimit: boolean;
}

export interface ResultOptions {
  readonly signal?: AbortSignal | undefined;
  /** Rows kept at most. */
  readonly mostKept?: number | undefined;
  /** Bytes of memory for the rows. */
  readonly mostBytes?: number | undefined;
  readonly onProgress?: ((progress: VoProgress) => void) | undefined;
  readonly inflate?: Inflate | undefined;
  /** The MAXREC that was sent. */
  readonly asked?: number | undefined;
}

/** What tells a VOTable from something else. */
const HEAD_LENGTH = 4096;

/**
 * Reads the answer to a query.
 *
 * @throws SkybucketError `server` with the service's words where it tells of an error, for a web page (then
 *   retryable), and for what is no VOTable; `cancelled`, and what reading throws.
 */
export async function readResult(
  who: string,
  answer: ServiceAnswer,
  options: ResultOptions = {},
): Promise<TapResult> {
  const { head, body } = await peek(answer.body, HEAD_LENGTH);
  if (!/<(?:\w+:)?VOTABLE\b/i.test(head)) {
    throw noTable(who, head);
  }
  const document = await read(who, answer, body, options);
  // An answer may describe services in tables of its own; the rows are in the resource called `results`.
  const table =
    document.resources.find(({ type, tables }) => type === 'results' && tables.length > 0)
      ?.tables[0] ?? document.tables[0];
  if (document.status.kind === 'error') {
    throw queryError(who, document.status.message ?? '');
  }
  if (table === undefined) {
    throw new SkybucketError('server', `The answer of ${who} has no table in it.`, {
      hint: document.cut ?? 'Check the address of the service.',
      retryable: document.cut !== undefined,
    });
  }
  const { asked = 0 } = options;
  return {
    ...{ table, document },
    partial: whyPartial(who, document, table),
    atLimit: asked > 0 && table.rows >= asked,
  };
}

async function read(
  who: string,
  { headers }: ServiceAnswer,
  body: AsyncIterable<Uint8Array>,
  { signal, mostKept, mostBytes, onProgress, inflate }: ResultOptions,
): Promise<VoDocument> {
  const charset = charsetOf(headers['content-type']);
  try {
    return await readVoTable(body, {
      ...{ signal, mostBytes, onProgress, charset, inflate },
      mostRows: mostKept,
    });
  } catch (error) {
    if (error instanceof SkybucketError && error.code === 'format') {
      throw new SkybucketError('server', `The answer of ${who} is broken: ${error.message}`, {
        ...{ hint: error.hint, cause: error },
      });
    }
    throw error;
  }
}

function whyPartial(who: string, document: VoDocument, table: VoTable): string | undefined {
  const cut = table.cut ?? document.cut;
  if (cut !== undefined) {
    return cut;
  }
  if (document.status.kind !== 'overflow') {
    return undefined;
  }
  const rows = table.rows.toLocaleString('en-US');
  return `${who} has more than these ${rows} rows: its limit, or the one asked for, was reached.`;
}

function noTable(who: string, head: string): SkybucketError {
  if (isWebPage(head)) {
    return webPageError(who, head);
  }
  const start = oneLine(head).slice(0, 200);
  if (start === '') {
    return new SkybucketError('server', `${who} gave an empty answer.`, {
      hint: 'Try again.',
      retryable: true,
    });
  }
  const binary = /\ufffd/.test(start);
  const what = binary ? 'something that is no VOTable' : `“${start}” instead of a VOTable`;
  return new SkybucketError('server', `${who} answered with ${what}.`, {
    hint: 'Change the query, or the format that is asked for.',
  });
}
