import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What Sesame says of a name nobody knows. */
const UNKNOWN = (name: string): string =>
  `# ${name}\t#Q1\n#=S=Simbad (via url):    0\n#!=N=NED : *** Nothing found ***\n#====Done====\n`;

/** Plays Sesame for tests: names it is told of, and none else. */
export class SesameServer {
  /** Names that were asked for. */
  readonly asked: string[] = [];
  /** How many askers went away before they were answered. */
  gone = 0;
  private readonly waiting: (() => void)[] = [];

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  /** @param answers by name in lower case; `null` keeps the asker waiting for ever. */
  static async start(answers: Readonly<Record<string, string | null>>): Promise<SesameServer> {
    const held: { sesame?: SesameServer } = {};
    const server = createServer((request, response) =>
      held.sesame?.answer(request, response, answers),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    held.sesame = new SesameServer(server, `http://127.0.0.1:${port}/cgi-bin/nph-sesame/`);
    return held.sesame;
  }

  /** Resolves when somebody asks, at once if somebody has. */
  async nextAsked(): Promise<void> {
    if (this.asked.length === 0) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(
    { url = '' }: IncomingMessage,
    response: ServerResponse,
    answers: Readonly<Record<string, string | null>>,
  ): void {
    const name = decodeURIComponent(url.replace(/^[^?]*\?/, ''));
    this.asked.push(name);
    this.waiting.splice(0).forEach((tell) => tell());
    response.on('close', () => {
      this.gone += response.writableFinished ? 0 : 1;
    });
    const text = answers[name.toLowerCase()];
    if (text !== null) {
      response.writeHead(200, { 'content-type': 'text/plain' });
      response.end(text ?? UNKNOWN(name));
    }
  }
}
