import type { Box } from './boxes';

/** More than this share of the canvas is not something that lies over the picture, but in place of it. */
const MOST = 0.6;

interface Place {
  readonly of: Element;
  readonly box: Box;
}

/** Where other things lie over the picture: the slice bar, a banner, the bars of this folder. */
export class Surroundings {
  readonly #canvas: HTMLCanvasElement;
  readonly #onChange: () => void;
  readonly #sizes = new ResizeObserver(() => this.#measure());
  #stage: HTMLElement | undefined;
  #places: readonly Place[] = [];

  constructor(canvas: HTMLCanvasElement, onChange: () => void) {
    this.#canvas = canvas;
    this.#onChange = onChange;
  }

  /** Their places, in device pixels of the canvas. */
  get boxes(): readonly Box[] {
    this.#watch();
    return this.#places.map(({ box }) => box);
  }

  /** The lower end of what lies at the upper edge, in CSS pixels, but for one element; 0 for nothing. */
  below(except: Element): number {
    const { height } = this.#canvas;
    const upper = this.#places.filter(
      ({ of, box }) => of !== except && box.top + box.bottom < height,
    );
    return Math.max(0, ...upper.map(({ box }) => box.bottom)) / devicePixelRatio;
  }

  /** The canvas has its place in the page later than this is made. */
  #watch(): void {
    const stage = this.#canvas.parentElement;
    if (stage !== null && stage !== this.#stage) {
      this.#stage = stage;
      const observe = (): void => {
        this.#sizes.disconnect();
        for (const each of [stage, ...stage.children]) {
          this.#sizes.observe(each);
        }
      };
      new MutationObserver(observe).observe(stage, { childList: true });
      observe();
    }
  }

  /** Once their sizes have changed, and not in each frame: it makes the browser lay out the page. */
  #measure(): void {
    this.#places = this.#read();
    // Who is told may move something out of the way of the rest.
    this.#onChange();
    this.#places = this.#read();
  }

  #read(): readonly Place[] {
    const canvas = this.#canvas.getBoundingClientRect();
    const ratio = this.#canvas.width / canvas.width;
    const most = MOST * canvas.width * canvas.height;
    const others = [...(this.#stage?.children ?? [])].filter((each) => each !== this.#canvas);
    return others.flatMap((of) => {
      const { left, top, right, bottom, width, height } = of.getBoundingClientRect();
      if (width * height === 0 || width * height > most) {
        return [];
      }
      const box = {
        left: ratio * (left - canvas.left),
        top: ratio * (top - canvas.top),
        right: ratio * (right - canvas.left),
        bottom: ratio * (bottom - canvas.top),
      };
      return [{ of, box }];
    });
  }
}
