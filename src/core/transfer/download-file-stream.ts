import { discard } from '../bytes/body';
import { parseLength } from '../bytes/content-length';
import { parseContentRange, parseUnsatisfied } from '../bytes/content-range';
import type { HttpResponse } from '../bytes/http';
import { HttpExchange } from '../bytes/http-exchange';
import type { Meter } from '../bytes/meter';
import { DEFAULT_RETRY } from '../bytes/retry';
import { conditions, isSameVersion, type Version } from '../bytes/version';
import { SkybucketError } from '../errors';
import { factsOfAnswer, type RemoteFacts, type RemoteFile } from './download-file-remote';

export interface StreamOptions {
  readonly signal: AbortSignal;
  readonly meter: Meter;
  /**
   * Takes the next bytes, in order, from the start of the span on. They may be overwritten once the promise (if there
   * is one) resolves; the connection waits for it.
   */
  take(bytes: Uint8Array): Promise<void> | undefined;
}

/** An answer of unknown length ended early: nothing tells where to go on, so it can only begin anew. */
export class StartAnew extends Error {
  constructor(readonly error: SkybucketError) {
    super(error.message);
  }
}

/** The bytes came and could not be taken: no other exchange helps, and it would give some of them twice. */
class NotTaken extends Error {
  constructor(readonly reason: unknown) {
    super('Bytes that came could not be taken.');
  }
}

/**
 * Streams `[start, end)` of one version of an object. Where a connection breaks, another goes on where it ended;
 * bytes of another version are never taken.
 *
 * @throws SkybucketError `changed`, `range-ignored` (the server sends the whole instead), `server`, `network`,
 *   `timeout`, `cancelled`, what the target makes of a refusal, or what `take` throws
 */
export async function streamSpan(
  remote: RemoteFile,
  version: Version,
  { start, end }: { readonly start: number; readonly end: number },
  options: StreamOptions,
): Promise<void> {
  let at = start;
  await serve(remote, options, {
    headers: () => ({ range: `bytes=${at}-${end - 1}`, ...conditions(version) }),
    accept: async (response, onBytes) => {
      await check(remote, response, version, at, end);
      // A whole object that was asked for as a range may come as such.
      const from = response.status === 200 ? 0 : at;
      await pour(remote, response, { from, at, end }, onBytes, options.take, (now) => (at = now));
    },
  });
}

/** What is known of an object before its bytes are; a version of undefined: of unknown length. */
export type StartFacts = Omit<RemoteFacts, 'version'> & { readonly version: Version | undefined };

export interface StartOptions extends StreamOptions {
  /** The version wanted; left out, whichever is there. */
  readonly known?: Version | undefined;
  /** To ask for so many bytes only, where nothing is known. A server that knows no ranges sends all of them. */
  readonly length?: number | undefined;
  /** Told what the answer says of the object, before its bytes are given. Once, or again where it has failed. */
  onFacts(facts: StartFacts): Promise<void>;
}

/**
 * Streams an object from its start: all of it, or as much as `length` asks for.
 *
 * @returns how many bytes there were
 * @throws StartAnew, and what {@link streamSpan} does
 */
export async function streamStart(remote: RemoteFile, options: StartOptions): Promise<number> {
  const onS3 = remote.s3 !== undefined;
  const { length } = options;
  let version = options.known;
  /** Where this ends, once that is known. */
  let end = version?.size;
  let at = 0;
  let told = false;
  await serve(remote, options, {
    headers: () => ({
      ...(at > 0 ? { range: `bytes=${at}-${end === undefined ? '' : end - 1}` } : {}),
      ...(at === 0 && length !== undefined ? { range: `bytes=0-${length - 1}` } : {}),
      ...(version === undefined ? {} : conditions(version)),
      ...(onS3 && length === undefined ? { 'x-amz-checksum-mode': 'ENABLED' } : {}),
    }),
    accept: async (response, onBytes) => {
      if (version === undefined) {
        const size = await sizeOfFirst(remote, response, length);
        const facts = factsOfAnswer(response.headers, size ?? 0, onS3);
        version = size === undefined ? undefined : facts.version;
        end = response.status === 200 ? size : Math.min(length ?? Infinity, size ?? 0);
        if (at > 0) {
          throw new StartAnew(changed(remote.label));
        }
      } else {
        await check(remote, response, version, at, end ?? version.size);
      }
      if (!told) {
        const facts = factsOfAnswer(response.headers, version?.size ?? 0, onS3);
        try {
          await options.onFacts({ ...facts, version });
        } catch (error) {
          await discard(response.body);
          throw error;
        }
        told = true;
      }
      if (response.status === 416) {
        return discard(response.body);
      }
      const span = { from: response.status === 200 ? 0 : at, at, end };
      try {
        await pour(remote, response, span, onBytes, options.take, (now) => (at = now));
      } catch (error) {
        if (version === undefined && error instanceof SkybucketError && error.retryable) {
          throw new StartAnew(error);
        }
        throw error;
      }
    },
  });
  return at;
}

