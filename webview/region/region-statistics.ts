import { formatCount } from '../../src/protocol/figures';
import type { PlaneReply } from '../../src/protocol/methods';
import type { RegionStatisticsReply, Shape } from '../../src/protocol/region';
import type { Host } from '../image/host';
import { DemandLine } from '../inspector/demand-line';
import { OnDemand } from '../inspector/on-demand';
import type { StatisticsRow } from '../inspector/statistics-text';
import { statisticsTable } from '../inspector/statistics-text';
import type { ShownPlane } from '../overlay/stand';
import { createButton } from '../ui/button';
import { element, setText } from '../ui/dom';
import { bytesOfShape, costOf, offerText } from './read-cost';
import { regionRows } from './region-words';

/** How long a shape rests before its pixels are read, in milliseconds: arrow keys come one by one. */
const REST = 150;

/** A region whose pixels are measured. */
export interface MeasuredRegion {
  readonly shape: Shape;
  /** Which region it is of: its numbers stay while it is changed. */
  readonly index: number;
  readonly name: string;
  /** The name of the picture they are of, while two take turns. */
  readonly side: string | undefined;
  /** False while the pointer changes it. */
  readonly settled: boolean;
}

interface PlaneKey {
  readonly plane: PlaneReply;
  /** Of the plane and the shape. */
  readonly key: string;
}

/** Statistics of the pixels in the selected region. */
export class RegionStatistics {
  readonly element: HTMLElement;
  readonly #host: Host;
  readonly #demand = new OnDemand<RegionStatisticsReply, RegionStatisticsReply>(
    () => this.#show(),
    REST,
  );
  readonly #line: DemandLine;
  readonly #rows = element('table', {
    class: 'statistics',
    attributes: { 'aria-label': 'Statistics of the region' },
  });
  readonly #unit = element('span', { class: 'page-note', attributes: { 'data-field': 'unit' } });
  readonly #copy: ReturnType<typeof createButton>;
  /** What was last read of each picture: two that take turns are not read with every turn. */
  readonly #known = new WeakMap<PlaneReply, { readonly key: string; rows: StatisticsRow[] }>();
  #of: (Pick<MeasuredRegion, 'index' | 'name' | 'side'> & PlaneKey) | undefined;
  #shown:
    (Pick<MeasuredRegion, 'index' | 'side'> & { key: string; rows: StatisticsRow[] }) | undefined;
  #drawn = '';
  #unitText: string | undefined;

  constructor(host: Host, copy: (text: string, what: string) => void) {
    this.#host = host;
    this.#line = new DemandLine({
      name: 'this region',
      offer: offerText('this region'),
      onRead: () => this.#demand.ask(),
      onCancel: () => this.#demand.cancel(),
    });
    this.#copy = createButton({
      label: 'Copy the statistics',
      icon: 'copy',
      onClick: () => {
        const { name = '', side } = this.#of ?? {};
        const title = side === undefined ? name : `${name} (${side})`;
        const column = { title, rows: this.#shown?.rows ?? [] };
        copy(statisticsTable([column], this.#unitText, 1), 'Statistics');
      },
    });
    this.element = element('section', { class: 'region-part' }, [
      element('div', { class: 'region-title' }, [
        element('h3', { text: 'Statistics' }),
        element('span', { class: 'spacer' }),
        this.#unit,
        this.#copy.element,
      ]),
      this.#rows,
      this.#line.element,
    ]);
  }

  update({ ref, plane }: ShownPlane, of: MeasuredRegion | undefined): void {
    const hasInside = of !== undefined && of.shape.kind !== 'point' && of.shape.kind !== 'line';
    this.element.hidden = !hasInside;
    if (of === undefined || !hasInside) {
      this.#demand.want(undefined);
      this.#shown = undefined;
      return;
    }
    const { shape, index, name, side, settled } = of;
    const key = JSON.stringify([ref, shape]);
    this.#of = { plane, key, index, name, side };
    this.#unitText = plane.unit;
    setText(this.#unit, plane.unit === undefined ? '' : `in ${plane.unit}`);
    const isOfThis = this.#shown?.index === index || this.#shown?.key === key;
    if (!isOfThis || this.#shown?.side !== side) {
      this.#shown = undefined;
    }
    this.#demand.want(
      settled && this.#known.get(plane)?.key !== key
        ? {
            key,
            cost: costOf(bytesOfShape(shape, plane), plane),
            read: (signal, onProgress) =>
              this.#host.request('regionStatistics', { ...ref, shape }, { signal, onProgress }),
          }
        : undefined,
    );
    this.#show();
  }

  hide(): void {
    this.#demand.hide();
  }

  #show(): void {
    const { state } = this.#demand;
    const of = this.#of;
    if (of === undefined) {
      return;
    }
    if (state.kind === 'done') {
      this.#known.set(of.plane, { key: of.key, rows: regionRows(state.reply) });
    }
    const known = this.#known.get(of.plane);
    if (known?.key === of.key) {
      this.#shown = { index: of.index, side: of.side, ...known };
    }
    this.element.classList.toggle('outdated', this.#shown?.key !== of.key);
    this.#copy.setDisabled(this.#shown?.key !== of.key);
    this.#draw(this.#shown?.rows ?? []);
    const progress = state.kind === 'reading' ? state.progress : undefined;
    this.#line.show(
      state,
      progress && {
        share: progress.pixels / Math.max(1, progress.pixelsInShape),
        text: `${formatCount(progress.pixels)} of ${formatCount(progress.pixelsInShape)} pixels`,
      },
    );
  }

  #draw(rows: readonly StatisticsRow[]): void {
    const key = JSON.stringify(rows);
    if (key !== this.#drawn) {
      this.#drawn = key;
      this.#rows.replaceChildren(
        ...rows.map(({ name, text, exact }) =>
          element('tr', { attributes: { 'data-row': name } }, [
            element('th', { text: name, attributes: { scope: 'row' } }),
            element('td', { text, title: exact }),
          ]),
        ),
      );
    }
  }
}
