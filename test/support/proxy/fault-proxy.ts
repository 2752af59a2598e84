import { once } from 'node:events';
import {
  Agent,
  createServer,
  request as sendRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { ownAnswer } from './own-answer';
import { Pace } from './pace';
import { drain, passSome, relay, type Answer } from './relay';
import { rewriteAnswer, rewriteRequest } from './rewrite';
import { faultOf, RuleBook, type Fault, type FaultRule } from './rules';

/** The line between client and server. What is left out is as fast as the machine. */
export interface Link {
  /** From the arrival of a request to the first byte of its answer. */
  readonly latencyMilliseconds?: number;
  /** Of each connection. */
  readonly bytesPerSecond?: number;
  /** Of all connections together. */
  readonly sharedBytesPerSecond?: number;
}

export interface FaultProxyOptions {
  /** `http://host:port` of the server behind it. */
  readonly target: string;
  readonly port?: number;
  readonly link?: Link;
  readonly rules?: readonly FaultRule[];
}

export interface ProxyFigures {
  readonly requests: number;
  /** Requests that met at least one fault. */
  readonly faulty: number;
  /** Client connections, ever and now. */
  readonly connections: number;
  readonly openConnections: number;
  /** Most connections open at the same time. */
  readonly peakConnections: number;
  /** Answers the client did not wait for. */
  readonly abandoned: number;
  /** Body bytes sent to the client. */
  readonly bytes: number;
}

export interface FaultProxy {
  readonly endpoint: string;
  readonly port: number;
  /** Setting them begins their counts anew; requests under way keep their faults. */
  rules: readonly FaultRule[];
  link: Link;
  figures(): ProxyFigures;
  close(): Promise<void>;
}

/** Starts a proxy that passes http requests on, unchanged but for the faults its rules ask for. */
export async function startFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const proxy = new HttpFaultProxy(options);
  await proxy.listen(options.port ?? 0);
  return proxy;
}

/** Faults after which the client did not go away by itself. */
const cutting: ReadonlySet<Fault['kind']> = new Set([
  'reset',
  'truncate',
  'reset-upload',
  'lose-answer',
]);

class HttpFaultProxy implements FaultProxy {
  private readonly server: Server;
  private readonly agent = new Agent({ keepAlive: true, maxFreeSockets: 64 });
  private readonly target: URL;
  private readonly book = new RuleBook();
  private readonly connectionPaces = new WeakMap<Socket, Pace>();
  private sharedPace: Pace | undefined;
  private currentLink: Link = {};
  private readonly open = new Set<Socket>();
  private readonly closing = new AbortController();
  private readonly counts = {
    requests: 0,
    faulty: 0,
    connections: 0,
    peakConnections: 0,
    abandoned: 0,
    bytes: 0,
  };

  constructor(options: FaultProxyOptions) {
    this.target = new URL(options.target);
    this.rules = options.rules ?? [];
    this.link = options.link ?? {};
    this.server = createServer((request, response) => void this.handle(request, response));
    this.server.keepAliveTimeout = 600_000;
    this.server.on('connection', (socket) => this.count(socket));
  }

  async listen(port: number): Promise<void> {
    this.server.listen(port, '127.0.0.1');
    await once(this.server, 'listening');
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get rules(): readonly FaultRule[] {
    return this.book.current();
  }

  set rules(rules: readonly FaultRule[]) {
    this.book.replace(rules);
  }

  get link(): Link {
    return this.currentLink;
  }

  set link(link: Link) {
    this.currentLink = link;
    const shared = link.sharedBytesPerSecond;
    this.sharedPace = shared === undefined ? undefined : new Pace(shared);
  }

  figures(): ProxyFigures {
    return { ...this.counts, openConnections: this.open.size };
  }

  async close(): Promise<void> {
    this.closing.abort();
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    this.agent.destroy();
    await closed;
  }

  private count(socket: Socket): void {
    this.open.add(socket);
    this.counts.connections += 1;
    this.counts.peakConnections = Math.max(this.counts.peakConnections, this.open.size);
    socket.once('close', () => this.open.delete(socket));
  }

  private pacesOf(socket: Socket): readonly Pace[] {
    const paces = this.sharedPace === undefined ? [] : [this.sharedPace];
    const rate = this.link.bytesPerSecond;
    if (rate === undefined) {
      return paces;
    }
    let own = this.connectionPaces.get(socket);
    if (own?.bytesPerSecond !== rate) {
      own = new Pace(rate);
      this.connectionPaces.set(socket, own);
    }
    return [...paces, own];
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Once its body was left early, the request has none any more.
    const { socket } = request;
    const faults = this.book.faultsFor(request.method ?? '', request.url ?? '');
    this.counts.requests += 1;
    this.counts.faulty += faults.length > 0 ? 1 : 0;
    const gone = new AbortController();
    const signal = AbortSignal.any([gone.signal, this.closing.signal]);
    // An answer that the proxy itself cuts short was not abandoned by the client.
    let cut = faults.some(({ kind }) => cutting.has(kind));
    response.once('close', () => {
      this.counts.abandoned += response.writableFinished || cut ? 0 : 1;
      gone.abort();
    });
    const onSent = (bytes: number): void => {
      this.counts.bytes += bytes;
    };
    try {
      const delay = faultOf(faults, 'delay')?.milliseconds ?? 0;
      const latency = (this.link.latencyMilliseconds ?? 0) + delay;
      const [answer] = await Promise.all([
        ownAnswer(request, faults) ?? this.forward(request, faults, signal),
        latency > 0 ? sleep(latency, undefined, { signal }) : undefined,
      ]);
      if (faultOf(faults, 'lose-answer') !== undefined) {
        await drain(answer.body);
        socket.resetAndDestroy();
        return;
      }
      await relay(answer, response, faults, this.pacesOf(socket), signal, onSent);
    } catch {
      // The server broke off, or the client is gone: there is nothing left to say to it.
      // A write may fail before it is told that the client has closed.
      cut = !gone.signal.aborted && !response.destroyed && !socket.destroyed;
      response.destroy();
    }
  }

  private async forward(
    request: IncomingMessage,
    faults: readonly Fault[],
    signal: AbortSignal,
  ): Promise<Answer> {
    const outgoing = sendRequest({
      agent: this.agent,
      hostname: this.target.hostname,
      port: this.target.port,
      method: request.method,
      path: request.url,
      headers: rewriteRequest(request.headers, faults),
      signal,
    });
    // Its errors reach the caller by `once` until the answer begins, and by the body after that.
    outgoing.on('error', () => undefined);
    const upload = faultOf(faults, 'reset-upload');
    const { socket } = request;
    if (upload === undefined) {
      request.pipe(outgoing);
    } else {
      await passSome(request, outgoing, upload.afterBytes);
      outgoing.destroy();
      socket.resetAndDestroy();
      throw new Error('The upload was cut off.');
    }
    const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
    const headers = rewriteAnswer(incoming.headers, faults);
    delete headers['connection'];
    delete headers['keep-alive'];
    return { status: incoming.statusCode ?? 0, headers, body: incoming };
  }
}
