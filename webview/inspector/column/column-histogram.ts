import type { Limits } from '../../../src/protocol/methods';
import type {
  ColumnHistogramReply,
  ColumnLine,
  ColumnStatisticsReply,
} from '../../../src/protocol/table';
import { createButton } from '../../ui/button';
import { element, setText } from '../../ui/dom';
import { isDrawable, keptWithin, zoomed } from '../axis';
import { DemandLine } from '../demand-line';
import type { Want } from '../on-demand';
import { OnDemand } from '../on-demand';
import type { RowsContext } from '../table-context';
import { viewKey } from '../table-context';
import type { BinChoice } from './bins';
import { binCount, binsOver, wholeNumbers } from './bins';
import { ColumnPlot } from './column-plot';
import { beyondText, columnBinText, finiteRange } from './column-text';
import { RangeFields } from './range-fields';

/** How many rows have which values of a numeric column; its range is zoomed, dragged or typed. */
export class ColumnHistogram {
  readonly element: HTMLElement;
  readonly #context: RowsContext;
  readonly #plot: ColumnPlot;
  readonly #line: DemandLine;
  readonly #fields = new RangeFields((range) => this.#choose(range));
  readonly #reading = element('p', {
    class: 'page-reading',
    attributes: { 'data-field': 'bin', 'aria-live': 'polite' },
  });
  readonly #beyond = element('p', { class: 'page-note', attributes: { 'data-field': 'beyond' } });
  readonly #log = createButton({
    label: 'Logarithmic counts',
    text: 'Log',
    look: 'icon',
    onClick: () => this.#toggleLog(),
  });
  readonly #demand = new OnDemand<ColumnHistogramReply, { readonly done: number }>(() =>
    this.#draw(),
  );
  #isLog = false;
  #column: ColumnLine | undefined;
  #statistics: ColumnStatisticsReply | undefined;
  /** What the counts are of; another column or view starts afresh. */
  #of = '';
  /** The range that was dragged, zoomed or typed; undefined for all values. */
  #chosen: Limits | undefined;
  #shown: { readonly reply: ColumnHistogramReply; readonly choice: BinChoice } | undefined;

  constructor(context: RowsContext) {
    this.#context = context;
    this.#plot = new ColumnPlot({
      onZoom: (factor, share) => this.#zoom(factor, share),
      onRange: (low, high) => this.#choose({ low, high }),
      onWhole: () => this.#choose(undefined),
      onSize: () => this.#ask(),
      onBin: (bin) => this.#showBin(bin),
    });
    this.#line = new DemandLine({
      name: 'this column for a histogram',
      onRead: () => this.#demand.ask(),
      onCancel: () => this.#demand.cancel(),
    });
    const all = createButton({
      label: 'All values',
      text: 'All',
      look: 'icon',
      title: 'From the smallest to the largest value (double click)',
      onClick: () => this.#choose(undefined),
    });
    this.#log.setPressed(false);
    this.element = element('section', { class: 'column-histogram' }, [
      element('div', { class: 'page-tools' }, [
        element('h3', { text: 'Histogram' }),
        element('span', { class: 'spacer' }),
        this.#log.element,
        all.element,
      ]),
      this.#plot.element,
      this.#reading,
      this.#fields.element,
      this.#beyond,
      this.#line.element,
    ]);
  }

  /** Shows the distribution of a column of which the statistics are known; of none without. */
  show(column: ColumnLine | undefined, statistics: ColumnStatisticsReply | undefined): void {
    const sound = column?.numeric === true && statistics !== undefined;
    const possible = sound && statistics.count - statistics.nan - statistics.infinite > 0;
    this.element.hidden = !possible;
    const of = possible ? `${viewKey(this.#context.table)}/${column.index}` : '';
    this.#column = column;
    this.#statistics = statistics;
    if (of !== this.#of) {
      this.#of = of;
      this.#chosen = undefined;
      this.#shown = undefined;
      this.#plot.element.hidden = true;
    }
    this.#ask();
  }

  hide(): void {
    this.#demand.hide();
  }

  get #whole(): Limits | undefined {
    return this.#statistics && finiteRange(this.#statistics);
  }

  #ask(): void {
    const { table, host } = this.#context;
    const column = this.#column;
    const statistics = this.#statistics;
    const width = this.element.clientWidth === 0 ? 0 : this.#plot.width || 240;
    if (this.#of === '' || column === undefined || table.hdu === undefined) {
      this.#demand.want(undefined);
    } else if (statistics !== undefined && width > 0) {
      const ref = { hdu: table.hdu, view: table.view };
      const choice = this.#choiceOf(column, binCount(statistics.count, width));
      const want: Want<ColumnHistogramReply, { readonly done: number }> = {
        key: [this.#of, choice.bins, choice.range?.join()].join('/'),
        cost: table.table?.local
          ? undefined
          : (signal) =>
              host.request('columnsCost', { hdu: ref.hdu, columns: [column.index] }, { signal }),
        read: (signal, onProgress) =>
          host.request(
            'columnHistogram',
            { ...ref, column: column.index, bins: choice.bins, range: choice.range },
            { signal, onProgress },
          ),
      };
      this.#demand.want(want);
    }
    this.#draw();
  }

  #choiceOf(
    { type }: ColumnLine,
    count: number,
  ): { readonly bins: number; readonly range: readonly [number, number] | undefined } {
    const range = this.#chosen ?? this.#whole;
    if (range === undefined || range.low === range.high) {
      return { bins: count, range: undefined };
    }
    const { low, high, bins } = binsOver(range, count, type);
    return { bins, range: [low, high] };
  }

  #draw(): void {
    const { state } = this.#demand;
    if (state.kind === 'done' && state.reply !== this.#shown?.reply) {
      const { low, high, counts } = state.reply;
      this.#shown = { reply: state.reply, choice: { low, high, bins: counts.length } };
    }
    const done = state.kind === 'reading' ? (state.progress?.done ?? 0) : 0;
    this.#line.show(state, { share: done, text: `${Math.floor(done * 100)} %` });
    const shown = this.#shown;
    // All values are the same: a bar as wide as the plot would say less than the statistics.
    const drawn = shown !== undefined && shown.choice.low < shown.choice.high;
    this.#plot.element.hidden = !drawn;
    this.#fields.element.hidden = !drawn;
    if (!drawn) {
      return;
    }
    const { reply, choice } = shown;
    this.#plot.show({
      bins: { ...choice, counts: reply.counts },
      range: this.#chosen ?? choice,
      logarithmic: this.#isLog,
    });
    this.#plot.element.setAttribute(
      'aria-label',
      `Histogram of ${this.#column?.name ?? ''} in ${choice.bins} bins. Arrow keys read the counts, plus and minus zoom, zero shows all.`,
    );
    this.#fields.show(wholeNumbers(this.#chosen ?? choice, this.#column?.type ?? ''));
    setText(this.#beyond, beyondText(reply.below, reply.above));
  }

  #zoom(factor: number, share: number): void {
    const range = this.#chosen ?? this.#shown?.choice;
    const whole = this.#whole ?? this.#shown?.choice;
    if (range !== undefined && whole !== undefined) {
      const { low, high } = zoomed({ ...range, log: false, inverted: false }, factor, share);
      const bounded = keptWithin({ low, high, log: false, inverted: false }, whole);
      const isWhole = bounded.low <= whole.low && bounded.high >= whole.high;
      this.#choose(isWhole ? undefined : { low: bounded.low, high: bounded.high });
    }
  }

  #choose(range: Limits | undefined): void {
    if (range === undefined || isDrawable(range)) {
      this.#chosen = range;
      this.#ask();
    }
  }

  #toggleLog(): void {
    this.#isLog = !this.#isLog;
    this.#log.setPressed(this.#isLog);
    this.#draw();
  }

  #showBin(bin: number | undefined): void {
    const shown = this.#shown;
    const count = bin === undefined ? undefined : shown?.reply.counts[bin];
    const known = bin !== undefined && count !== undefined && shown !== undefined;
    setText(
      this.#reading,
      known ? columnBinText(shown.choice, bin, count, this.#column?.type ?? '') : '',
    );
  }
}
