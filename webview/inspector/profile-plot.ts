import uPlot from 'uplot';
import type { Position } from '../image/view';
import { element, setText } from '../ui/dom';
import type { ChartOptions } from './chart';
import { Chart, chartAxis } from './chart';
import type { ChartStyle } from './chart-style';
import { nearestSample, readingText, samplesText } from './profile-text';
import type { Profile } from './subject';
import { tickTexts } from './ticks';

export interface ProfileView {
  /** Undefined where the pixel's row or column is out of sight. */
  readonly profile: Profile | undefined;
  readonly pixel: Position;
  readonly origin: 0 | 1;
  readonly unit: string | undefined;
}

const STEPS = { ArrowLeft: -1, ArrowRight: 1, PageDown: -10, PageUp: 10 } as const;

/** The values along the row or the column of a pixel, and what is read off them. */
export class ProfilePlot {
  readonly element: HTMLElement;
  readonly #along: 'row' | 'column';
  readonly #title = element('h3');
  readonly #samples = element('span', { class: 'page-note', attributes: { 'data-field': 'kind' } });
  readonly #reading = element('p', {
    class: 'page-reading',
    attributes: { 'aria-live': 'polite', 'data-field': 'reading' },
  });
  readonly #chart = new Chart((style) => this.#options(style));
  #view: ProfileView | undefined;
  /** The sample read by the pointer or the keys; undefined reads at the pixel. */
  #point: number | undefined;

  constructor(along: 'row' | 'column') {
    this.#along = along;
    const plot = this.#chart.element;
    plot.tabIndex = 0;
    plot.setAttribute('role', 'img');
    plot.addEventListener('keydown', (event) => this.#onKey(event));
    plot.addEventListener('blur', () => this.#chart.point(undefined));
    this.element = element('section', { class: 'profile', attributes: { 'data-along': along } }, [
      element('div', { class: 'profile-title' }, [
        this.#title,
        element('span', { class: 'spacer' }),
        this.#samples,
      ]),
      plot,
      this.#reading,
    ]);
  }

  show(view: ProfileView): void {
    this.#view = view;
    const { profile, pixel, origin, unit } = view;
    const [name, fixed] = this.#along === 'row' ? ['Row y', pixel[1]] : ['Column x', pixel[0]];
    setText(this.#title, `${name} = ${fixed + origin}`);
    setText(this.#samples, profile === undefined ? 'out of sight' : samplesText(profile));
    const inUnit = unit === undefined ? '' : `, values in ${unit}`;
    this.#chart.element.setAttribute(
      'aria-label',
      `Profile along ${name.toLowerCase()} = ${fixed + origin}${inUnit}. Arrow keys read the values.`,
    );
    const positions = profile?.positions ?? new Float64Array();
    this.#chart.show([
      Array.from(positions, (position) => position + origin),
      Array.from(profile?.values ?? [], (value) => (Number.isFinite(value) ? value : null)),
    ]);
    this.#showReading();
  }

  get #axis(): 'x' | 'y' {
    return this.#along === 'row' ? 'x' : 'y';
  }

  /** Where the pixel is along the axis of the plot, 0-based. */
  get #here(): number {
    const [x, y] = this.#view?.pixel ?? [0, 0];
    return this.#along === 'row' ? x : y;
  }

  #options(style: () => ChartStyle): ChartOptions {
    return {
      padding: [6, 16, 0, 0],
      scales: {
        x: {
          time: false,
          range: (_, low, high) => (low < high ? [low, high] : [low - 1, low + 1]),
        },
        y: { range: (_, low, high) => valueRange(low, high) },
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
      draw: (plot) => this.#drawMarker(plot, style().marker),
      onPoint: (index) => {
        this.#point = index;
        this.#showReading();
      },
    };
  }

  #drawMarker(plot: uPlot, colour: CanvasRenderingContext2D['strokeStyle']): void {
    const { ctx, bbox } = plot;
    const x = Math.round(plot.valToPos(this.#here + (this.#view?.origin ?? 0), 'x', true)) + 0.5;
    if (x < bbox.left || x > bbox.left + bbox.width) {
      return;
    }
    ctx.save();
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.strokeStyle = colour;
    ctx.lineWidth = uPlot.pxRatio;
    ctx.stroke();
    ctx.restore();
  }

  #showReading(): void {
    const { profile, unit, origin } = this.#view ?? {};
    if (profile === undefined || origin === undefined) {
      setText(this.#reading, '');
      return;
    }
    const index = this.#point ?? nearestSample(profile.positions, this.#here) ?? 0;
    const position = profile.positions[index];
    const text =
      position === undefined
        ? ''
        : readingText(this.#axis, position + origin, profile.values[index], unit);
    setText(this.#reading, text);
  }

  #onKey(event: KeyboardEvent): void {
    const positions = this.#view?.profile?.positions;
    if (positions === undefined || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const at = this.#point ?? nearestSample(positions, this.#here) ?? 0;
    const last = positions.length - 1;
    const { key } = event;
    const to =
      key === 'Home'
        ? 0
        : key === 'End'
          ? last
          : Object.hasOwn(STEPS, key)
            ? at + STEPS[key as keyof typeof STEPS] * (event.shiftKey ? 10 : 1)
            : undefined;
    if (to !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      this.#chart.point(Math.min(Math.max(to, 0), last));
    }
  }
}

/** Room above and below the values; a flat profile gets a range around its value. */
function valueRange(low: number | null, high: number | null): [number, number] {
  if (low === null || high === null) {
    return [0, 1];
  }
  const margin = high > low ? (high - low) * 0.06 : Math.abs(low) * 0.01 || 1;
  return [low - margin, high + margin];
}
