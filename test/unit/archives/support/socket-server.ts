import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Answering = (
  request: IncomingMessage,
  response: ServerResponse,
  /** Of the request, from 0. */
  index: number,
) => void;

/** A service on a real socket that answers as a test wants it to, and sees who goes away. */
export class SocketServer {
  /** Method and path of each request. */
  readonly asked: string[] = [];
  /** Answers whose asker went away before they were whole. */
  left = 0;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(answer: Answering): Promise<SocketServer> {
    const held: { server?: SocketServer } = {};
    const server = createServer((request, response) =>
      held.server?.take(request, response, answer),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    held.server = new SocketServer(server, `http://127.0.0.1:${port}`);
    return held.server;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private take(request: IncomingMessage, response: ServerResponse, answer: Answering): void {
    const index = this.asked.push(`${request.method} ${request.url}`) - 1;
    response.on('close', () => {
      this.left += response.writableFinished ? 0 : 1;
    });
    request.resume();
    request.on('end', () => answer(request, response, index));
  }
}

/** Writes the same piece again and again until the asker goes away. Tells how many bytes it has written. */
export function writeForEver(response: ServerResponse, piece: Buffer): { written: number } {
  const count = { written: 0 };
  const go = (): void => {
    while (!response.destroyed) {
      count.written += piece.length;
      if (!response.write(piece)) {
        response.once('drain', go);
        return;
      }
    }
  };
  go();
  return count;
}
