import type { CatalogEvents, CatalogMethods } from '../../src/protocol/catalog';
import type { Message } from '../../src/protocol/messages';
import { RpcClient } from '../../src/protocol/rpc-client';
import '../image/image.css';
import { registerControls } from '../ui/controls';
import { CatalogPage } from './catalog-page';
import { parseKept } from './kept-state';

interface VsCodeApi {
  postMessage(message: Message): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

const vscode = acquireVsCodeApi();
const client = new RpcClient<CatalogMethods, CatalogEvents>({
  post: (message) => vscode.postMessage(message),
  onMessage: (listener) => {
    const receive = (event: MessageEvent<unknown>): void => listener(event.data);
    window.addEventListener('message', receive);
    return () => window.removeEventListener('message', receive);
  },
});

registerControls();
const page = new CatalogPage(client, parseKept(vscode.getState()), (kept) => vscode.setState(kept));
document.body.append(page.element);
client.ready();
