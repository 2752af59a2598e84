import type { Limits } from '../../src/protocol/methods';
import { formatNumber } from '../image/format';
import { element } from '../ui/dom';

export interface LimitHandleOptions {
  readonly which: 'low' | 'high';
  /** The value at a horizontal position on the page. */
  valueAt(clientX: number): number;
  onMove(to: number): void;
  /** A drag begins, or has ended. */
  onDrag(dragging: boolean): void;
}

/** Parts of the range a key moves a limit by. */
const FINE = 1 / 200;
const COARSE = 1 / 20;

/** One of the two display limits on the histogram: a line to drag, or to move with the arrow keys. */
export class LimitHandle {
  readonly element: HTMLElement;
  readonly #options: LimitHandleOptions;
  #value = 0;
  #range: Limits = { low: 0, high: 1 };

  constructor(options: LimitHandleOptions) {
    this.#options = options;
    const name = options.which === 'low' ? 'Low limit' : 'High limit';
    this.element = element('div', {
      class: `limit limit-${options.which}`,
      title: `${name}: drag, or move with the arrow keys`,
      attributes: {
        role: 'slider',
        tabindex: '0',
        'aria-label': name,
        'aria-orientation': 'horizontal',
      },
    });
    this.element.addEventListener('pointerdown', (event) => this.#drag(event));
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
    // uPlot listens below: a press here is no business of its own.
    this.element.addEventListener('mousedown', (event) => event.stopPropagation());
  }

  show(value: number, range: Limits, unit: string | undefined): void {
    this.#value = value;
    this.#range = range;
    const share = (value - range.low) / (range.high - range.low);
    this.element.style.left = `${Math.min(Math.max(share, 0), 1) * 100}%`;
    this.element.classList.toggle('beyond', share < 0 || share > 1);
    const text = formatNumber(value, 6);
    this.element.setAttribute('aria-valuemin', String(range.low));
    this.element.setAttribute('aria-valuemax', String(range.high));
    this.element.setAttribute('aria-valuenow', String(value));
    this.element.setAttribute('aria-valuetext', unit === undefined ? text : `${text} ${unit}`);
  }

  #drag(down: PointerEvent): void {
    if (down.button !== 0) {
      return;
    }
    down.preventDefault();
    this.element.focus();
    this.element.setPointerCapture(down.pointerId);
    this.#options.onDrag(true);
    // Taken beside the line, it does not jump under the pointer.
    const offset = this.#value - this.#options.valueAt(down.clientX);
    const within = Math.abs(offset) < (this.#range.high - this.#range.low) / 20 ? offset : 0;
    const move = (event: PointerEvent): void => {
      this.#options.onMove(this.#options.valueAt(event.clientX) + within);
    };
    this.element.addEventListener('pointermove', move);
    this.element.addEventListener(
      'lostpointercapture',
      () => {
        this.element.removeEventListener('pointermove', move);
        this.#options.onDrag(false);
      },
      { once: true },
    );
  }

  #onKey(event: KeyboardEvent): void {
    const { low, high } = this.#range;
    const step = (high - low) * (event.shiftKey ? COARSE : FINE);
    const page = (high - low) * COARSE;
    const to = {
      ArrowLeft: this.#value - step,
      ArrowDown: this.#value - step,
      ArrowRight: this.#value + step,
      ArrowUp: this.#value + step,
      PageDown: this.#value - page,
      PageUp: this.#value + page,
      Home: low,
      End: high,
    }[event.key];
    if (to !== undefined && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      event.stopPropagation();
      this.#options.onMove(to);
    }
  }
}
