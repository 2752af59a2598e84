import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { Meter } from '../../core/bytes/meter';
import { readDatasetRef } from '../../core/catalogs/request/read-request';
import type { DatasetRef } from '../../core/catalogs/request/request';
import { isCancelled, sentence } from '../../core/errors';
import { startThread } from '../../platform/node/worker-thread';
import type { CatalogColumn, CatalogEvents, CatalogMethods } from '../../protocol/catalog';
import { RpcServer } from '../../protocol/rpc-server';
import { toWireError } from '../../worker/wire-error';
import { portOf } from '../editors/port';
import { throttle } from '../editors/throttle';
import { buildHtml } from '../editors/webview-html';
import type { Host } from '../host';
import { nameResolver } from '../names';
import { catalogLimits, onSettings, pixelOrigin } from '../settings';
import { visibleName } from '../views/display';
import { type CatalogActions, catalogHandlers } from './catalog-handlers';
import { CatalogModel } from './catalog-model';
import type { CatalogServices } from './catalog-services';
import { CatalogWorker } from './catalog-worker';
import { DatasetPlaces } from './dataset-places';
import { CATALOG_PANEL } from './ids';
import { matchChoices } from './match-choices';
import { readPlace } from './place';
import { FolderServer } from './serve-folders';

interface OpenPanel {
  readonly panel: vscode.WebviewPanel;
  readonly model: CatalogModel;
  /** Shows a row of the table, as soon as the page is there. */
  reveal(row: number): void;
}

/** Objects of the rows of one result: texts are among them. */
const HEAP_MEGABYTES = 4096;
/** How often the page is told of what is under way, milliseconds. */
const TELL_PROGRESS = 250;

/** The panels of catalogues that are open: one for each data set, or result that is kept. */
export class OpenCatalogPanels {
  private readonly open = new Set<OpenPanel>();
  private readonly closing = new Set<Promise<void>>();
  private active: OpenPanel | undefined;

  constructor(
    private readonly host: Host,
    private readonly services: Pick<CatalogServices, 'results' | 'known'>,
  ) {}

  /** Shows a data set: in the panel that shows it already, where there is one. */
  openCatalog(dataset: DatasetRef): void {
    const known = [...this.open].find(({ model }) => isSame(model.shown, dataset));
    if (known !== undefined) {
      known.panel.reveal();
      return;
    }
    this.start(this.attach(this.create()).model, dataset);
  }

  /**
   * Shows a result that is kept, and a row of it.
   *
   * @throws SkybucketError `not-found` where it is kept no more
   */
  async showResult(id: string, row?: number): Promise<void> {
    const shown = (): OpenPanel | undefined =>
      [...this.open].find(({ model }) => model.resultId === id);
    // Asked first, so that no panel is made for a result that is gone. Another call may have made one meanwhile.
    const kept = shown() === undefined ? await this.services.results.get(id) : undefined;
    const known = shown();
    const opened = known ?? this.attach(this.create());
    opened.panel.reveal();
    if (row !== undefined) {
      opened.reveal(row);
    }
    if (known === undefined && kept !== undefined) {
      await opened.model.showKept(kept);
    }
  }

  /** A panel of an earlier session, as it was left. */
  bringBack(panel: vscode.WebviewPanel, state: unknown): void {
    const { model } = this.attach(panel);
    const { dataset, result } = (state ?? {}) as Readonly<Record<string, unknown>>;
    void this.bringModelBack(model, dataset, result).catch((error: unknown) =>
      this.host.log.warn(error instanceof Error ? error.message : String(error)),
    );
  }

  /**
   * The columns of a data set; none where several catalogues lie there.
   *
   * @throws SkybucketError what reading its schema throws
   */
  async columnsOf(dataset: DatasetRef): Promise<readonly CatalogColumn[]> {
    const shown = [...this.open].find(({ model }) => isSame(model.shown, dataset))?.model.catalog;
    if (shown !== undefined) {
      return shown.columns;
    }
    this.services.known.expect(dataset);
    return this.withWorker(async (worker) => {
      const reply = await worker.request('openCatalog', { dataset });
      return 'columns' in reply ? reply.columns : [];
    });
  }

  /** Does something with a worker of its own, which ends with it. */
  async withWorker<T>(work: (worker: CatalogWorker) => Promise<T>): Promise<T> {
    const worker = this.worker(this.host.session.child(), (reason) => this.host.log.error(reason));
    try {
      return await work(worker);
    } finally {
      await worker.close();
    }
  }

  /** Ends what runs, and waits until what came of it is kept. The panels stay, to be brought back. */
  async close(): Promise<void> {
    this.open.forEach(({ model }) => this.end(model));
    await Promise.all(this.closing);
  }

  private end(model: CatalogModel): void {
    const closing = model
      .dispose()
      .catch((error: unknown) => this.host.log.warn(sentence(error)))
      .finally(() => this.closing.delete(closing));
    this.closing.add(closing);
  }

