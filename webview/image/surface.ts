import type { Renderer } from './renderer';
import { createRenderer } from './renderer';
import type { Rgb } from './scene';
import { element } from '../ui/dom';
import type { Position, Size } from './view';

/** Safari does not tell the exact box. */
const EXACT_BOX = 'devicePixelContentBoxSize' in ResizeObserverEntry.prototype;

/** The canvas element: as many pixels as the screen has under it, and a renderer. */
export class Surface {
  readonly canvas: HTMLCanvasElement;
  readonly renderer: Renderer;
  #background: Rgb | undefined;

  /** `onChange` is called when the size or the theme changed; the canvas is empty then. */
  constructor(onChange: () => void) {
    this.canvas = element('canvas', {
      class: 'picture',
      attributes: { tabindex: '0', role: 'application', 'aria-roledescription': 'image' },
    });
    // No pixels before the layout is known: the picture is asked for at the size it will have.
    this.canvas.width = 0;
    this.canvas.height = 0;
    this.renderer = createRenderer(this.canvas);
    this.canvas.dataset['renderer'] = this.renderer.name;
    new ResizeObserver(([entry]) => {
      if (entry !== undefined) {
        const { width, height } = devicePixels(entry);
        this.canvas.width = width;
        this.canvas.height = height;
        onChange();
      }
    }).observe(this.canvas, EXACT_BOX ? { box: 'device-pixel-content-box' } : {});
    // VS Code changes the classes of the body and the variables on the root when the theme changes.
    const theme = new MutationObserver(() => {
      this.#background = undefined;
      onChange();
    });
    theme.observe(document.body, { attributes: true, attributeFilter: ['class'] });
    theme.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
  }

  get size(): Size {
    return { width: this.canvas.width, height: this.canvas.height };
  }

  /** The colour around the picture: the editor's. */
  get background(): Rgb {
    this.#background ??= backgroundOf(this.canvas);
    return this.#background;
  }

  /** The canvas position, in device pixels, of a pointer event. */
  position(event: { readonly clientX: number; readonly clientY: number }): Position {
    const box = this.canvas.getBoundingClientRect();
    return [
      ((event.clientX - box.left) * this.canvas.width) / box.width,
      ((event.clientY - box.top) * this.canvas.height) / box.height,
    ];
  }
}

function backgroundOf(canvas: HTMLCanvasElement): Rgb {
  const parts = getComputedStyle(canvas).backgroundColor.match(/[\d.]+/g) ?? [];
  const [red = 0, green = 0, blue = 0] = parts.map(Number);
  return [red, green, blue];
}

function devicePixels(entry: ResizeObserverEntry): Size {
  const box = EXACT_BOX ? entry.devicePixelContentBoxSize[0] : undefined;
  return box === undefined
    ? {
        width: Math.round(entry.contentRect.width * devicePixelRatio),
        height: Math.round(entry.contentRect.height * devicePixelRatio),
      }
    : { width: box.inlineSize, height: box.blockSize };
}
