import * as vscode from 'vscode';
import { asPython } from '../../core/searches/as-python';
import type { SearchRequest } from '../../core/searches/saved-search';
import type { FilledForm, SearchEvents, SearchMethods } from '../../protocol/search';
import { RpcServer } from '../../protocol/rpc-server';
import { toWireError } from '../../worker/wire-error';
import { openUri } from '../commands/open';
import type { Host } from '../host';
import { SEARCH_PANEL } from '../ids';
import { nameResolver } from '../names';
import { formSources } from '../searches/forms/form-sources';
import { SearchForms } from '../searches/forms/search-forms';
import { productUri, productUrl } from '../searches/product-address';
import { showQuery } from '../searches/query-document';
import type { SearchServices } from '../searches/search-services';
import { onSettings, pixelOrigin } from '../settings';
import { isViewed } from '../views/file-kind';
import { ImageFile } from './image-file';
import { imageThread } from './image-worker';
import { portOf } from './port';
import { type SearchActions, searchHandlers } from './search-handlers';
import { type RowsFile, SearchModel } from './search-model';
import { buildHtml } from './webview-html';

interface OpenPanel {
  readonly panel: vscode.WebviewPanel;
  readonly model: SearchModel;
  /** Shows a row of the table, as soon as the page is there. */
  reveal(row: number): void;
}

/** The panels of searches that are open: one for each search, and any number of new ones. */
export class OpenSearchPanels implements vscode.Disposable {
  private readonly open = new Set<OpenPanel>();
  private readonly forms: SearchForms;
  /** What the page of a panel is told to fill in, once it is there. */
  private readonly filled = new WeakMap<vscode.WebviewPanel, FilledForm>();

  constructor(
    private readonly host: Host,
    private readonly searching: SearchServices,
  ) {
    const { archives, mast, tools } = searching;
    const resolve = nameResolver(host);
    this.forms = new SearchForms(
      formSources({
        ...{ services: archives, mast, tools },
        resolveName: (name, signal) => resolve(name, signal ?? new AbortController().signal),
      }),
    );
  }

  /** A new search. */
  openForm(service?: string): void {
    const { panel } = this.attach(this.create());
    panel.reveal();
    if (service !== undefined) {
      this.filled.set(panel, { service, place: '', radius: '', fields: {} });
    }
  }

  /** The panel of a search that is kept; a new one where none shows it. */
  show(search: string, row?: number): void {
    const known = [...this.open].find(({ model }) => model.shown === search);
    const opened = known ?? this.attach(this.create());
    if (row !== undefined) {
      opened.reveal(row);
    }
    if (known === undefined) {
      opened.model.show(search);
    } else {
      known.panel.reveal();
    }
  }

  /** A panel of an earlier session, as it was left. */
  bringBack(panel: vscode.WebviewPanel, state: unknown): void {
    const { model } = this.attach(panel);
    const id = (state as { readonly id?: unknown } | undefined)?.id;
    if (typeof id === 'string' && this.searching.searches.get(id) !== undefined) {
      model.show(id);
    }
  }

  dispose(): void {
    for (const { panel } of [...this.open]) {
      panel.dispose();
    }
  }

  private create(): vscode.WebviewPanel {
    return vscode.window.createWebviewPanel(
      SEARCH_PANEL,
      vscode.l10n.t('New search'),
      vscode.ViewColumn.Active,
      // What is typed, and where one has scrolled to, is kept by the page itself; rows are read anew.
      { retainContextWhenHidden: false },
    );
  }

