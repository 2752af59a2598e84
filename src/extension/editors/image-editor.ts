import * as vscode from 'vscode';
import type { HduLine } from '../../protocol/methods';
import { HostServer, type WireError } from '../../protocol/rpc';
import { toWireError } from '../../worker/wire-error';
import { nameResolver } from '../names';
import type { Services } from '../services';
import { onSettings, overviewBytes, setPixelOrigin } from '../settings';
import { OverlayReveal } from '../catalogs-sky/overlay-reveal';
import { documentName } from '../uris';
import { ImageDocument } from './image-document';
import { type Actions, imageHandlers } from './image-handlers';
import { type Linkable, LinkedViewers } from './linked-viewers';
import { tellingParts } from './match-handlers';
import type { OpenDocuments } from './open-documents';
import { portOf } from './port';
import { RowReveal } from './row-reveal';
import { buildHtml } from './webview-html';

/** The viewer that has the user's attention. */
interface Active {
  readonly panel: vscode.WebviewPanel;
  readonly document: ImageDocument;
  readonly server: HostServer;
}

/** Shows FITS images: one document for each file, any number of editors for each document. */
export class ImageEditor implements vscode.CustomReadonlyEditorProvider<ImageDocument> {
  private active: Active | undefined;
  private readonly documents: OpenDocuments;
  private readonly linkedViewers = new LinkedViewers();

  constructor(private readonly services: Services) {
    const { documents, chosen } = services;
    this.documents = documents;
    chosen.onDidChange((result) => documents.broadcast('chosenChanged', { result }));
  }

  /** Reads nothing: what goes wrong with the file is told where the picture would be. */
  openCustomDocument(uri: vscode.Uri): ImageDocument {
    const document: ImageDocument = new ImageDocument(uri, this.services, this.documents, () => {
      if (this.active?.document === document) {
        this.showMeter();
      }
    });
    return document;
  }

  resolveCustomEditor(document: ImageDocument, panel: vscode.WebviewPanel): void {
    const { webview } = panel;
    const folder = vscode.Uri.joinPath(this.services.context.extensionUri, 'dist', 'webview');
    webview.options = { enableScripts: true, localResourceRoots: [folder] };

    const linkable = this.linkedViewers.add({ emit: (name, body) => server.emit(name, body) });
    const actions = this.actions(document, linkable);
    const handlers = imageHandlers(document.file, actions, overviewBytes);
    const row = new RowReveal(panel, (shown) => server.emit('revealRow', shown));
    const overlay = new OverlayReveal(panel, (result) => server.emit('overlayResult', { result }));
    const pageLeft = (): void => [row, overlay].forEach((reveal) => reveal.pageLeft());
    const learn = (lines: readonly HduLine[]): void => {
      document.entry.learn(lines);
      // Once the answer that tells the viewer of them is on its way.
      setTimeout(() => [row, overlay].forEach((reveal) => reveal.partsTold()), 0);
    };
    const server: HostServer = new HostServer(
      portOf(webview),
      { ...handlers, structure: tellingParts(handlers.structure, learn) },
      (error) => this.wireError(error),
      () => {
        pageLeft();
        document.greet(server);
        linkable.greet();
      },
    );
    const listening = vscode.Disposable.from(
      document.add(server, { row, overlay }),
      onSettings(['pixelOrigin', 'image'], () => document.greet(server)),
    );
    const onViewState = (): void => {
      if (!panel.visible) {
        server.suspend();
        pageLeft();
      }
      this.follow({ panel, document, server });
    };
    panel.onDidChangeViewState(onViewState);
    panel.onDidDispose(() => {
      listening.dispose();
      linkable.dispose();
      server.dispose();
      this.leave(panel);
    });

    webview.html = buildHtml({
      language: vscode.env.language,
      title: document.uri.path.split('/').at(-1) ?? '',
      cspSource: webview.cspSource,
      nonce: crypto.randomUUID(),
      script: webview.asWebviewUri(vscode.Uri.joinPath(folder, 'image.js')).toString(),
      style: webview.asWebviewUri(vscode.Uri.joinPath(folder, 'image.css')).toString(),
    });
    this.follow({ panel, document, server });
  }

  /** Tells the active viewer to export its picture; false where there is none. */
  exportPng(): boolean {
    this.active?.server.emit('exportPng', null);
    return this.active !== undefined;
  }

  private actions({ uri, entry }: ImageDocument, linkable: Linkable): Actions {
    const { services } = this;
    const name = documentName(uri);
    return {
      copy: (text) => Promise.resolve(vscode.env.clipboard.writeText(text)),
      download: () => services.download(uri),
      save: (proposed, data) => services.exportPng(proposed, data),
      exportTable: (...table) => services.exportTable(...table),
      openRegions: () => services.openRegions(),
      saveRegions: (...file) => services.saveRegions(...file),
      remember: (state) => services.views.remember(name, state),
      restore: () => Promise.resolve(services.views.restore(name)),
      countFrom: setPixelOrigin,
      openCutout: (proposed, data) => services.openCutout(proposed, data),
      saveCutout: (proposed, data) => services.saveCutout(proposed, data),
      resolveName: nameResolver(services),
      openFiles: () => entry.others(),
      linkable,
      showRow: async (id, hdu, row) => this.documents.get(id).showRow({ hdu, row }),
      chosen: services.chosen,
    };
  }

  /** The status bar shows the active viewer. A panel may become active before another ceases to be. */
  private follow(viewer: Active): void {
    if (viewer.panel.active) {
      this.active = viewer;
      this.showMeter();
    } else {
      this.leave(viewer.panel);
    }
  }

  private leave(panel: vscode.WebviewPanel): void {
    if (this.active?.panel === panel) {
      this.active = undefined;
      this.showMeter();
    }
  }

  private showMeter(): void {
    const document = this.active?.document;
    this.services.showMeter(
      document && {
        meter: document.meter,
        // Known later than the meter is shown; what comes from the cache is never told of.
        get size() {
          return document.file.size;
        },
        get copy() {
          return document.file.copy;
        },
      },
    );
  }

  private wireError(error: unknown): WireError {
    const wire = toWireError(error);
    if (wire.code === 'protocol' && error instanceof Error) {
      this.services.log.error(error);
    }
    return wire;
  }
}
