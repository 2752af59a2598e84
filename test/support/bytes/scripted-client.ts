import type { HttpClient, HttpRequest, HttpResponse } from '../../../src/core/bytes/http';
import type { HttpTarget } from '../../../src/core/bytes/target';
import { throwIfAborted, type SkybucketError } from '../../../src/core/errors';
import { statusError } from '../../../src/core/bytes/status-error';

export interface ScriptedAnswer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly chunks?: readonly Uint8Array[];
  /** Thrown in place of the end of the body. */
  readonly breaks?: SkybucketError;
}

export type Script = (
  request: HttpRequest,
  index: number,
) => ScriptedAnswer | Promise<ScriptedAnswer>;

/** An HttpClient that answers from a script and remembers what it was asked. */
export class ScriptedClient implements HttpClient {
  readonly requests: HttpRequest[] = [];

  constructor(private readonly script: Script) {}

  get ranges(): (string | undefined)[] {
    return this.requests.map(({ headers }) => headers['range']);
  }

  async send(request: HttpRequest): Promise<HttpResponse> {
    throwIfAborted(request.signal);
    const index = this.requests.push(request) - 1;
    const { status, headers = {}, chunks = [], breaks } = await this.script(request, index);
    throwIfAborted(request.signal);
    const body = async function* (): AsyncGenerator<Uint8Array> {
      for (const chunk of chunks) {
        throwIfAborted(request.signal);
        yield chunk;
        // Chunks come in turns of their own, as from a socket.
        await new Promise((resolve) => setImmediate(resolve));
      }
      throwIfAborted(request.signal);
      if (breaks) {
        throw breaks;
      }
    };
    return { status, headers, body: body() };
  }
}

/** What a well-behaved server answers for `bytes`: ranges, conditions, an ETag. */
export function serve(
  bytes: Uint8Array,
  request: HttpRequest,
  validators: Record<string, string> = { etag: '"v1"' },
  chunkLength = 1000,
): ScriptedAnswer {
  const { headers } = request;
  const match = headers['if-match'];
  if (match !== undefined && match !== validators['etag']) {
    return { status: 412, headers: validators };
  }
  const range = /^bytes=(\d+)-(\d+)$/.exec(headers['range'] ?? '');
  if (!range) {
    return { status: 200, headers: validators, chunks: [bytes] };
  }
  const start = Number(range[1]);
  const end = Math.min(bytes.length, Number(range[2]) + 1);
  if (start >= bytes.length) {
    return { status: 416, headers: { 'content-range': `bytes */${bytes.length}` } };
  }
  const chunks: Uint8Array[] = [];
  for (let at = start; at < end; at += chunkLength) {
    chunks.push(bytes.subarray(at, Math.min(end, at + chunkLength)));
  }
  const contentRange = `bytes ${start}-${end - 1}/${bytes.length}`;
  return { status: 206, headers: { ...validators, 'content-range': contentRange }, chunks };
}

export const PLAIN_TARGET: HttpTarget = {
  label: 'https://example.org/image.fits',
  request: () => ({
    protocol: 'https:',
    hostname: 'example.org',
    port: undefined,
    path: '/image.fits',
    headers: {},
  }),
  refused: ({ status }) => statusError('https://example.org/image.fits', status),
};

/** Bytes no two neighbouring spans of which are alike. */
export function pattern(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8) * 7) & 255);
}
