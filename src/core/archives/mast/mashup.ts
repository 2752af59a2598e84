import { pause } from '../../bytes/retry';
import { SkybucketError } from '../../errors';
import { callService, readJson, type CallOptions, type ServiceCall } from '../service-call';
import { lateError } from '../service-error';
import { oneLine } from '../service-words';
import { isObject, listIn, numberIn, objectIn, textIn, type JsonObject } from '../json-object';
import { tokenHeaders } from './token';
import { MAST, MOST_BYTES, randomId, serverOf, type MastTools } from './tools';

/** One request to MAST's Mashup service, which does all searches of the portal. */
export interface MashupRequest {
  /** `Mast.Caom.Filtered` */
  readonly service: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** `json`, or `extjs` for what only that tells. */
  readonly format: 'json' | 'extjs';
  readonly pagesize: number;
  /** From 1. */
  readonly page: number;
}

/** As astroquery asks. */
export const PAGE_SIZE = 50_000;

export interface MashupField {
  readonly name: string;
  /** `string`, `float`, `int`, `boolean`, …: what MAST says it is, which may be wrong. */
  readonly type: string;
}

export interface MashupPaging {
  readonly page: number;
  readonly pages: number;
  /** Rows that match, on all pages. */
  readonly rows: number;
}

export interface MashupAnswer {
  readonly fields: readonly MashupField[];
  readonly data: readonly JsonObject[];
  readonly paging: MashupPaging | undefined;
  /** All of it. */
  readonly raw: JsonObject;
}

export interface MashupOptions {
  readonly signal?: AbortSignal | undefined;
  /** How long MAST may take for one page; 600 s. */
  readonly timeoutMs?: number | undefined;
  /** While MAST works: how far it has come, in [0, 1], where it says so; and bytes that came in. */
  readonly onProgress?: ((progress: MashupProgress) => void) | undefined;
}

export interface MashupProgress {
  readonly executing: boolean;
  readonly fraction: number | undefined;
  /** Of this page so far. */
  readonly bytes: number;
}

export const TIME_LIMIT_MS = 600_000;
const FIRST_POLL_MS = 500;
const LONGEST_POLL_MS = 8_000;

/** Of a logical query: the same one while it is polled, so that MAST knows it again. */
export function newCacheBreaker(tools: MastTools): string {
  return (tools.newId ?? randomId)();
}

export function mashupCall(
  tools: MastTools,
  request: MashupRequest,
  cacheBreaker: string,
): ServiceCall {
  const address = `${serverOf(tools)}/api/v0/invoke`;
  const asked = JSON.stringify({ ...request, cacheBreaker });
  return {
    ...{ method: 'POST', address, who: MAST, body: `request=${encodeURIComponent(asked)}` },
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'text/plain',
      ...tokenHeaders(address, tools.token),
    },
  };
}

/**
 * Sends a request and sends it again while MAST is working on it, with growing pauses.
 *
 * @throws SkybucketError `timeout` where MAST takes too long; `server` with its own words for a query it
 *   does not take; what {@link callService} throws.
 */
export async function askMashup(
  tools: MastTools,
  request: MashupRequest,
  options: MashupOptions = {},
  cacheBreaker = newCacheBreaker(tools),
): Promise<MashupAnswer> {
  const { signal, timeoutMs = TIME_LIMIT_MS, onProgress } = options;
  const call = mashupCall(tools, request, cacheBreaker);
  const started = Date.now();
  let bytes = 0;
  for (let wait = FIRST_POLL_MS; ; wait = Math.min(LONGEST_POLL_MS, wait * 1.6)) {
    const left = timeoutMs - (Date.now() - started);
    if (left <= 0) {
      throw lateError(MAST, timeoutMs);
    }
    const callOptions: CallOptions = {
      ...{ signal, timeoutMs: left },
      onBytes: (count) => {
        bytes += count;
        onProgress?.({ executing: false, fraction: undefined, bytes });
      },
    };
    const json = await callService(
      tools,
      call,
      (answer) => readJson(answer, MOST_BYTES, MAST),
      callOptions,
    ).catch((error: unknown) => {
      // The limit is the query's, not that of the last of its exchanges.
      throw isLate(error) ? lateError(MAST, timeoutMs) : error;
    });
    const answer = readMashup(json);
    if (answer !== 'executing') {
      return checked(answer, request);
    }
    const fraction = isObject(json) ? numberIn(json, 'percent complete') : undefined;
    bytes = 0;
    onProgress?.({ executing: true, fraction: inUnit(fraction), bytes });
    await pause(Math.min(wait, Math.max(0, timeoutMs - (Date.now() - started))), signal);
  }
}

/**
 * Understands an answer of the Mashup service.
 *
 * @throws SkybucketError `server` with MAST's own words where it says ERROR, or for what is no answer.
 */
export function readMashup(json: unknown): MashupAnswer | 'executing' {
  if (!isObject(json)) {
    throw nonsense();
  }
  const status = textIn(json, 'status');
  if (status === 'EXECUTING') {
    return 'executing';
  }
  // The look-up of names says neither this nor that.
  if (status !== undefined && status !== 'COMPLETE') {
    const words = oneLine(textIn(json, 'msg') ?? '').replace(/^error:\s*/i, '');
    throw new SkybucketError(
      'server',
      words === '' ? 'MAST could not answer the query.' : `MAST says: ${words}.`,
      { hint: 'Change what is asked for, or try again later.' },
    );
  }
  const fields = listIn(json, 'fields');
  const data = listIn(json, 'data');
  const extjs = objectIn(json, 'data') !== undefined;
  if (status === 'COMPLETE' && !extjs && (fields === undefined || data === undefined)) {
    throw nonsense();
  }
  return {
    fields: (fields ?? []).filter(isObject).map((field) => ({
      name: textIn(field, 'name') ?? '',
      type: textIn(field, 'type') ?? 'string',
    })),
    data: (data ?? []).filter(isObject),
    paging: pagingOf(objectIn(json, 'paging')),
    raw: json,
  };
}

/** @throws SkybucketError `server` for an answer without rows, or with those of another page. */
function checked(answer: MashupAnswer, { format, page }: MashupRequest): MashupAnswer {
  if (format === 'json' && listIn(answer.raw, 'data') === undefined) {
    throw nonsense();
  }
  const sent = objectIn(answer.raw, 'paging');
  const number = sent && numberIn(sent, 'page');
  if (number !== undefined && number !== page && answer.data.length > 0) {
    throw new SkybucketError('server', `MAST sent page ${number} when asked for page ${page}.`, {
      hint: 'Try again; if this stays so, the service is in trouble.',
      retryable: true,
    });
  }
  return answer;
}

function pagingOf(paging: JsonObject | undefined): MashupPaging | undefined {
  if (paging === undefined) {
    return undefined;
  }
  return {
    page: numberIn(paging, 'page') ?? 1,
    pages: numberIn(paging, 'pagesFiltered') ?? 1,
    rows: numberIn(paging, 'rowsFiltered') ?? numberIn(paging, 'rowsTotal') ?? NaN,
  };
}

function isLate(error: unknown): boolean {
  return error instanceof SkybucketError && error.code === 'timeout';
}

function inUnit(fraction: number | undefined): number | undefined {
  return fraction !== undefined && fraction >= 0 && fraction <= 1 ? fraction : undefined;
}

function nonsense(): SkybucketError {
  return new SkybucketError('server', 'MAST gave an answer that makes no sense.', {
    hint: 'Try again; if this stays so, the service is in trouble.',
    retryable: true,
  });
}
