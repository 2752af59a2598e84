import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as sendRequest,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A request of a client to its proxy, for a plain target. */
export interface ForwardedRequest {
  readonly method: string;
  /** The whole URL, as it stood in the request line. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** A tunnel that a client asked for, to a target that it talks TLS with. */
export interface AskedTunnel {
  /** `host:port` */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  /** The first bytes that the client sent through it. */
  first: Buffer;
}

/**
 * A proxy as institutes have them: it forwards plain requests to hosts it is told of, whatever DNS says of these, and
 * grants tunnels, through which it answers nothing.
 */
export class ForwardProxy {
  readonly requests: ForwardedRequest[] = [];
  readonly tunnels: AskedTunnel[] = [];
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly hosts: Readonly<Record<string, number>>,
  ) {}

  /** @param hosts ports of 127.0.0.1, by the names of hosts that clients ask for */
  static async start(hosts: Readonly<Record<string, number>>): Promise<ForwardProxy> {
    const server = createServer();
    const proxy = new ForwardProxy(server, hosts);
    server.on('request', (request: IncomingMessage, response: ServerResponse) =>
      proxy.forward(request, response),
    );
    server.on('connect', (request: IncomingMessage, socket: Socket) =>
      proxy.tunnel(request, socket),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  /** `http://127.0.0.1:port` */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.sockets.forEach((socket) => socket.destroy());
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  private forward(request: IncomingMessage, response: ServerResponse): void {
    const { method = '', url = '', headers } = request;
    this.requests.push({ method, url, headers });
    const [, host = '', path = '/'] = /^http:\/\/([^/:?]+)(?::\d+)?(.*)$/s.exec(url) ?? [];
    const port = this.hosts[host];
    if (port === undefined) {
      response.writeHead(502).end();
      return;
    }
    const sent = sendRequest(
      // The path as it came: it is signed.
      { host: '127.0.0.1', port, method, path, headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    sent.on('error', () => response.destroy());
    request.pipe(sent);
  }

  private tunnel({ url = '', headers }: IncomingMessage, socket: Socket): void {
    const tunnel: AskedTunnel = { target: url, headers, first: Buffer.alloc(0) };
    this.tunnels.push(tunnel);
    this.sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => this.sockets.delete(socket));
    socket.once('data', (bytes: Buffer) => {
      tunnel.first = bytes;
      socket.destroy();
    });
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
  }
}
