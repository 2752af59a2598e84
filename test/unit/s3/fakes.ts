import { request as sendHttp } from 'node:http';
import type { HttpClient, HttpRequest, HttpResponse } from '../../../src/core/bytes/http';
import { DEFAULT_RETRY, type RetryPolicy } from '../../../src/core/bytes/retry';
import { cancelled } from '../../../src/core/errors';

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Retries without waiting, so that tests do not depend on time. */
export const AT_ONCE: RetryPolicy = { ...DEFAULT_RETRY, firstPauseMs: 0, random: () => 0 };

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export function response({ status = 200, headers = {}, body = '' }: Answer): HttpResponse {
  return {
    status,
    headers,
    body: (async function* () {
      yield await Promise.resolve(utf8(body));
    })(),
  };
}

/** Answers by rule and records what it was asked. */
export class FakeHttp implements HttpClient {
  readonly requests: HttpRequest[] = [];

  constructor(private readonly answer: (request: HttpRequest, index: number) => Answer | Error) {}

  send(request: HttpRequest): Promise<HttpResponse> {
    const answer = this.answer(request, this.requests.push(request) - 1);
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(response(answer));
  }
}

/**
 * Sends over the loopback to the embedded server. What goes to Amazon S3 goes there too, with the
 * region and bucket in the host name: `bucket.s3.region.amazonaws.com` as `bucket.s3.region.localhost`.
 */
export class LoopbackHttp implements HttpClient {
  readonly hosts: string[] = [];

  constructor(private readonly port: number) {}

  send(request: HttpRequest): Promise<HttpResponse> {
    const { method, hostname, path, headers, signal } = request;
    this.hosts.push(hostname);
    return new Promise((resolve, reject) => {
      const host = `${hostname.replace(/amazonaws\.com$/, 'localhost')}:${this.port}`;
      const options = { host: '127.0.0.1', port: this.port, method, path, signal };
      const out = sendHttp({ ...options, headers: { ...headers, host } }, (incoming) => {
        const names = Object.entries(incoming.headers);
        resolve({
          status: incoming.statusCode ?? 0,
          headers: Object.fromEntries(names.map(([name, value]) => [name, String(value)])),
          body: incoming,
        });
      });
      out.on('error', (error) => reject(signal?.aborted ? cancelled() : error));
      out.end();
    });
  }
}
