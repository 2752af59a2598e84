import {
  type ClientRequest,
  Agent as HttpAgent,
  type IncomingMessage,
  request as httpRequest,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { HttpClient, HttpRequest, HttpResponse } from '../../core/bytes/http';
import type { Exchange } from '../../core/bytes/meter';
import { cancelled, isCancelled, SkybucketError, throwIfAborted } from '../../core/errors';
import { HttpBody } from './http-body';
import { sendBody } from './http-request-body';
import { connectTimeout, explainNetworkError, timedOut } from './network-error';
import type { Transport } from './transport';

export interface NodeHttpClientOptions {
  /** Told of every exchange at its end. */
  readonly onExchange?: ((exchange: Exchange) => void) | undefined;
  readonly connectTimeoutMs?: number | undefined;
  /** Longest silence of the server, before the head of its answer and inside the body. */
  readonly stallTimeoutMs?: number | undefined;
  /** Connections to one host. */
  readonly maxSockets?: number | undefined;
  readonly userAgent?: string | undefined;
  /** What sends a request; left out, the modules of Node as this process has them. */
  readonly transport?: Transport | undefined;
  /** For a certificate authority or a proxy of one's own. */
  readonly agents?: { readonly http: HttpAgent; readonly https: HttpsAgent } | undefined;
}

/** An answer with more header than this is refused. */
const MAX_HEADER_SIZE = 64 * 1024;

/** Kept connections are closed after this silence, before most servers do it from their side. */
const IDLE_MS = 15_000;

/** {@link HttpClient} over `node:http` and `node:https`, with kept connections. */
export class NodeHttpClient implements HttpClient {
  private readonly agents: { readonly http: HttpAgent; readonly https: HttpsAgent };
  private readonly transport: Transport;
  private readonly connectTimeoutMs: number;
  private readonly stallTimeoutMs: number;
  private readonly userAgent: string;
  private readonly onExchange: (exchange: Exchange) => void;
  /** One for each exchange under way; `cancel` ends it. */
  private readonly underWay = new Set<{ cancel: () => void }>();
  private disposed = false;

  constructor(options: NodeHttpClientOptions = {}) {
    const agent = {
      keepAlive: true,
      maxSockets: options.maxSockets ?? 64,
      timeout: IDLE_MS,
      scheduling: 'lifo' as const,
    };
    this.agents = options.agents ?? { http: new HttpAgent(agent), https: new HttpsAgent(agent) };
    this.transport = options.transport ?? { http: httpRequest, https: httpsRequest };
    this.connectTimeoutMs = options.connectTimeoutMs ?? 15_000;
    this.stallTimeoutMs = options.stallTimeoutMs ?? 30_000;
    this.userAgent = options.userAgent ?? 'skybucket';
    this.onExchange = options.onExchange ?? (() => undefined);
  }

  async send(request: HttpRequest): Promise<HttpResponse> {
    throwIfAborted(request.signal);
    if (this.disposed) {
      throw cancelled();
    }
    const report = this.reporter(request);
    const sent = this.create(request);
    const exchange = { cancel: (): void => void sent.destroy(cancelled()) };
    this.underWay.add(exchange);
    try {
      const message = await this.head(sent, request);
      const body = new HttpBody(message, {
        hostname: request.hostname,
        signal: request.signal,
        stallTimeoutMs: request.quietMs ?? this.stallTimeoutMs,
        hasBody: request.method !== 'HEAD',
        onEnd: (outcome, bytes) => {
          this.underWay.delete(exchange);
          report(outcome, bytes);
        },
      });
      exchange.cancel = body.cancel;
      return { status: message.statusCode ?? 0, headers: headersOf(message), body };
    } catch (error) {
      this.underWay.delete(exchange);
      report(isCancelled(error) ? 'cancelled' : 'failed', 0);
      throw error;
    }
  }

  /** Ends every exchange and closes all connections; later ones are `cancelled`. */
  dispose(): void {
    this.disposed = true;
    for (const exchange of this.underWay) {
      exchange.cancel();
    }
    this.agents.http.destroy();
    this.agents.https.destroy();
  }

  private create(request: HttpRequest): ClientRequest {
    const { protocol, hostname, port, path, method, headers } = request;
    const secure = protocol === 'https:';
    try {
      return (secure ? this.transport.https : this.transport.http)({
        protocol,
        // Node wants an IPv6 address without the brackets of a URL.
        hostname: hostname.replace(/^\[(.*)\]$/, '$1'),
        port,
        path,
        method,
        headers: { 'user-agent': this.userAgent, ...headers },
        agent: secure ? this.agents.https : this.agents.http,
        maxHeaderSize: MAX_HEADER_SIZE,
      });
    } catch (cause) {
      throw new SkybucketError('bad-address', `A request to ${hostname} could not be formed.`, {
        hint: 'The address has characters that cannot be sent.',
        cause,
      });
    }
  }

  /** Sends the request and waits for the head of its answer. */
  private head(sent: ClientRequest, request: HttpRequest): Promise<IncomingMessage> {
    const { hostname, signal } = request;
    return new Promise((resolve, reject) => {
      let connecting: NodeJS.Timeout | undefined;
      const abort = (): void => void sent.destroy(cancelled());
      signal?.addEventListener('abort', abort, { once: true });
      const settle = (): void => {
        clearTimeout(connecting);
        signal?.removeEventListener('abort', abort);
      };
      // The clocks start with the socket: waiting in the agent for a free one is no fault of the host.
      sent.once('socket', (socket) => {
        if (socket.connecting) {
          connecting = setTimeout(() => {
            sent.destroy(connectTimeout());
          }, this.connectTimeoutMs);
          socket.once(request.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
            clearTimeout(connecting);
          });
        }
      });
      sent.setTimeout(request.quietMs ?? this.stallTimeoutMs, () => {
        sent.destroy(timedOut(`${hostname} does not answer.`));
      });
      // Stays for good: an error after the head is the body's to report, and must not be unhandled.
      sent.on('error', (error) => {
        settle();
        reject(explainNetworkError(error, hostname));
      });
      sent.once('response', (message) => {
        settle();
        sent.setTimeout(0);
        resolve(message);
      });
      sendBody(sent, request);
    });
  }

  private reporter(request: HttpRequest): (status: Exchange['status'], bytes: number) => void {
    const { method, protocol, hostname, port, path, headers } = request;
    const start = performance.now();
    return (status, bytes) =>
      this.onExchange({
        method,
        url: `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path.replace(/\?.*/s, '')}`,
        range: headers['range'],
        status,
        bytes,
        milliseconds: performance.now() - start,
      });
  }
}

function headersOf(message: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}
