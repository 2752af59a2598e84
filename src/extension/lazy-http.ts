import * as vscode from 'vscode';
import type { HttpClient, HttpRequest, HttpResponse } from '../core/bytes/http';
import type { Exchange } from '../core/bytes/meter';
import type { NodeHttpClient } from '../platform/node/http-client';

interface Loaded {
  /** Through VS Code's own proxy support, which keeps no connection open. */
  readonly editor: NodeHttpClient;
  /** Directly, with kept connections. Absent where Node does not offer it. */
  readonly direct: NodeHttpClient | undefined;
  readonly directFirst: HttpClient;
}

/**
 * The http client, loaded with the first request: Node's https alone takes longer than activating.
 *
 * A proxy that the user or the environment names is always used. Otherwise requests go directly, since
 * VS Code's way pays for a new connection at every request, and VS Code's way where that fails.
 */
export class LazyHttpClient implements HttpClient {
  private loaded: Promise<Loaded> | undefined;

  /** Read once, and anew when it changes: every request asks. */
  private proxy: boolean | undefined;
  private readonly listening = vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('http.proxy')) {
      this.proxy = undefined;
    }
  });

  constructor(private readonly onExchange: (exchange: Exchange) => void) {}

  async send(request: HttpRequest): Promise<HttpResponse> {
    this.loaded ??= this.load();
    const { editor, directFirst } = await this.loaded;
    this.proxy ??= proxyNamed();
    return (this.proxy ? editor : directFirst).send(request);
  }

  /** Ends what is under way. */
  dispose(): void {
    this.listening.dispose();
    void this.loaded?.then(({ editor, direct }) => {
      editor.dispose();
      direct?.dispose();
    });
  }

  private async load(): Promise<Loaded> {
    const { NodeHttpClient } = await import('../platform/node/http-client');
    const { DirectFirstClient } = await import('../platform/node/direct-first');
    const { ownTransport } = await import('../platform/node/transport');
    const { onExchange } = this;
    const editor = new NodeHttpClient({ onExchange });
    const transport = ownTransport();
    const direct = transport && new NodeHttpClient({ onExchange, transport });
    return { editor, direct, directFirst: direct ? new DirectFirstClient(direct, editor) : editor };
  }
}

function proxyNamed(): boolean {
  const names = ['http_proxy', 'https_proxy', 'all_proxy'];
  const named = vscode.workspace.getConfiguration('http').get<string>('proxy', '');
  return named !== '' || names.some((name) => process.env[name] || process.env[name.toUpperCase()]);
}
