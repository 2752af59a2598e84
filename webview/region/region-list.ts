import type { Region } from '../../src/protocol/region';
import '../tree/tree.css';
import { ROW_HEIGHT, VirtualRows } from '../tree/virtual-rows';
import { element } from '../ui/dom';
import { icon } from '../ui/icons';
import { rove } from '../ui/roving';
import { cssColourOf } from './region-colours';
import type { RegionModel } from './region-model';
import { placeText, regionName } from './region-words';
import { TOOL_ICONS } from './tool-row';

/** Rows that are seen at once; more scroll. */
const ROWS = 8;

export interface RegionListListener {
  /** The user chose one here: it belongs in sight. */
  onChoose(index: number): void;
  /** The user wants to name the chosen one. */
  onName(): void;
  /** The last one was deleted here. */
  onEmpty(): void;
}

/** The regions as a list, of which only the rows in sight exist. */
export class RegionList {
  readonly element: HTMLElement;
  readonly #model: RegionModel;
  readonly #rows: VirtualRows;
  readonly #listener: RegionListListener;
  #origin: 0 | 1 = 1;
  #shown: number | undefined;
  /** Those there were at the last update: the rows are drawn at any time. */
  #regions: readonly Region[] = [];

  constructor(model: RegionModel, listener: RegionListListener) {
    this.#model = model;
    this.#listener = listener;
    this.#rows = new VirtualRows(
      { role: 'listbox', class: 'region-rows', label: 'Regions' },
      {
        traits: (index) => [this.#regions[index], this.#regions.length, this.#origin],
        make: (index) => this.#make(index),
        onSight: () => undefined,
      },
    );
    this.element = element('div', { class: 'region-list' }, [this.#rows.element]);
    this.#rows.element.addEventListener('click', (event) => {
      const row = this.#rows.rowOf(event.target);
      if (row !== undefined) {
        this.#choose(row);
      }
    });
    this.#rows.element.addEventListener('dblclick', () => listener.onName());
    this.#rows.element.addEventListener('keydown', (event) => this.#onKey(event));
  }

  focus(): void {
    this.#rows.element.focus();
  }

  update(origin: 0 | 1): void {
    this.#origin = origin;
    const { regions, selected } = this.#model;
    this.#regions = regions;
    this.element.hidden = regions.length === 0;
    this.element.style.height = `${ROW_HEIGHT * Math.min(ROWS, regions.length) + 2}px`;
    this.#rows.show(regions.length);
    this.#rows.choose(selected);
    if (selected !== this.#shown) {
      this.#shown = selected;
      if (selected !== undefined) {
        this.#rows.reveal(selected);
      }
    }
  }

  #choose(row: number): void {
    this.#model.select(row);
    this.#rows.reveal(row);
    this.#listener.onChoose(row);
  }

  #onKey(event: KeyboardEvent): void {
    const { regions, selected } = this.#model;
    const to = event.key === 'PageDown' ? ROWS : event.key === 'PageUp' ? -ROWS : undefined;
    const row =
      to === undefined
        ? rove(event.key, selected ?? -1, regions.length)
        : Math.min(Math.max((selected ?? 0) + to, 0), regions.length - 1);
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (row !== undefined) {
      this.#choose(row);
    } else if ((event.key === 'Delete' || event.key === 'Backspace') && selected !== undefined) {
      this.#model.remove(selected);
      // So that one after the other can go.
      if (this.#model.regions.length > 0) {
        this.#choose(Math.min(selected, this.#model.regions.length - 1));
      } else {
        this.#listener.onEmpty();
      }
    } else if ((event.key === 'Enter' || event.key === 'F2') && selected !== undefined) {
      this.#listener.onName();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  #make(index: number): HTMLElement {
    const region = this.#regions[index] as Region;
    const { shape, include, colour } = region;
    const swatch = element('span', {
      class: 'region-swatch',
      attributes: { 'aria-hidden': 'true' },
    });
    swatch.style.color = cssColourOf(colour);
    swatch.append(icon(TOOL_ICONS[shape.kind]));
    const name = regionName(region, index);
    return element(
      'div',
      {
        class: `tree-row region-row${include ? '' : ' excluded'}`,
        title: include ? name : `${name} (excluded)`,
        attributes: {
          role: 'option',
          id: `region-row-${index}`,
          'aria-posinset': String(index + 1),
          'aria-setsize': String(this.#regions.length),
        },
      },
      [
        swatch,
        element('span', { class: 'region-name', text: name }),
        ...(include ? [] : [element('span', { class: 'region-mark', text: 'excluded' })]),
        element('span', { class: 'region-place', text: placeText(shape, this.#origin) }),
      ],
    );
  }
}
