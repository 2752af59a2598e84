import uPlot from 'uplot';
import { formatNumber } from '../image/format';
import type { ChartOptions } from '../inspector/chart';
import { Chart, chartAxis } from '../inspector/chart';
import type { ChartStyle } from '../inspector/chart-style';
import { tickTexts } from '../inspector/ticks';
import { element, setText } from '../ui/dom';
import { angleText } from './region-words';

/** Values over a distance. */
export interface DistanceProfile {
  /** Pixels from the start. */
  readonly distances: Float64Array;
  readonly values: Float64Array;
  /** How far the values scatter, each way; NaN where unknown. */
  readonly scatter: Float64Array | undefined;
  /** Degrees a pixel, or undefined. */
  readonly scale: number | undefined;
  /** Said of a sample, after its value. */
  note(index: number): string;
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  PageDown: -10,
  PageUp: 10,
};

/** The values along a line, or around a centre, and what is read off them. */
export class DistancePlot {
  readonly element: HTMLElement;
  readonly #reading = element('p', {
    class: 'page-reading',
    attributes: { 'aria-live': 'polite', 'data-field': 'profile-reading' },
  });
  readonly #chart = new Chart((style) => this.#options(style));
  #profile: DistanceProfile | undefined;
  #unit: string | undefined;
  #point: number | undefined;

  constructor() {
    const plot = this.#chart.element;
    plot.tabIndex = 0;
    plot.setAttribute('role', 'img');
    plot.addEventListener('keydown', (event) => this.#onKey(event));
    plot.addEventListener('blur', () => this.#chart.point(undefined));
    this.element = element('div', { class: 'profile' }, [plot, this.#reading]);
  }

  /** @param name for screen readers: `Profile along the line`. */
  show(profile: DistanceProfile, name: string, unit: string | undefined): void {
    if (profile === this.#profile && unit === this.#unit) {
      return;
    }
    this.#profile = profile;
    this.#unit = unit;
    const inUnit = unit === undefined ? '' : `, values in ${unit}`;
    this.#chart.element.setAttribute(
      'aria-label',
      `${name}, distance in pixels${inUnit}. Arrow keys read the values.`,
    );
    this.#chart.show([
      Array.from(profile.distances),
      Array.from(profile.values, (value) => (Number.isFinite(value) ? value : null)),
    ]);
    this.#showReading();
  }

  #options(style: () => ChartStyle): ChartOptions {
    return {
      padding: [6, 16, 0, 0],
      scales: {
        x: { time: false, range: (_, low, high) => (low < high ? [0, high] : [0, low + 1]) },
        y: { range: (_, low, high) => this.#valueRange(low, high) },
      },
      series: [
        {},
        {
          stroke: () => style().line,
          width: 1.25,
          points: { size: 4, fill: () => style().line, stroke: () => style().line },
        },
      ],
      axes: [
        chartAxis(2, style, { space: 56, values: (_, ticks) => tickTexts(ticks) }),
        chartAxis(3, style, { space: 26, values: (_, ticks) => tickTexts(ticks) }),
      ],
      draw: (plot) => this.#drawScatter(plot, style().fill),
      onPoint: (index) => {
        this.#point = index;
        this.#showReading();
      },
    };
  }

  /** Room for the scatter too; a flat profile gets a range around its value. */
  #valueRange(low: number | null, high: number | null): [number, number] {
    if (low === null || high === null) {
      return [0, 1];
    }
    const { values, scatter } = this.#profile ?? {};
    let [from, to] = [low, high];
    scatter?.forEach((width, at) => {
      const value = values?.[at] ?? Number.NaN;
      if (Number.isFinite(value) && Number.isFinite(width)) {
        from = Math.min(from, value - width);
        to = Math.max(to, value + width);
      }
    });
    const margin = to > from ? (to - from) * 0.06 : Math.abs(from) * 0.01 || 1;
    return [from - margin, to + margin];
  }

  /** A bar through each value, as far as it scatters. */
  #drawScatter(plot: uPlot, colour: string): void {
    const { distances, values, scatter } = this.#profile ?? {};
    if (scatter === undefined || values === undefined || distances === undefined) {
      return;
    }
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    ctx.beginPath();
    scatter.forEach((width, at) => {
      const value = values[at] ?? Number.NaN;
      if (Number.isFinite(value) && Number.isFinite(width)) {
        const x = Math.round(plot.valToPos(distances[at] ?? 0, 'x', true)) + 0.5;
        ctx.moveTo(x, plot.valToPos(value - width, 'y', true));
        ctx.lineTo(x, plot.valToPos(value + width, 'y', true));
      }
    });
    ctx.strokeStyle = colour;
    ctx.lineWidth = 2 * uPlot.pxRatio;
    ctx.stroke();
    ctx.restore();
  }

  #showReading(): void {
    const profile = this.#profile;
    const index = this.#point ?? 0;
    const distance = profile?.distances[index];
    const value = profile?.values[index] ?? Number.NaN;
    if (profile === undefined || distance === undefined) {
      setText(this.#reading, '');
      return;
    }
    const angle = angleText(profile.scale && distance * profile.scale);
    const where = `${formatNumber(distance, 5)} px${angle === undefined ? '' : ` (${angle})`}`;
    const known = Number.isFinite(value);
    const unit = known && this.#unit !== undefined ? ` ${this.#unit}` : '';
    const text = known ? formatNumber(value, 7) : 'no value';
    setText(this.#reading, `${where}: ${text}${unit}${profile.note(index)}`);
  }

  #onKey(event: KeyboardEvent): void {
    const last = (this.#profile?.distances.length ?? 0) - 1;
    if (last < 0 || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const { key } = event;
    const step = Object.hasOwn(STEPS, key) ? (STEPS[key] ?? 0) : undefined;
    const to =
      key === 'Home'
        ? 0
        : key === 'End'
          ? last
          : step === undefined
            ? undefined
            : this.#point === undefined
              ? 0
              : this.#point + step * (event.shiftKey ? 10 : 1);
    if (to !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      this.#chart.point(Math.min(Math.max(to, 0), last));
    }
  }
}
