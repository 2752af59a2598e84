import { DISPLAY_DEFAULTS } from '../../../src/protocol/display';
import type { Message } from '../../../src/protocol/messages';
import { HostServer, RemoteError } from '../../../src/protocol/rpc';
import type { Stand } from './host';
import { makeHandlers, skyOf } from './host';

/** What the runner finds in the page. */
export interface HarnessWindow {
  acquireVsCodeApi: () => unknown;
  stand: Stand;
  skyOf: typeof skyOf;
  violations: string[];
  settings: (origin: 0 | 1) => void;
}

const harness = window as unknown as HarnessWindow;
const scenario = new URLSearchParams(location.search).get('scenario') ?? '';
const stand: Stand = {
  scenario,
  tiles: [],
  copied: [],
  asked: [],
  saved: [],
  remembered: null,
  waiting: new Set(),
  cancelled: 0,
  downloads: 0,
  released: 0,
  settings: (settings) => {
    server.emit('settings', { pixelOrigin: 1, display: DISPLAY_DEFAULTS, ...settings });
  },
};

harness.stand = stand;
harness.skyOf = skyOf;
harness.violations = [];
document.addEventListener('securitypolicyviolation', (event) => {
  harness.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
});

if (new URLSearchParams(location.search).has('no-webgl')) {
  const getContext = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, ...args: unknown[]) {
    return args[0] === 'webgl2' ? null : Reflect.apply(getContext, this, args);
  } as typeof getContext;
}

const hostListeners = new Set<(message: unknown) => void>();
const server = new HostServer(
  {
    post: (message) => {
      const data = structuredClone(message);
      setTimeout(() => window.dispatchEvent(new MessageEvent('message', { data })));
    },
    onMessage: (listener) => {
      hostListeners.add(listener);
      return () => hostListeners.delete(listener);
    },
  },
  makeHandlers(stand),
  (error) =>
    error instanceof RemoteError
      ? error
      : { code: 'protocol', message: String(error), hint: undefined, retryable: false },
  () => {
    stand.settings({});
    server.emit('transfer', {
      requests: 12,
      bytes: 8.4e6,
      rounds: 3,
      milliseconds: 1400,
      size: 83.8e6,
    });
  },
);
harness.settings = (pixelOrigin) => stand.settings({ pixelOrigin });

harness.acquireVsCodeApi = () => ({
  postMessage: (message: Message) => {
    const data = structuredClone(message);
    setTimeout(() => hostListeners.forEach((listener) => listener(data)));
  },
  getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') as unknown,
  setState: (state: unknown) => sessionStorage.setItem('state', JSON.stringify(state)),
});
