import type { StatisticsReply } from '../../src/protocol/methods';
import { formatBytes, formatCount } from '../../src/protocol/figures';
import type { Host } from '../image/host';
import { DemandLine } from '../inspector/demand-line';
import { OnDemand } from '../inspector/on-demand';
import { createButton } from '../ui/button';
import { element } from '../ui/dom';
import type { LineData } from './line-data';
import { hostStatistics, statisticsOf, statisticsRows } from './line-statistics';
import type { LineStatistics } from './line-statistics';
import type { LineTarget } from './line-loader';

/** Bytes that are read without asking: of a remote file, and where they are at hand. */
const FREE_REMOTE = 4e6;
const FREE_LOCAL = 512e6;
/** How long a view rests before its statistics are made, in milliseconds. */
const REST = 400;

export interface StatisticsView {
  readonly target: LineTarget;
  /** The pixels `[x0, x1)` in sight. */
  readonly seen: { readonly x0: number; readonly x1: number };
  /** Each of these pixels, where the plot has them all. */
  readonly pixels: LineData | undefined;
  readonly origin: 0 | 1;
}

/** Statistics of the pixels in sight: from the plot where it has every pixel, else by reading them. */
export class SpectrumStatistics {
  readonly element: HTMLElement;
  readonly #host: Host;
  readonly #list = element('dl', { class: 'spectrum-figures' });
  readonly #offer = element('div', { class: 'spectrum-offer' });
  readonly #line = new DemandLine({
    name: 'these pixels',
    onRead: () => this.#demand.ask(),
    onCancel: () => this.#demand.cancel(),
  });
  readonly #demand = new OnDemand<StatisticsReply, StatisticsReply>(() => this.#show(), REST);
  #view: StatisticsView | undefined;
  #agreed = '';
  #drawn = '';
  #offered = '';

  constructor(host: Host) {
    this.#host = host;
    this.element = element(
      'section',
      {
        class: 'spectrum-statistics',
        attributes: { 'aria-label': 'Statistics of what is in sight' },
      },
      [this.#list, this.#line.element, this.#offer],
    );
  }

  show(view: StatisticsView | undefined): void {
    this.#view = view;
    const { target, seen } = view ?? {};
    const reads =
      view !== undefined &&
      view.pixels === undefined &&
      (this.#isFree(view) || this.#agreed === keyOf(view));
    if (!reads || target === undefined || seen === undefined) {
      this.#demand.want(undefined);
    } else {
      const box = { ...seen, y0: 0, y1: 1 };
      this.#demand.want({
        key: keyOf(view),
        cost: undefined,
        read: (signal, onProgress) =>
          this.#host.request('statistics', { ...target.ref, ...box }, { signal, onProgress }),
      });
    }
    this.#show();
  }

  #show(): void {
    const view = this.#view;
    const { state } = this.#demand;
    const offers =
      view !== undefined &&
      view.pixels === undefined &&
      !this.#isFree(view) &&
      this.#agreed !== keyOf(view);
    this.#draw(view && this.#known(view), view?.origin ?? 1);
    const soFar = state.kind === 'reading' ? state.progress : undefined;
    const share = soFar === undefined ? 0 : soFar.pixels / Math.max(1, soFar.pixelsInBox);
    this.#line.show(state, { share, text: `${Math.floor(share * 100)} %` });
    this.#showOffer(offers && view !== undefined ? view : undefined);
  }

  #known(view: StatisticsView): LineStatistics | undefined {
    const { state } = this.#demand;
    if (view.pixels !== undefined) {
      return statisticsOf(view.pixels, view.seen);
    }
    return state.kind === 'done' ? hostStatistics(state.reply) : undefined;
  }

  #draw(known: LineStatistics | undefined, origin: 0 | 1): void {
    const rows = known === undefined ? [] : statisticsRows(known, origin);
    const key = JSON.stringify(rows);
    if (key === this.#drawn) {
      return;
    }
    this.#drawn = key;
    this.#list.replaceChildren(
      ...rows.map(([name, text, exact]) =>
        element('div', { attributes: { 'data-row': name } }, [
          element('dt', { text: name }),
          element('dd', { text, title: exact }),
        ]),
      ),
    );
  }

  /** A button that says what the statistics cost, where they do not come by themselves. */
  #showOffer(view: StatisticsView | undefined): void {
    const text =
      view === undefined
        ? ''
        : `Read ${formatBytes(bytesOf(view))} for the statistics of these ${formatCount(view.seen.x1 - view.seen.x0)} pixels`;
    if (text !== this.#offered) {
      this.#offered = text;
      const onClick = (): void => {
        this.#agreed = this.#view === undefined ? '' : keyOf(this.#view);
        this.show(this.#view);
      };
      this.#offer.replaceChildren(
        ...(text === '' ? [] : [createButton({ label: text, onClick }).element]),
      );
    }
  }

  #isFree(view: StatisticsView): boolean {
    return bytesOf(view) <= (view.target.plane.local ? FREE_LOCAL : FREE_REMOTE);
  }
}

function keyOf({ target, seen }: StatisticsView): string {
  return `${JSON.stringify(target.ref)} ${seen.x0} ${seen.x1}`;
}

function bytesOf({ target: { plane }, seen }: StatisticsView): number {
  return Math.round((seen.x1 - seen.x0) * (plane.bytesPerRow / plane.width));
}
