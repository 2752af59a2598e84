import type { Message } from '../../src/protocol/messages';
import { WebviewClient } from '../../src/protocol/rpc';
import { registerControls } from '../ui/controls';
import './image.css';
import { parseState } from './state';
import { Viewer } from './viewer';

interface VsCodeApi {
  postMessage(message: Message): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

const vscode = acquireVsCodeApi();
const client = new WebviewClient({
  post: (message) => vscode.postMessage(message),
  onMessage: (listener) => {
    const receive = (event: MessageEvent<unknown>): void => listener(event.data);
    window.addEventListener('message', receive);
    return () => window.removeEventListener('message', receive);
  },
});

registerControls();
const viewer = new Viewer(client, {
  load: () => parseState(vscode.getState()),
  save: (state) => vscode.setState(state),
});
document.body.append(viewer.element);
client.ready();
viewer.open();
