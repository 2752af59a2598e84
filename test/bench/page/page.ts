import { DISPLAY_DEFAULTS } from '../../../src/protocol/display';
import type { Message } from '../../../src/protocol/messages';
import { HostServer } from '../../../src/protocol/rpc';
import { makeHost } from './host';

/** What a person does, as the event it makes. */
export interface Input {
  readonly type: 'pointermove' | 'wheel' | 'keydown';
  readonly clientX?: number;
  readonly clientY?: number;
  readonly deltaY?: number;
  readonly key?: string;
}

/** What the runner finds in the page. */
export interface BenchWindow {
  acquireVsCodeApi: () => unknown;
  /** Sends one input each frame; the milliseconds from frame to frame. */
  drive(inputs: readonly Input[]): Promise<number[]>;
  /** The file is opened again, as after a change. */
  reload(): void;
  /** Textures made and not deleted. */
  readonly textures: number;
}

const bench = window as unknown as BenchWindow;
const query = new URLSearchParams(location.search);

if (query.has('no-webgl')) {
  const getContext = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, ...args: unknown[]) {
    return args[0] === 'webgl2' ? null : Reflect.apply(getContext, this, args);
  } as typeof getContext;
}

const textures = new Set<WebGLTexture>();
const { createTexture, deleteTexture } = WebGL2RenderingContext.prototype;
WebGL2RenderingContext.prototype.createTexture = function () {
  const texture = createTexture.call(this);
  textures.add(texture);
  return texture;
};
WebGL2RenderingContext.prototype.deleteTexture = function (texture) {
  deleteTexture.call(this, texture);
  if (texture !== null) {
    textures.delete(texture);
  }
};
Object.defineProperty(bench, 'textures', { get: () => textures.size });

bench.drive = (inputs) =>
  new Promise((resolve) => {
    const frames: number[] = [];
    let last: number | undefined;
    const tick = (time: number): void => {
      if (last !== undefined) {
        frames.push(time - last);
      }
      last = time;
      const input = inputs[frames.length];
      if (input === undefined) {
        resolve(frames);
        return;
      }
      send(input);
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });

function send({ type, ...rest }: Input): void {
  const init = { ...rest, bubbles: true, cancelable: true };
  const canvas = document.querySelector('canvas.picture');
  if (type === 'keydown') {
    document.body.dispatchEvent(new KeyboardEvent(type, init));
  } else if (type === 'wheel') {
    canvas?.dispatchEvent(new WheelEvent(type, init));
  } else {
    // The mouse, which the runner has pressed.
    canvas?.dispatchEvent(new PointerEvent(type, { ...init, pointerId: 1, pointerType: 'mouse' }));
  }
}

let overviews = 0;
const host = makeHost(Number(query.get('side')));
const hostListeners = new Set<(message: unknown) => void>();
const server: HostServer = new HostServer(
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
  {
    ...host,
    overview: (params, call) => {
      overviews += 1;
      // For the runner, which cannot wait for anything but what selectors find.
      document.documentElement.dataset['overviews'] = String(overviews);
      return host.overview(params, call);
    },
  },
  (error) => ({ code: 'protocol', message: String(error), hint: undefined, retryable: false }),
  () => server.emit('settings', { pixelOrigin: 1, display: DISPLAY_DEFAULTS }),
);
bench.reload = () => server.emit('reload', null);

bench.acquireVsCodeApi = () => ({
  postMessage: (message: Message) => {
    const data = structuredClone(message);
    setTimeout(() => hostListeners.forEach((listener) => listener(data)));
  },
  getState: () => undefined,
  setState: () => undefined,
});
