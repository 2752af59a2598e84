import { element } from '../ui/dom';
import type { Position, Size } from './view';

/** From this size on, in device pixels, the pixel itself is framed too. */
const FRAMED = 10;

/** Two lines through the whole canvas that cross at a pixel. */
export class Crosshair {
  readonly #column = element('div', { class: 'crosshair-column' });
  readonly #row = element('div', { class: 'crosshair-row' });
  readonly #frame = element('div', { class: 'crosshair-frame' });
  readonly element = element('div', { class: 'crosshair' }, [this.#column, this.#row, this.#frame]);

  constructor() {
    this.hide();
  }

  /**
   * @param middle canvas position of the middle of the pixel.
   * @param side of the pixel, in device pixels.
   */
  show(middle: Position, side: number, canvas: Size, pinned: boolean): void {
    const left = `${(100 * middle[0]) / canvas.width}%`;
    const top = `${(100 * middle[1]) / canvas.height}%`;
    this.#column.style.left = left;
    this.#row.style.top = top;
    this.#frame.hidden = side < FRAMED;
    Object.assign(this.#frame.style, {
      left,
      top,
      width: `${(100 * side) / canvas.width}%`,
      height: `${(100 * side) / canvas.height}%`,
    });
    this.element.classList.toggle('pinned', pinned);
    this.element.hidden = false;
  }

  hide(): void {
    this.element.hidden = true;
  }
}
