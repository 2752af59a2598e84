import { element } from '../../ui/dom';
import type { Spot } from './plot-gestures';
import type { PlotLayout } from './plot-layout';
import type { Places } from './plot-painter';

/** What lies over a plot: rings around two of its points, and the box that is being drawn. */
export class PlotOverlay {
  readonly nodes: readonly HTMLElement[];
  readonly #box = element('div', { class: 'range-band' });
  readonly #rings = {
    pointed: element('div', { class: 'plot-ring' }),
    chosen: element('div', { class: 'plot-ring plot-ring-chosen' }),
  };

  constructor() {
    this.nodes = [this.#rings.chosen, this.#rings.pointed, this.#box];
    this.showBox(undefined);
  }

  showBox(box: readonly [from: Spot, to: Spot] | undefined): void {
    this.#box.hidden = box === undefined;
    if (box !== undefined) {
      const [[x0, y0], [x1, y1]] = box;
      const { style } = this.#box;
      style.left = `${Math.min(x0, x1)}px`;
      style.top = `${Math.min(y0, y1)}px`;
      style.width = `${Math.abs(x1 - x0)}px`;
      style.height = `${Math.abs(y1 - y0)}px`;
    }
  }

  /** Rings a point that is in sight. */
  ring(
    which: 'pointed' | 'chosen',
    point: number | undefined,
    layout: PlotLayout | undefined,
    places: Places | undefined,
  ): void {
    const ring = this.#rings[which];
    const ratio = window.devicePixelRatio;
    const x = (places?.x[point ?? -1] ?? Number.NaN) / ratio;
    const y = (places?.y[point ?? -1] ?? Number.NaN) / ratio;
    const inside =
      layout !== undefined && x >= 0 && y >= 0 && x <= layout.width && y <= layout.height;
    ring.hidden = !inside;
    if (inside) {
      ring.style.left = `${layout.left + x}px`;
      ring.style.top = `${layout.top + y}px`;
    }
  }
}
