import type { Limits } from '../../src/protocol/methods';
import { element, setText } from '../ui/dom';
import type { Curve } from './curve';
import type { DisplayModel } from './display';
import type { Tick } from './ticks';
import { ticksOf } from './ticks';
import './colour-bar.css';

/** What the bar is a key to. */
export interface ShownColours {
  readonly limits: Limits;
  readonly unit: string | undefined;
  /** The colour table of the picture: red, green, blue, alpha from the lowest colour on. */
  readonly colours: Uint8Array;
  readonly curve: Curve;
}

/** Height of the strip, its inner edges and its parts, in CSS pixels; also in colour-bar.css. */
export const STRIP = { height: 34, edge: 12, top: 6, bar: 9, tick: 3, font: 11 } as const;
/** Room for one label, in CSS pixels. */
const LABEL_ROOM = 96;
/** Colours of the table that the strip on the page goes through. */
const STOPS = 256;
/** Ticks between the two ends, at most and at least. */
const MOST_TICKS = 5;
const FEWEST_TICKS = 1;

/** The strip below the picture that says which colour is which value. */
export class ColourBar {
  readonly element: HTMLElement;
  readonly #bar = element('div', { class: 'colour-strip' });
  readonly #scale = element('div', { class: 'colour-scale' });
  readonly #unit = element('span', { class: 'colour-unit' });
  #shown = true;
  /** Whether there is a picture, or one to come. */
  #expected = false;
  #current: ShownColours | undefined;
  #drawn: Uint8Array | undefined;
  #ticks = '';

  constructor(display: DisplayModel) {
    this.element = element(
      'div',
      { class: 'colour-bar', attributes: { role: 'img', 'aria-label': 'Colour bar' } },
      [element('div', { class: 'colour-middle' }, [this.#bar, this.#scale]), this.#unit],
    );
    const describe = (): void => {
      const { colourMap, inverted, stretch } = display.current;
      this.element.title = `Colour map ${colourMap}${inverted ? ', inverted' : ''}, stretch ${stretch} (K hides the colour bar)`;
    };
    display.onChange(describe);
    describe();
    new ResizeObserver(() => this.#showTicks()).observe(this.#scale);
    this.#layout();
  }

  /** Whether the user wants it; without a picture there is none all the same. */
  get shown(): boolean {
    return this.#shown;
  }

  set shown(shown: boolean) {
    this.#shown = shown;
    this.#layout();
  }

  /**
   * Called at every change of the picture: does nothing where nothing changed. While the colours of a
   * picture that is `expected` are not known, the bar keeps its place: else the stage would change its
   * size, and the picture jump, at every step through a cube.
   */
  update(colours: ShownColours | undefined, expected: boolean): void {
    this.#expected = expected;
    this.#current = colours ?? (expected ? this.#current : undefined);
    this.element.classList.toggle('waiting', colours === undefined);
    this.#layout();
    if (colours === undefined) {
      return;
    }
    if (this.#drawn !== colours.colours) {
      this.#drawn = colours.colours;
      this.#bar.style.backgroundImage = gradientOf(colours.colours);
    }
    setText(this.#unit, colours.unit ?? '');
    this.#showTicks();
  }

  /** Draws the strip as it is shown, `scale` device pixels a CSS pixel, for a picture of it. */
  paint(
    context: CanvasRenderingContext2D,
    place: {
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly scale: number;
    },
  ): void {
    const { x, y, width, scale } = place;
    const { height, edge, top, bar, tick, font } = STRIP;
    const style = getComputedStyle(this.element);
    context.save();
    context.translate(x, y);
    context.scale(scale, scale);
    context.fillStyle = style.backgroundColor;
    context.fillRect(0, 0, width / scale, height);
    context.fillStyle = style.color;
    context.font = `${font}px ${style.fontFamily}`;
    context.textBaseline = 'top';
    const unit = this.#current?.unit ?? '';
    const unitRoom = unit === '' ? 0 : context.measureText(unit).width + 10;
    const length = Math.max(1, width / scale - 2 * edge - unitRoom);
    if (this.#current !== undefined) {
      context.drawImage(rowOf(this.#current.colours), edge, top, length, bar);
    }
    context.fillText(unit, edge + length + 10, top);
    for (const { at, text } of this.#ticksFor(length)) {
      context.textAlign = at === 0 ? 'left' : at === 1 ? 'right' : 'center';
      context.fillRect(edge + at * (length - 1), top + bar, 1, tick);
      context.fillText(text, edge + at * length, top + bar + tick + 1);
    }
    context.restore();
  }

  #layout(): void {
    this.element.hidden = !this.#shown || !this.#expected;
  }

  #ticksFor(length: number): Tick[] {
    if (this.#current === undefined) {
      return [];
    }
    const room = Math.floor(length / LABEL_ROOM) - 2;
    const count = Math.min(Math.max(room, FEWEST_TICKS), MOST_TICKS);
    return ticksOf(this.#current.limits, this.#current.curve, count);
  }

  #showTicks(): void {
    const length = this.#scale.clientWidth;
    if (length === 0) {
      return;
    }
    const ticks = this.#ticksFor(length);
    const key = JSON.stringify(ticks);
    if (key === this.#ticks) {
      return;
    }
    this.#ticks = key;
    this.#scale.replaceChildren(
      ...ticks.map(({ at, text }) => {
        const side = at === 0 ? ' colour-first' : at === 1 ? ' colour-last' : '';
        const tick = element('span', { class: `colour-tick${side}`, text });
        tick.style.left = `${at * 100}%`;
        return tick;
      }),
    );
    const said = ticks.map(({ text }) => text).join(', ');
    this.element.setAttribute('aria-label', `Colour bar: ${said} ${this.#current?.unit ?? ''}`);
  }
}

/** The table as a gradient from left to right. */
function gradientOf(colours: Uint8Array): string {
  const last = colours.length / 4 - 1;
  const stops = Array.from({ length: STOPS }, (_, k) => {
    const at = Math.round((k / (STOPS - 1)) * last) * 4;
    return `rgb(${colours[at]} ${colours[at + 1]} ${colours[at + 2]})`;
  });
  return `linear-gradient(to right, ${stops.join(', ')})`;
}

/** The table as a picture one pixel high. */
function rowOf(colours: Uint8Array): HTMLCanvasElement {
  const row = document.createElement('canvas');
  row.width = colours.length / 4;
  row.height = 1;
  const pixels = new ImageData(new Uint8ClampedArray(colours), row.width, 1);
  row.getContext('2d')?.putImageData(pixels, 0, 0);
  return row;
}
