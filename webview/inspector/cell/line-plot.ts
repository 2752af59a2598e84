import type uPlot from 'uplot';
import type { ChartOptions } from '../chart';
import { Chart, chartAxis } from '../chart';
import type { ChartStyle } from '../chart-style';
import { tickTexts } from '../ticks';

export interface LineView {
  /** Places of the values as they are counted, ascending. */
  readonly index: readonly number[];
  /** One line, or the real and the imaginary part. */
  readonly lines: readonly (readonly (number | null)[])[];
  readonly label: string;
}

const STEPS = { ArrowLeft: -1, ArrowRight: 1, PageDown: -10, PageUp: 10 } as const;

/** The values of a one-dimensional array along their index. */
export class CellLine {
  readonly #chart = new Chart((style) => this.#options(style));
  readonly #onPoint: (point: number | undefined) => void;
  #view: LineView | undefined;
  #point: number | undefined;

  /** @param onPoint the pointer, or a key, is at a value of the view, or at none. */
  constructor(onPoint: (point: number | undefined) => void) {
    this.#onPoint = onPoint;
    const { element } = this.#chart;
    element.classList.add('chart-cell');
    element.tabIndex = 0;
    element.setAttribute('role', 'img');
    element.addEventListener('keydown', (event) => this.#onKey(event));
    element.addEventListener('blur', () => this.#chart.point(undefined));
  }

  get element(): HTMLElement {
    return this.#chart.element;
  }

  show(view: LineView): void {
    this.#view = view;
    this.element.setAttribute('aria-label', `${view.label} Arrow keys read the values.`);
    const [first = [], second] = view.lines;
    // Two lines always: a plot cannot have another number of them later.
    this.#chart.show([[...view.index], [...first], [...(second ?? first.map(() => null))]]);
  }

  #options(style: () => ChartStyle): ChartOptions {
    const series = (colour: keyof ChartStyle): uPlot.Series => ({
      stroke: () => style()[colour],
      width: 1.25,
      points: { size: 4, fill: () => style()[colour], stroke: () => style()[colour] },
    });
    return {
      padding: [6, 20, 0, 0],
      scales: {
        x: {
          time: false,
          range: (_, low, high) => (low < high ? [low, high] : [low - 1, low + 1]),
        },
        y: { range: (_, low, high) => withRoom(low, high) },
      },
      series: [{}, series('line'), series('marker')],
      axes: [
        chartAxis(2, style, { space: 56, values: (_, ticks) => tickTexts(ticks) }),
        chartAxis(3, style, { space: 26, values: (_, ticks) => tickTexts(ticks) }),
      ],
      onPoint: (point) => {
        this.#point = point;
        this.#onPoint(point);
      },
    };
  }

  #onKey(event: KeyboardEvent): void {
    const last = (this.#view?.index.length ?? 0) - 1;
    if (last < 0 || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const { key } = event;
    const step = Object.hasOwn(STEPS, key) ? STEPS[key as keyof typeof STEPS] : undefined;
    const at = this.#point ?? (step !== undefined && step < 0 ? last + 1 : -1);
    const to = key === 'Home' ? 0 : key === 'End' ? last : step && at + step;
    if (to !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      this.#chart.point(Math.min(Math.max(to, 0), last));
    }
  }
}

function withRoom(low: number | null, high: number | null): [number, number] {
  if (low === null || high === null) {
    return [0, 1];
  }
  const margin = high > low ? (high - low) * 0.06 : Math.abs(low) * 0.01 || 1;
  return [low - margin, high + margin];
}
