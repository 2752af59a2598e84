import { element } from '../ui/dom';
import type { Position, Size } from './view';

/** The box a drag draws over the picture. */
export class RubberBand {
  readonly element = element('div', { class: 'rubber-band' });

  constructor() {
    this.hide();
  }

  /** Between two canvas positions. */
  show(from: Position, to: Position, canvas: Size): void {
    const { style } = this.element;
    const percent = (pixels: number, whole: number): string => `${(100 * pixels) / whole}%`;
    style.left = percent(Math.min(from[0], to[0]), canvas.width);
    style.top = percent(Math.min(from[1], to[1]), canvas.height);
    style.width = percent(Math.abs(to[0] - from[0]), canvas.width);
    style.height = percent(Math.abs(to[1] - from[1]), canvas.height);
    this.element.hidden = false;
  }

  hide(): void {
    this.element.hidden = true;
  }
}