/** The size that the first answer for an object tells, undefined where it does not. */
async function sizeOfFirst(
  { label }: RemoteFile,
  response: HttpResponse,
  length: number | undefined,
): Promise<number | undefined> {
  const { status, headers, body } = response;
  if (status === 200) {
    return parseLength(headers['content-length']);
  }
  if (status === 416 && (parseUnsatisfied(headers['content-range']) ?? 0) === 0) {
    return 0;
  }
  const range = status === 206 ? parseContentRange(headers['content-range']) : undefined;
  if (
    range?.total === undefined ||
    range.start !== 0 ||
    range.end !== Math.min(length ?? 0, range.total)
  ) {
    await discard(body);
    throw nonsense(label, 'it sent other bytes than asked for');
  }
  return range.total;
}

async function serve<T>(
  { http, target, link, retry = DEFAULT_RETRY }: RemoteFile,
  { signal, meter }: Pick<StreamOptions, 'signal' | 'meter'>,
  need: {
    headers(): Readonly<Record<string, string>>;
    accept(response: HttpResponse, onBytes: (count: number) => void): Promise<T>;
  },
): Promise<T> {
  const exchange = new HttpExchange(http, target, retry, link);
  try {
    return await exchange.serve({ ...need, signal, meter, ask: meter.ask() });
  } catch (error) {
    throw error instanceof NotTaken ? error.reason : error;
  }
}

/** @throws SkybucketError where an answer is not of these bytes of this version; its body is given up then */
async function check(
  { label }: RemoteFile,
  response: HttpResponse,
  version: Version,
  at: number,
  end: number,
): Promise<void> {
  const { status, headers } = response;
  const problem = ((): SkybucketError | undefined => {
    if (status === 206) {
      const range = parseContentRange(headers['content-range']);
      if (!isSameVersion(version, headers, range?.total)) {
        return changed(label);
      }
      return range?.start === at && range.end === end
        ? undefined
        : nonsense(label, 'it sent other bytes than asked for');
    }
    if (status === 200) {
      if (!isSameVersion(version, headers, parseLength(headers['content-length']))) {
        return changed(label);
      }
      return end === version.size ? undefined : rangeIgnored(label);
    }
    if (status === 416) {
      const total = parseUnsatisfied(headers['content-range']);
      return total === undefined || total === version.size
        ? nonsense(label, 'it refused bytes that the object has')
        : changed(label);
    }
    return changed(label);
  })();
  if (problem !== undefined) {
    await discard(response.body);
    throw problem;
  }
}

/** Gives the bytes from `at` to `end` of a body that begins at `from`. */
async function pour(
  { label }: RemoteFile,
  { body }: HttpResponse,
  {
    from,
    at,
    end,
  }: { readonly from: number; readonly at: number; readonly end: number | undefined },
  onBytes: (count: number) => void,
  take: StreamOptions['take'],
  onMoved: (at: number) => void,
): Promise<void> {
  let position = from;
  const isWhole = (): boolean => end !== undefined && at >= end;
  try {
    for await (const chunk of body) {
      onBytes(chunk.length);
      const skipped = Math.max(0, at - position);
      const bytes = chunk.subarray(skipped, end === undefined ? undefined : skipped + end - at);
      position += chunk.length;
      if (bytes.length > 0) {
        try {
          const taken = take(bytes);
          if (taken !== undefined) {
            await taken;
          }
        } catch (reason) {
          throw new NotTaken(reason);
        }
        at += bytes.length;
        onMoved(at);
      }
    }
  } catch (error) {
    // All bytes are there; how the connection ended after that does not matter.
    if (!(isWhole() && error instanceof SkybucketError && error.retryable)) {
      throw error;
    }
  }
  if (end !== undefined && !isWhole()) {
    throw new SkybucketError('network', `The answer for ${label} ended early.`, {
      hint: 'Try again.',
      retryable: true,
    });
  }
}

export function changed(label: string): SkybucketError {
  return new SkybucketError('changed', `${label} changed on the server while it was downloaded.`, {
    hint: 'Download it again for the new version.',
  });
}

function rangeIgnored(label: string): SkybucketError {
  return new SkybucketError(
    'range-ignored',
    `The server of ${label} cannot send parts of a file, only all of it.`,
  );
}

function nonsense(label: string, what: string): SkybucketError {
  return new SkybucketError('server', `The server of ${label} gave a wrong answer: ${what}.`, {
    hint: 'Try again later.',
    // A proxy on the way may have mixed up answers.
    retryable: true,
  });
}
