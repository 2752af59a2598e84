import { LinkedViewers } from '../../../../src/extension/editors/linked-viewers';
import type { LinkNews, LinkState } from '../../../../src/protocol/match';
import { Camera } from '../../../../webview/image/camera';
import type { Position } from '../../../../webview/image/view';
import { ViewLink } from '../../../../webview/match/view-link';
import type { OverlayStand, ShownPlane } from '../../../../webview/overlay/stand';

/** An image on the sky: its scale in degrees a pixel, and the pixel at (150°, 2°). North is up. */
export interface Sky {
  readonly scale: number;
  readonly at: Position;
}

const SIZE = { width: 600, height: 500 };
const [LONGITUDE, LATITUDE] = [150, 2];

const MILLISECONDS_PER_FRAME = 16;

/** Takes all that is drawn. */
const NO_PAPER = new Proxy({} as CanvasRenderingContext2D, {
  get: () => () => undefined,
  set: () => true,
});

/** How long messages take, in milliseconds: anew for each. */
export type Delay = (of: 'message' | 'sky') => number;

/** Pages with a picture each and the host between them. Messages of one page arrive in their order. */
export class LinkedPages {
  readonly viewers = new LinkedViewers();
  /** Every move the host was told of: which page, and where. */
  readonly moves: { readonly page: number; readonly latitude: number }[] = [];
  #pages = 0;

  constructor(readonly delay: Delay) {}

  add(sky: Sky): LinkedPage {
    const number = this.#pages;
    this.#pages += 1;
    return new LinkedPage(this, number, sky);
  }
}

export class LinkedPage {
  readonly camera = new Camera();
  readonly link: ViewLink;
  /** The methods it asked for. */
  readonly asked: string[] = [];
  readonly troubles: string[] = [];
  readonly #canvas = new EventTarget();
  readonly #up: (deliver: () => void) => void;

  constructor(
    pages: LinkedPages,
    number: number,
    public sky: Sky,
  ) {
    const { delay } = pages;
    this.#up = inOrder(() => delay('message'));
    const down = inOrder(() => delay('message'));
    let hear: (state: LinkState) => void = () => undefined;
    const linkable = pages.viewers.add({ emit: (_, state) => down(() => hear(state)) });
    const answers: Record<string, (params: never) => unknown> = {
      link: ({ linked }: { linked: boolean }) => {
        linkable.link(linked);
        return null;
      },
      tellView: (news: LinkNews) => {
        if (news.view !== undefined) {
          pages.moves.push({ page: number, latitude: news.view.latitude });
        }
        return { move: linkable.tell(news) };
      },
      toSky: ({ positions }: { positions: Uint8Array }) =>
        mapped(positions, (at) => this.skyOf(at)),
      toPixels: ({ positions }: { positions: Uint8Array }) =>
        mapped(positions, (at) => this.#pixelOf(at)),
    };
    const host = {
      on: (_: string, listener: (state: LinkState) => void) => (hear = listener),
      request: (method: string, params: never, options?: { readonly signal?: AbortSignal }) => {
        this.asked.push(method);
        return new Promise((resolve, reject) => {
          options?.signal?.addEventListener('abort', () => reject(new Error('aborted')));
          this.#up(() => {
            const reply = answers[method]?.(params);
            const wait = method.startsWith('to') ? delay('sky') : 0;
            setTimeout(() => down(() => resolve(reply)), wait);
          });
        });
      },
    };
    const picture = {
      camera: this.camera,
      canvas: this.#canvas,
      addLayer: () => undefined,
      redrawOverlay: () => undefined,
      look: (view: { centre: Position; zoom: number }) =>
        this.user((camera) => camera.choose(view)),
    };
    Object.defineProperty(picture, 'chosen', { get: () => this.camera.chosen });
    this.camera.canvas = { width: 400, height: 300 };
    this.link = new ViewLink({ host, picture } as unknown as OverlayStand, {
      onChange: () => undefined,
      onTrouble: ({ message }) => this.troubles.push(message),
    });
    this.show(1);
  }

  /** Shows a plane of an HDU, in the view there is or in one that is given. */
  show(hdu: number, slice: readonly number[] = [], size = SIZE): void {
    this.camera.image = size;
    this.link.shown({ ref: { hdu, slice }, plane: size } as unknown as ShownPlane);
  }

  /** Does something with the view, which is drawn with the next frame. */
  user(move: (camera: Camera) => void): void {
    move(this.camera);
    setTimeout(() => this.link.layer.draw(NO_PAPER, this.camera), MILLISECONDS_PER_FRAME);
  }

  /** The pointer at a place of the canvas, or nowhere. */
  point(at: Position | undefined): void {
    const event = new Event(at === undefined ? 'pointerleave' : 'pointermove');
    this.#canvas.dispatchEvent(Object.assign(event, { offsetX: at?.[0], offsetY: at?.[1] }));
  }

  /** What is in the middle, in degrees, and the degrees a device pixel. */
  get looks(): readonly [longitude: number, latitude: number, scale: number] {
    const { centre = [NaN, NaN], view } = this.camera;
    return [...this.skyOf(centre), this.sky.scale / (view?.zoom ?? NaN)];
  }

  skyOf([x, y]: Position): [number, number] {
    const { scale, at } = this.sky;
    const latitude = LATITUDE + (y - at[1]) * scale;
    return [LONGITUDE - ((x - at[0]) * scale) / Math.cos((latitude * Math.PI) / 180), latitude];
  }

  #pixelOf([longitude, latitude]: Position): [number, number] {
    const { scale, at } = this.sky;
    const east = (longitude - LONGITUDE) * Math.cos((latitude * Math.PI) / 180);
    return [at[0] - east / scale, at[1] + (latitude - LATITUDE) / scale];
  }
}

/** Delivers one after the other, none sooner than the one before it. */
function inOrder(delay: () => number): (deliver: () => void) => void {
  let last = 0;
  return (deliver) => {
    last = Math.max(last, Date.now() + delay());
    setTimeout(deliver, last - Date.now());
  };
}

function mapped(
  bytes: Uint8Array,
  map: (pair: Position) => [number, number],
): { positions: Uint8Array } {
  const numbers = new Float64Array(bytes.slice().buffer);
  for (let k = 0; k < numbers.length; k += 2) {
    numbers.set(map([numbers[k] as number, numbers[k + 1] as number]), k);
  }
  return { positions: new Uint8Array(numbers.buffer) };
}
