import type { CatalogColumn } from '../../../src/protocol/catalog';
import type { ListGeometry } from '../../header/window';
import { rowAfterKey, rowWindow, scrollToRow } from '../../header/window';
import { element } from '../../ui/dom';
import { icon } from '../../ui/icons';

/** Must be the height of `.column-option` in the style sheet of the table. */
const OPTION_HEIGHT = 24;

export interface FieldListActions {
  isChosen(name: string): boolean;
  onToggle(column: CatalogColumn): void;
  /** Moves a chosen column past its neighbour. */
  onMove(column: CatalogColumn, direction: 1 | -1): void;
  /** Another column, or none, is looked at. */
  onLook(column: CatalogColumn | undefined): void;
}

/** A list of the columns of a data set with a mark at those chosen; only the options in sight exist. */
export class FieldList {
  readonly element = element('div', {
    class: 'column-list field-list',
    attributes: {
      role: 'listbox',
      tabindex: '0',
      'aria-label': 'Columns of the data set',
      'aria-multiselectable': 'true',
    },
  });
  readonly #tall = element('div', { class: 'column-tall', attributes: { role: 'presentation' } });
  readonly #actions: FieldListActions;
  #columns: readonly CatalogColumn[] = [];
  #at = -1;

  constructor(actions: FieldListActions) {
    this.#actions = actions;
    this.element.append(this.#tall);
    this.element.addEventListener('scroll', () => this.draw(), { passive: true });
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
    this.element.addEventListener('click', (event) => this.#onClick(event));
    this.element.addEventListener('dblclick', (event) => {
      const { looked } = this;
      const onMark = event.target instanceof Element && event.target.closest('.column-check');
      if (looked !== undefined && onMark === null) {
        this.#actions.onToggle(looked);
      }
    });
    new ResizeObserver(() => this.draw()).observe(this.element);
  }

  /** The column that is looked at. */
  get looked(): CatalogColumn | undefined {
    return this.#columns[this.#at];
  }

  /**
   * Other columns, or another order of them.
   *
   * @param moved rows that came in above those in sight: they stay where they are on the screen.
   */
  show(columns: readonly CatalogColumn[], moved = 0): void {
    const name = this.looked?.name;
    this.#columns = columns;
    this.#tall.style.height = `${columns.length * OPTION_HEIGHT}px`;
    this.#at = name === undefined ? -1 : columns.findIndex((one) => one.name === name);
    this.element.scrollTop += moved * OPTION_HEIGHT;
    this.draw();
    if (this.looked?.name !== name) {
      this.#actions.onLook(this.looked);
    }
  }

  toTop(): void {
    this.element.scrollTop = 0;
    this.draw();
  }

  focus(): void {
    this.element.focus();
    if (this.#at < 0 && this.#columns.length > 0) {
      this.#look(0);
    }
  }

  draw(): void {
    const { from, to } = rowWindow(this.#geometry, this.element.scrollTop, 4);
    this.#tall.replaceChildren(
      ...this.#columns.slice(from, to).map((column, i) => this.#option(column, from + i)),
    );
    if (this.#at >= from && this.#at < to) {
      this.element.setAttribute('aria-activedescendant', `field-option-${this.#at}`);
    } else {
      this.element.removeAttribute('aria-activedescendant');
    }
  }

  get #geometry(): ListGeometry {
    return {
      rows: this.#columns.length,
      rowHeight: OPTION_HEIGHT,
      viewHeight: this.element.clientHeight,
    };
  }

  #option(column: CatalogColumn, at: number): HTMLElement {
    const { name, unit, description, inFolders } = column;
    const chosen = this.#actions.isChosen(name);
    const next = this.#columns[at + 1];
    const isLast = chosen && next !== undefined && !this.#actions.isChosen(next.name);
    const classes = ['column-option', at === this.#at ? 'active' : '', isLast ? 'last-chosen' : ''];
    const type = typeWords(column);
    const option = element(
      'div',
      {
        class: classes.filter(Boolean).join(' '),
        title: [name, description, unit && `Unit: ${unit}`, `Type: ${type}`]
          .concat(inFolders ? 'Its values are in the names of folders.' : '')
          .filter(Boolean)
          .join('\n'),
        attributes: {
          role: 'option',
          id: `field-option-${at}`,
          'aria-selected': String(chosen),
          'aria-posinset': String(at + 1),
          'aria-setsize': String(this.#columns.length),
          'data-at': String(at),
        },
      },
      [
        element('span', { class: 'column-check' }, chosen ? [icon('check')] : []),
        element('span', { class: 'column-name', text: name }),
        element('span', { class: 'column-unit', text: unit }),
        element('span', { class: 'column-type', text: type }),
      ],
    );
    option.style.top = `${at * OPTION_HEIGHT}px`;
    return option;
  }

  #look(at: number): void {
    this.#at = at;
    if (at >= 0) {
      this.element.scrollTop = scrollToRow(this.#geometry, this.element.scrollTop, at);
    }
    this.draw();
    this.#actions.onLook(this.looked);
  }

  /** The mark chooses the column, the rest of the line shows what is known of it. */
  #onClick({ target }: MouseEvent): void {
    const option = target instanceof Element ? target.closest('.column-option') : null;
    const column =
      option instanceof HTMLElement ? this.#columns[Number(option.dataset['at'])] : undefined;
    if (column === undefined || !(target instanceof Element)) {
      return;
    }
    if (target.closest('.column-check') === null) {
      this.#look(this.#columns.indexOf(column));
    } else {
      this.#actions.onToggle(column);
    }
  }

  #onKey(event: KeyboardEvent): void {
    const { looked } = this;
    const { key } = event;
    const direction = { ArrowUp: -1 as const, ArrowDown: 1 as const }[key];
    const isPlain = !event.ctrlKey && !event.metaKey;
    if (event.altKey && direction !== undefined && looked !== undefined) {
      this.#actions.onMove(looked, direction);
    } else if ((key === ' ' || key === 'Enter') && isPlain && looked !== undefined) {
      this.#actions.onToggle(looked);
    } else {
      const to = rowAfterKey(this.#geometry, this.#at, key);
      if (to === undefined || !isPlain || event.altKey) {
        return;
      }
      this.#look(to);
    }
    event.preventDefault();
    event.stopPropagation();
  }
}

/** `float32`, `float64[…]` of a list. */
export function typeWords({ type, list }: CatalogColumn): string {
  return list ? `${type}[…]` : type;
}
