import type { Message } from '../../src/protocol/messages';
import type { TransferFigures, ViewerSettings } from '../../src/protocol/methods';
import { WebviewClient } from '../../src/protocol/rpc';
import { registerControls } from '../ui/controls';
import './image.css';
import type { KeptState } from './state';
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

/** What this editor showed before its page went away, else what any editor of the file showed last. */
async function keptState(): Promise<KeptState | undefined> {
  const own = parseState(vscode.getState());
  if (own !== undefined) {
    return own;
  }
  // Without it the file opens as for the first time; nothing is lost that could be told about.
  const remembered = await client.request('restore', {}).catch(() => undefined);
  return parseState(remembered?.state);
}

async function start(): Promise<void> {
  registerControls();
  let transfer: TransferFigures | undefined;
  const stop = client.on('transfer', (figures) => {
    transfer = figures;
  });
  const greeting = new Promise<ViewerSettings>((resolve) => client.on('settings', resolve));
  client.ready();
  const [settings, kept] = await Promise.all([greeting, keptState()]);
  stop();
  const viewer = new Viewer(client, settings, kept, (state) => vscode.setState(state));
  if (transfer !== undefined) {
    viewer.setTransfer(transfer);
  }
  document.body.append(viewer.element);
  viewer.open();
}

void start();
