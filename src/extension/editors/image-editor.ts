import * as vscode from 'vscode';
import { HostServer, type Port, type WireError } from '../../protocol/rpc';
import { toWireError } from '../../worker/wire-error';
import type { Services } from '../services';
import { onSettings, overviewBytes, setPixelOrigin } from '../settings';
import { documentName } from '../uris';
import { ImageDocument } from './image-document';
import { type Actions, imageHandlers } from './image-handlers';
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

  constructor(private readonly services: Services) {}

  /** Reads nothing: what goes wrong with the file is told where the picture would be. */
  openCustomDocument(uri: vscode.Uri): ImageDocument {
    const document: ImageDocument = new ImageDocument(uri, this.services, () => {
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

    const handlers = imageHandlers(document.file, this.actions(document), overviewBytes);
    const server: HostServer = new HostServer(
      portOf(webview),
      handlers,
      (error) => this.wireError(error),
      () => document.greet(server),
    );
    const listening = vscode.Disposable.from(
      document.add(server),
      onSettings(['pixelOrigin', 'image'], () => document.greet(server)),
    );
    const onViewState = (): void => {
      if (!panel.visible) {
        server.suspend();
      }
      this.follow({ panel, document, server });
    };
    panel.onDidChangeViewState(onViewState);
    panel.onDidDispose(() => {
      listening.dispose();
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

  private actions({ uri }: ImageDocument): Actions {
    const { services } = this;
    const name = documentName(uri);
    return {
      copy: (text) => Promise.resolve(vscode.env.clipboard.writeText(text)),
      download: () => services.download(uri),
      save: (proposed, data) => services.exportPng(proposed, data),
      exportTable: (...table) => services.exportTable(...table),
      remember: (state) => services.views.remember(name, state),
      restore: () => Promise.resolve(services.views.restore(name)),
      countFrom: setPixelOrigin,
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

function portOf(webview: vscode.Webview): Port {
  return {
    // False only tells that the webview is hidden or gone, which we hear of otherwise too.
    post: (message) => webview.postMessage(message),
    onMessage: (listener) => {
      const subscription = webview.onDidReceiveMessage(listener);
      return () => {
        subscription.dispose();
      };
    },
  };
}
