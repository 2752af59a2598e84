import type { HistogramReply, Limits, PlaneRef } from '../../src/protocol/methods';
import { curveOf } from '../image/curve';
import type { Trouble } from '../image/host';
import { troubleOf } from '../image/host';
import { LatestOnly } from '../image/latest';
import { errorNotice } from '../image/stage';
import { createButton } from '../ui/button';
import { element, setText } from '../ui/dom';
import type { Context } from './context';
import { Change } from './context';
import { HistogramPlot } from './histogram-plot';
import type { Histogram } from './histogram-plot';
import { centreRange, defaultRange, moveLimit, wholeRange, zoomRange } from './histogram-range';
import { binText, outsideText, sourceText } from './histogram-text';
import { Pace } from './pace';
import { Page } from './page';
import type { Panel } from './panel';
import { NO_VALUES, absenceOf } from './panel';

const MOST_BINS = 2048;

interface Wanted {
  readonly ref: PlaneRef;
  readonly range: Limits;
  readonly bins: number;
}

/** How the values behind the overview are distributed, with the display limits to drag on it. */
export class HistogramPanel implements Panel {
  readonly element: HTMLElement;
  readonly #context: Context;
  readonly #plot: HistogramPlot;
  readonly #page: Page;
  readonly #of = element('p', { class: 'page-note', attributes: { 'data-field': 'of' } });
  readonly #outside = element('p', { class: 'page-note', attributes: { 'data-field': 'outside' } });
  readonly #bin = element('p', { class: 'page-reading', attributes: { 'data-field': 'bin' } });
  readonly #logarithmic = createButton({
    label: 'Logarithmic counts',
    text: 'Log',
    look: 'icon',
    onClick: () => this.#toggleLogarithmic(),
  });
  readonly #pace = new Pace(() => this.update());
  readonly #change = new Change();
  readonly #latest = new LatestOnly<Wanted>((wanted, signal) => this.#load(wanted, signal));
  #isLogarithmic = true;
  #histogram: Histogram | undefined;
  #trouble: Trouble | undefined;
  /** What was last asked for: nothing is asked for twice. */
  #asked = '';
  /** The range the user zoomed to; undefined follows the picture. */
  #chosen: Limits | undefined;
  /** The range while a limit is dragged: it stays under the hand. */
  #held: Limits | undefined;
  /** Limits on their way to the viewer, sent once a frame. */
  #moved: Limits | undefined;

  constructor(context: Context) {
    this.#context = context;
    this.#plot = new HistogramPlot({
      onMove: (which, to) => this.#move(which, to),
      onDrag: (dragging) => this.#hold(dragging),
      onZoom: (factor, value) => this.#zoom(factor, value),
      onWhole: () => this.#choose(this.#whole()),
      onSize: () => this.#pace.ask(0),
      onBin: (bin) => this.#showBin(bin),
    });
    const zoom = (factor: number): void => {
      // The limits of a faint sky lie at one end: there they would be the first to be lost.
      const { low, high } = this.#limits ?? this.#range();
      this.#choose(centreRange(this.#range(), factor, (low + high) / 2, this.#whole()));
    };
    const tools = element('div', { class: 'page-tools' }, [
      this.#logarithmic.element,
      element('span', { class: 'spacer' }),
      createButton({ label: 'Narrower range', icon: 'plus', onClick: () => zoom(0.5) }).element,
      createButton({ label: 'Wider range', icon: 'minus', onClick: () => zoom(2) }).element,
      createButton({
        label: 'From the smallest to the largest value',
        text: 'All',
        look: 'icon',
        title: 'From the smallest to the largest value (double click)',
        onClick: () => this.#choose(this.#whole()),
      }).element,
      createButton({
        label: 'Range of 99.8 % of the values and the limits',
        text: 'Default',
        look: 'icon',
        onClick: () => this.#choose(undefined),
      }).element,
    ]);
    this.#logarithmic.setPressed(true);
    this.#plot.element.classList.add('chart-histogram');
    this.#page = new Page('Histogram', [
      tools,
      this.#plot.element,
      this.#bin,
      this.#of,
      this.#outside,
    ]);
    this.element = this.#page.element;
  }

  update(): void {
    const { subject } = this.#context;
    if (this.#change.of(subject)) {
      this.#latest.cancel();
      this.#histogram = undefined;
      this.#chosen = undefined;
      this.#forget();
    }
    const { ref } = subject;
    const absence = absenceOf(subject) ?? (subject.quantiles === undefined ? NO_VALUES : undefined);
    const retry = (): void => {
      this.#forget();
      this.update();
    };
    const trouble = this.#trouble && errorNotice('No histogram', this.#trouble, retry);
    this.#page.say(absence ?? trouble);
    if (absence === undefined && trouble === undefined && ref !== undefined) {
      this.#draw();
      this.#ask({ ref, range: this.#range(), bins: Math.min(this.#plot.width, MOST_BINS) });
    }
  }

  hide(): void {
    this.#pace.cancel();
    this.#latest.cancel();
    if (this.#histogram === undefined) {
      this.#forget();
    }
  }

  get #limits(): Limits | undefined {
    return this.#moved ?? this.#context.subject.limits;
  }

  #range(): Limits {
    const { quantiles } = this.#context.subject;
    return (
      this.#held ?? this.#chosen ?? defaultRange(quantiles ?? new Float32Array(), this.#limits)
    );
  }

  #whole(): Limits {
    return wholeRange(this.#context.subject.quantiles ?? new Float32Array(), this.#limits);
  }

  #draw(): void {
    const { subject, display } = this.#context;
    const { plane, quantiles, valuesKind, overviewStep, done } = subject;
    const { stretch, parameters } = display.current;
    const limits = this.#limits;
    const distribution = quantiles && limits && { quantiles, limits };
    this.#plot.show({
      histogram: this.#histogram,
      range: this.#range(),
      limits,
      curve: curveOf(stretch, parameters, distribution),
      logarithmic: this.#isLogarithmic,
      unit: plane?.unit,
    });
    const reply = this.#histogram?.reply;
    const known = plane !== undefined && valuesKind !== undefined && overviewStep !== undefined;
    if (reply !== undefined && known) {
      const overview = { kind: valuesKind, step: overviewStep, done };
      setText(this.#of, sourceText(valuesOf(reply), plane, overview));
      setText(this.#outside, outsideText(reply));
    }
  }

  /** Asks for counts where they may differ from those last asked for. */
  #ask(wanted: Wanted): void {
    const { quantiles, done, overviewStep } = this.#context.subject;
    const middle = quantiles?.[quantiles.length >> 1];
    const { range, bins } = wanted;
    const values = [done, overviewStep, quantiles?.[0], middle, quantiles?.at(-1)];
    const key = [range.low, range.high, bins, ...values].join();
    if (bins > 0 && key !== this.#asked) {
      this.#asked = key;
      this.#latest.push(wanted);
    }
  }

  async #load({ ref, range, bins }: Wanted, signal: AbortSignal): Promise<void> {
    const { host } = this.#context;
    try {
      const reply = await host.request('histogram', { ...ref, ...range, bins }, { signal });
      this.#histogram = { reply, range };
      this.#draw();
    } catch (error) {
      this.#trouble = troubleOf(error);
      if (this.#trouble !== undefined) {
        this.update();
      }
    }
  }

  #forget(): void {
    this.#asked = '';
    this.#trouble = undefined;
  }

  #toggleLogarithmic(): void {
    this.#isLogarithmic = !this.#isLogarithmic;
    this.#logarithmic.setPressed(this.#isLogarithmic);
    this.update();
  }

  #zoom(factor: number, value: number): void {
    this.#choose(zoomRange(this.#range(), factor, value, this.#whole()));
  }

  #choose(range: Limits | undefined): void {
    this.#chosen = range;
    this.update();
  }

  #hold(dragging: boolean): void {
    this.#held = dragging ? this.#range() : undefined;
    this.update();
  }

  #move(which: 'low' | 'high', to: number): void {
    const limits = this.#limits;
    if (limits === undefined) {
      return;
    }
    if (this.#moved === undefined) {
      requestAnimationFrame(() => {
        const moved = this.#moved;
        this.#moved = undefined;
        if (moved !== undefined) {
          this.#context.onLimits(moved);
          this.update();
        }
      });
    }
    this.#moved = moveLimit(which, to, limits, this.#range());
  }

  #showBin(bin: number | undefined): void {
    const { reply, range } = this.#histogram ?? {};
    const inside = bin !== undefined && reply !== undefined && bin < reply.counts.length;
    setText(this.#bin, inside && range !== undefined ? binText(bin, reply, range) : '');
  }
}

function valuesOf({ finite, missing }: HistogramReply): number {
  return finite + missing;
}
