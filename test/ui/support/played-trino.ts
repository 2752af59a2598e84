import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface PlayedColumn {
  readonly name: string;
  readonly type: string;
}

/** Plays a coordinator of Trino, on this computer, that answers every query with the same rows, in two steps. */
export class PlayedTrino {
  /** The SQL it was sent. */
  readonly statements: string[] = [];

  private constructor(
    private readonly server: Server,
    private readonly columns: readonly PlayedColumn[],
    private readonly rows: readonly (readonly unknown[])[],
  ) {
    server.on('request', (request, response) => void this.serve(request, response));
  }

  static async start(
    columns: readonly PlayedColumn[],
    rows: readonly (readonly unknown[])[],
  ): Promise<PlayedTrino> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new PlayedTrino(server, columns, rows);
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** An entry of the setting `skybucket.engines`. */
  engine(tables: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> {
    return { id: 'played', label: 'Played Trino', kind: 'trino', address: this.address, tables };
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    if (request.method === 'POST') this.statements.push(Buffer.concat(parts).toString('utf8'));
    const next = `${this.address}/v1/statement/executing/q1/y`;
    const half = Math.ceil(this.rows.length / 2);
    const { columns } = this;
    const [id, done] = ['q1', { state: 'FINISHED', totalSplits: 2, completedSplits: 2 }];
    const running = { state: 'RUNNING', totalSplits: 2, completedSplits: 1 };
    const answers: Readonly<Record<string, object>> = {
      'POST /v1/statement': { id, nextUri: `${next}/1`, stats: { state: 'QUEUED' } },
      'GET /v1/statement/executing/q1/y/1': {
        ...{ id, columns, stats: running, nextUri: `${next}/2` },
        data: this.rows.slice(0, half),
      },
      'GET /v1/statement/executing/q1/y/2': {
        ...{ id, columns, stats: done },
        data: this.rows.slice(half),
      },
    };
    const answer = answers[`${request.method} ${request.url}`];
    response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer ?? {}));
  }
}
