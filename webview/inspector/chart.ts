import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { element } from '../ui/dom';
import type { ChartStyle } from './chart-style';
import { onThemeChange, readStyle } from './chart-style';

/** What a chart is made of, but for its size; colours come from `style()` at each drawing. */
export type ChartOptions = Pick<uPlot.Options, 'series' | 'axes' | 'scales' | 'padding'> & {
  /** Once, when the plot is in the page. */
  readonly ready?: (plot: uPlot) => void;
  /** The plot has a size, or another one. */
  readonly onSize?: () => void;
  /** Over what is drawn, at each drawing. */
  readonly draw?: (plot: uPlot) => void;
  /** The pointer, or `point`, moved to a sample, or away: the index then is undefined. */
  readonly onPoint?: (index: number | undefined) => void;
};

/**
 * A uPlot that fills its element, follows its size and the theme, and is made when it first has room.
 * It has no legend, and its own ways of zooming are off. uPlot sets styles through the object model
 * only, which the policy of the page allows.
 */
export class Chart {
  readonly element = element('div', { class: 'chart' });
  readonly #make: (style: () => ChartStyle) => ChartOptions;
  #style: ChartStyle | undefined;
  #data: uPlot.AlignedData | undefined;
  #plot: uPlot | undefined;

  constructor(make: (style: () => ChartStyle) => ChartOptions) {
    this.#make = make;
    new ResizeObserver(() => this.#fit()).observe(this.element);
    onThemeChange(() => {
      this.#style = undefined;
      this.#plot?.redraw(false);
    });
  }

  /** Undefined until the chart has both room and data. */
  get plot(): uPlot | undefined {
    return this.#plot;
  }

  show(data: uPlot.AlignedData): void {
    this.#data = data;
    if (this.#plot === undefined) {
      this.#fit();
    } else {
      this.#plot.setData(data);
    }
  }

  /** Moves the reading position to a sample, as the pointer would. */
  point(index: number | undefined): void {
    const plot = this.#plot;
    const x = index === undefined ? undefined : plot?.data[0][index];
    plot?.setCursor({
      left: typeof x === 'number' ? plot.valToPos(x, 'x') : -10,
      top: typeof x === 'number' ? plot.over.clientHeight / 2 : -10,
    });
  }

  #fit(): void {
    const { clientWidth: width, clientHeight: height } = this.element;
    if (width === 0 || height === 0 || this.#data === undefined) {
      return;
    }
    if (this.#plot === undefined) {
      this.#plot = this.#create(this.#data, width, height);
    } else if (this.#plot.width !== width || this.#plot.height !== height) {
      this.#plot.setSize({ width, height });
    }
  }

  #create(data: uPlot.AlignedData, width: number, height: number): uPlot {
    const style = (): ChartStyle => (this.#style ??= readStyle(this.element));
    const { ready, onSize, draw, onPoint, ...options } = this.#make(style);
    const nothing = (): null => null;
    return new uPlot(
      {
        ...options,
        width,
        height,
        legend: { show: false },
        cursor: {
          y: false,
          drag: { x: false, y: false, setScale: false },
          bind: { dblclick: nothing, mousedown: nothing, mouseup: nothing },
          points: { size: 6, fill: () => style().marker, stroke: () => style().marker },
        },
        hooks: {
          ready: [(plot) => ready?.(plot), () => onSize?.()],
          setSize: [() => onSize?.()],
          draw: [(plot) => draw?.(plot)],
          setCursor: [
            ({ cursor }) =>
              onPoint?.((cursor.left ?? -1) < 0 ? undefined : (cursor.idx ?? undefined)),
          ],
        },
      },
      data,
      this.element,
    );
  }
}

/** An axis in the colours of the theme. `side`: 2 is below, 3 is on the left. */
export function chartAxis(
  side: 2 | 3,
  style: () => ChartStyle,
  options: Omit<uPlot.Axis, 'side'>,
): uPlot.Axis {
  const grid = { stroke: () => style().grid, width: 1 };
  return {
    side,
    font: style().font,
    stroke: () => style().text,
    grid,
    ticks: { ...grid, size: 4 },
    gap: 3,
    size: side === 2 ? 24 : (_, values) => axisWidth(values),
    ...options,
  };
}

/** The room the longest text takes, at about 6.2 pixels a character. */
function axisWidth(values: readonly string[] | null): number {
  const longest = Math.max(1, ...(values ?? []).map((text) => text.length));
  return Math.ceil(longest * 6.2) + 10;
}
