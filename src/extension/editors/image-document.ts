import * as vscode from 'vscode';
import type { Meter } from '../../core/bytes/meter';
import type { HostEvent, HostEvents, TransferFigures } from '../../protocol/methods';
import type { HostServer } from '../../protocol/rpc';
import type { Services } from '../services';
import { displayDefaults, pixelOrigin } from '../settings';
import { baseName, documentName } from '../uris';
import { ImageFile } from './image-file';
import { imageThread } from './image-worker';
import type { OpenDocuments, OpenEntry } from './open-documents';
import type { RowReveal } from './row-reveal';
import type { OverlayReveal } from '../catalogs-sky/overlay-reveal';
import { imageRegions } from '../catalogs-sky/image-regions';
import { throttle } from './throttle';

const MILLISECONDS_PER_TRANSFER = 200;

/** Programs write a file in pieces; one reload is enough. */
const MILLISECONDS_TO_SETTLE = 400;

/** How a webview is brought to the front to show something. */
export interface Reveals {
  readonly row: RowReveal;
  readonly overlay: OverlayReveal;
}

/** One opened file, shared by all editors that show it. */
export class ImageDocument implements vscode.CustomDocument {
  readonly meter: Meter;
  readonly file: ImageFile;
  /** In the list of those whose files others may read. */
  readonly entry: OpenEntry;
  private readonly servers = new Map<HostServer, Reveals>();
  private readonly watcher: vscode.Disposable | undefined;
  private readonly tellTransfer = throttle(() => {
    this.broadcast('transfer', this.transfer());
    this.onTransfer();
  }, MILLISECONDS_PER_TRANSFER);
  private readonly reloadSoon = throttle(() => this.file.reload(), MILLISECONDS_TO_SETTLE);

  /**
   * @param documents all that are open, this one from now on among them.
   * @param onTransfer called a few times a second while bytes come in.
   */
  constructor(
    readonly uri: vscode.Uri,
    services: Services,
    documents: OpenDocuments,
    private readonly onTransfer: () => void,
  ) {
    this.meter = services.session.child(this.tellTransfer);
    const { context, log } = services;
    const name = uri.with({ query: '', fragment: '' }).toString(true);
    const script = context.asAbsolutePath('dist/image-worker.js');
    this.file = new ImageFile({
      open: () => services.open(uri),
      openOther: async (reference) =>
        (await documents.open(reference)) ?? services.openOther(uri, reference),
      documentOf: (reference) => documents.documentOf(reference),
      startThread: imageThread(script, (text) => log.warn(text)),
      meter: this.meter,
      onReload: () => {
        log.info(`${name} changed and is read anew.`);
        this.entry.renew();
        this.broadcast('reload', null);
      },
      onDeath: (reason) => log.error(`The worker of ${name} died. ${reason}`),
    });
    this.entry = documents.add({
      title: this.title,
      open: () => services.open(uri),
      openOther: (reference) => services.openOther(uri, reference),
      broadcast: (event, body) => this.broadcast(event, body),
      // Any of them will do: most documents have one.
      showRow: (row) => [...this.servers.values()].at(-1)?.row.show(row),
      overlay: (result) => [...this.servers.values()].at(-1)?.overlay.show(result),
      regions: (signal) => {
        const { title, entry, file } = this;
        const state = services.views.restore(documentName(uri));
        return imageRegions({ title, file, lines: entry.lines, state }, signal);
      },
    });
    this.watcher = uri.scheme === 'file' ? this.watch() : undefined;
  }

  /** A webview that is to be told what happens to the file. */
  add(server: HostServer, reveals: Reveals): vscode.Disposable {
    this.servers.set(server, reveals);
    return new vscode.Disposable(() => this.servers.delete(server));
  }

  /** Tells a webview what the settings are and what reading has cost so far. */
  greet(server: HostServer): void {
    server.emit('settings', { pixelOrigin: pixelOrigin(), display: displayDefaults() });
    server.emit('transfer', this.transfer());
  }

  broadcast<E extends HostEvent>(name: E, body: HostEvents[E]): void {
    for (const server of this.servers.keys()) {
      server.emit(name, body);
    }
  }

  dispose(): void {
    this.entry.remove();
    this.watcher?.dispose();
    this.tellTransfer.cancel();
    this.reloadSoon.cancel();
    void this.file.close();
  }

  private get title(): string {
    return baseName(this.uri);
  }

  private transfer(): TransferFigures {
    return { ...this.meter.figures(), size: this.file.size };
  }

  private watch(): vscode.Disposable {
    // The whole folder, because a file name may hold any character that means something in a glob.
    const folder = vscode.Uri.joinPath(this.uri, '..');
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(folder, '*'),
    );
    const reload = (changed: vscode.Uri): void => {
      if (changed.path === this.uri.path) {
        this.reloadSoon();
      }
    };
    return vscode.Disposable.from(
      watcher,
      watcher.onDidChange(reload),
      watcher.onDidCreate(reload),
    );
  }
}
