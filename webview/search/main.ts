import type { Message } from '../../src/protocol/messages';
import { RpcClient } from '../../src/protocol/rpc-client';
import type { SearchEvents, SearchMethods } from '../../src/protocol/search';
import '../image/image.css';
import { registerControls } from '../ui/controls';
import { parseKept } from './kept-state';
import { SearchPage } from './search-page';

interface VsCodeApi {
  postMessage(message: Message): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

const vscode = acquireVsCodeApi();
const client = new RpcClient<SearchMethods, SearchEvents>({
  post: (message) => vscode.postMessage(message),
  onMessage: (listener) => {
    const receive = (event: MessageEvent<unknown>): void => listener(event.data);
    window.addEventListener('message', receive);
    return () => window.removeEventListener('message', receive);
  },
});

registerControls();
const page = new SearchPage(client, parseKept(vscode.getState()), (kept) => vscode.setState(kept));
document.body.append(page.element);
client.ready();
void page.open();