  private attach(panel: vscode.WebviewPanel): OpenPanel {
    const { host, searching, forms } = this;
    const { webview } = panel;
    const folder = vscode.Uri.joinPath(host.context.extensionUri, 'dist', 'webview');
    webview.options = { enableScripts: true, localResourceRoots: [folder] };

    let isThere = false;
    let awaited: number | undefined;
    const tell = (): void => {
      const { state } = model;
      panel.title = state.title;
      server.emit('search', state);
    };
    const model: SearchModel = new SearchModel({
      searches: searching.searches,
      forms,
      openRows: (id) => this.openRows(id),
      onChange: () => tell(),
    });
    const server: RpcServer<SearchMethods, SearchEvents> = new RpcServer(
      portOf(webview),
      searchHandlers({
        ...{ model, forms, actions: this.actions() },
        ...{ searches: searching.searches, products: searching.products },
      }),
      (error) => {
        const wire = toWireError(error);
        if (wire.code === 'protocol' && error instanceof Error) {
          host.log.error(error);
        }
        return wire;
      },
      () => {
        isThere = true;
        server.emit('settings', { pixelOrigin: pixelOrigin() });
        tell();
        if (awaited !== undefined) {
          server.emit('revealRow', { row: awaited });
          awaited = undefined;
        }
        const filled = this.filled.get(panel);
        this.filled.delete(panel);
        if (filled !== undefined) {
          server.emit('fill', filled);
        }
      },
    );
    const reveal = (row: number): void => {
      if (isThere) {
        server.emit('revealRow', { row });
      } else {
        awaited = row;
      }
    };
    const opened: OpenPanel = { panel, model, reveal };
    this.open.add(opened);
    const listening = onSettings(['pixelOrigin'], () =>
      server.emit('settings', { pixelOrigin: pixelOrigin() }),
    );
    panel.onDidChangeViewState(() => {
      if (!panel.visible) {
        // Its page goes away, and says so when it is back.
        isThere = false;
        server.suspend();
      }
    });
    panel.onDidDispose(() => {
      this.open.delete(opened);
      listening.dispose();
      server.dispose();
      model.dispose();
    });
    webview.html = buildHtml({
      language: vscode.env.language,
      title: panel.title,
      cspSource: webview.cspSource,
      nonce: crypto.randomUUID(),
      script: webview.asWebviewUri(vscode.Uri.joinPath(folder, 'search.js')).toString(),
      style: webview.asWebviewUri(vscode.Uri.joinPath(folder, 'search.css')).toString(),
    });
    return opened;
  }

  private openRows(id: string): RowsFile | undefined {
    const { host, searching } = this;
    const uri = searching.searches.rowsUri(id);
    if (uri === undefined) {
      return undefined;
    }
    const script = host.context.asAbsolutePath('dist/image-worker.js');
    return new ImageFile({
      open: () => host.open(uri),
      startThread: imageThread(script, (text) => host.log.warn(text)),
      meter: host.session.child(() => undefined),
      onReload: () => undefined,
      onDeath: (reason) => host.log.error(`The worker of the rows of a search died. ${reason}`),
    });
  }

  private actions(): SearchActions {
    const { host } = this;
    return {
      copy: (text) => Promise.resolve(vscode.env.clipboard.writeText(text)),
      exportTable: (...table) => host.exportTable(...table),
      open: async (_, product) => {
        await openUri(productUri(host, product), product.name, { preview: true });
      },
      download: async ({ search }, products) => {
        const [only, ...others] = products;
        if (only !== undefined && others.length === 0) {
          await host.download(productUri(host, only, 'read'));
          return;
        }
        const wanted = products.map((product) => ({
          ...{ uri: productUri(host, product, 'read') },
          ...{ name: product.name, size: product.size },
        }));
        await host.downloadSeveral(this.searching.searches.get(search)?.title ?? '', wanted);
      },
      asPython: (request) => this.python(request),
      urlOf: (product) => productUrl(host, product) ?? '',
      editQuery: showQuery,
      isViewable: isViewed,
    };
  }

  private async python(request: SearchRequest): Promise<string> {
    const { mast } = this.searching;
    const columns = request.kind === 'mast' ? await (await mast.client()).columns() : undefined;
    return asPython(request, columns);
  }
}