  private async bringModelBack(
    model: CatalogModel,
    dataset: unknown,
    result: unknown,
  ): Promise<void> {
    let failure: unknown;
    if (typeof result === 'string') {
      try {
        await model.showKept(await this.services.results.get(result));
        return;
      } catch (error) {
        if (isCancelled(error) || model.resultId !== undefined) {
          // The panel is closed, or says itself why the rows cannot be read.
          throw error;
        }
        failure = error;
      }
    }
    try {
      if (dataset !== undefined && dataset !== null) {
        this.start(model, readDatasetRef(dataset));
      }
    } catch (error) {
      failure ??= error;
    }
    if (failure !== undefined) {
      model.failResult(failure);
    }
  }

  private start(model: CatalogModel, dataset: DatasetRef): void {
    this.services.known.expect(dataset);
    // The page asks for it, too, and shows what goes wrong.
    model.openCatalog(dataset).catch((error: unknown) => {
      if (!isCancelled(error)) {
        this.host.log.warn(error instanceof Error ? error.message : String(error));
      }
    });
  }

  private create(): vscode.WebviewPanel {
    return vscode.window.createWebviewPanel(
      CATALOG_PANEL,
      vscode.l10n.t('Catalogue'),
      vscode.ViewColumn.Active,
      // What is typed, and where one has scrolled to, is kept by the page itself; rows are in the worker.
      { retainContextWhenHidden: false },
    );
  }

  private attach(panel: vscode.WebviewPanel): OpenPanel {
    const { host } = this;
    const { webview } = panel;
    const folder = vscode.Uri.joinPath(host.context.extensionUri, 'dist', 'webview');
    webview.options = { enableScripts: true, localResourceRoots: [folder] };

    const meter = host.session.child();
    const model = this.model(meter);
    let isThere = false;
    let awaited: number | undefined;
    const tell = (): void => {
      soon.cancel();
      const { state } = model;
      panel.title = visibleName(state.title);
      server.emit('state', state);
    };
    const soon = throttle(tell, TELL_PROGRESS);
    const listening = vscode.Disposable.from(
      model.onDidChange((change) => (change === 'state' ? tell() : soon())),
      onSettings(['catalogs'], () => tell()),
      onSettings(['pixelOrigin'], () => server.emit('settings', { pixelOrigin: pixelOrigin() })),
    );
    const server: RpcServer<CatalogMethods, CatalogEvents> = new RpcServer(
      portOf(webview),
      catalogHandlers(host, model, { ...this.actions(), isThere: () => isThere }),
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
    const follow = (): void => {
      if (panel.active) {
        this.active = opened;
        host.showMeter({ meter, size: undefined }, CATALOG_PANEL);
      } else if (this.active === opened) {
        this.active = undefined;
        host.showMeter(undefined, CATALOG_PANEL);
      }
    };
    panel.onDidChangeViewState(() => {
      if (!panel.visible) {
        // Its page goes away, and says so when it is back.
        isThere = false;
        server.suspend();
      }
      follow();
    });
    panel.onDidDispose(() => {
      this.open.delete(opened);
      if (this.active === opened) {
        this.active = undefined;
        host.showMeter(undefined, CATALOG_PANEL);
      }
      soon.cancel();
      listening.dispose();
      server.dispose();
      this.end(model);
    });
    webview.html = buildHtml({
      language: vscode.env.language,
      title: panel.title,
      cspSource: webview.cspSource,
      nonce: crypto.randomUUID(),
      script: webview.asWebviewUri(vscode.Uri.joinPath(folder, 'catalog.js')).toString(),
      style: webview.asWebviewUri(vscode.Uri.joinPath(folder, 'catalog.css')).toString(),
    });
    follow();
    return opened;
  }

  private model(meter: Meter): CatalogModel {
    const { host } = this;
    const { results, known } = this.services;
    return new CatalogModel({
      ...{ meter, results, chosen: host.chosen, limits: catalogLimits, now: Date.now },
      worker: (onDeath) => this.worker(meter, onDeath),
      nameOf: (dataset) => known.nameOf(dataset),
      matchChoices: (but) => matchChoices(this.services, but),
      newId: () => randomBytes(10).toString('hex'),
      onProblem: (error) => host.log.error(error instanceof Error ? error : String(error)),
    });
  }

  private worker(meter: Meter, onDeath: (reason: string) => void): CatalogWorker {
    const { host } = this;
    const script = host.context.asAbsolutePath('dist/catalog-worker.js');
    const options = {
      onOutput: (text: string) => host.log.warn(text),
      heapMegabytes: HEAP_MEGABYTES,
    };
    const places = new DatasetPlaces(host);
    return new CatalogWorker({
      startThread: () => startThread(script, options),
      serveFolders: () => new FolderServer(places, meter),
      onDeath,
    });
  }

  private actions(): Omit<CatalogActions, 'isThere'> {
    const { host } = this;
    const resolveName = nameResolver(host);
    return {
      copy: (text) => Promise.resolve(vscode.env.clipboard.writeText(text)),
      exportTable: (...table) => host.exportTable(...table),
      place: (text, signal) => readPlace(text, resolveName, signal),
      openMoc: async (signal) => (await import('./moc-file')).openMoc(host, signal),
      save: (name, data) => host.saveFile(name, data),
    };
  }
}

function isSame(one: DatasetRef | undefined, other: DatasetRef): boolean {
  return one?.uri === other.uri && one.part === other.part;
}
