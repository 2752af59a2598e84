import type { ColumnLine } from '../../src/protocol/table';
import { rowAfterKey, rowWindow, scrollToRow } from '../header/window';
import type { ListGeometry } from '../header/window';
import { element } from '../ui/dom';
import { icon } from '../ui/icons';
import { columnTitle, typeText } from './cell-text';

/** Must be the height of `.column-option` in the style sheet. */
const OPTION_HEIGHT = 24;

export interface ColumnListActions {
  isShown(column: number): boolean;
  onToggle(column: ColumnLine): void;
  /** Moves a column past its neighbour. */
  onMove(column: ColumnLine, direction: 1 | -1): void;
  /** Brings a column in sight. */
  onJump(column: ColumnLine): void;
  onChoose(column: ColumnLine | undefined): void;
}

/** A list of columns with a mark at those shown; only the options in sight exist. */
export class ColumnList {
  readonly element = element('div', {
    class: 'column-list',
    attributes: {
      role: 'listbox',
      tabindex: '0',
      'aria-label': 'Columns',
      'aria-multiselectable': 'true',
    },
  });
  readonly #tall = element('div', { class: 'column-tall', attributes: { role: 'presentation' } });
  readonly #actions: ColumnListActions;
  #columns: readonly ColumnLine[] = [];
  #at = -1;

  constructor(actions: ColumnListActions) {
    this.#actions = actions;
    this.element.append(this.#tall);
    this.element.addEventListener('scroll', () => this.draw(), { passive: true });
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
    this.element.addEventListener('click', (event) => this.#onClick(event));
    this.element.addEventListener('dblclick', () => {
      const { chosen } = this;
      if (chosen !== undefined) {
        this.#actions.onJump(chosen);
      }
    });
  }

  get chosen(): ColumnLine | undefined {
    return this.#columns[this.#at];
  }

  show(columns: readonly ColumnLine[]): void {
    const kept = this.chosen;
    this.#columns = columns;
    this.#tall.style.height = `${columns.length * OPTION_HEIGHT}px`;
    this.#choose(kept === undefined ? -1 : columns.indexOf(kept));
  }

  focus(): void {
    this.element.focus();
    if (this.#at < 0 && this.#columns.length > 0) {
      this.#choose(0);
    }
  }

  draw(): void {
    const { from, to } = rowWindow(this.#geometry, this.element.scrollTop, 4);
    const options = this.#columns
      .slice(from, to)
      .map((column, i) => this.#option(column, from + i));
    this.#tall.replaceChildren(...options);
    if (this.#at >= from && this.#at < to) {
      this.element.setAttribute('aria-activedescendant', `column-option-${this.#at}`);
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

  #option(column: ColumnLine, at: number): HTMLElement {
    const shown = this.#actions.isShown(column.index);
    const option = element(
      'div',
      {
        class: `column-option${at === this.#at ? ' active' : ''}${column.problem === undefined ? '' : ' unreadable'}`,
        title: columnTitle(column),
        attributes: {
          role: 'option',
          id: `column-option-${at}`,
          'aria-selected': String(shown),
          'aria-posinset': String(at + 1),
          'aria-setsize': String(this.#columns.length),
          'data-at': String(at),
        },
      },
      [
        element('span', { class: 'column-check' }, shown ? [icon('check')] : []),
        element('span', { class: 'column-name', text: column.name }),
        element('span', { class: 'column-unit', text: column.unit ?? '' }),
        element('span', { class: 'column-type', text: typeText(column) }),
      ],
    );
    option.style.top = `${at * OPTION_HEIGHT}px`;
    return option;
  }

  #choose(at: number): void {
    this.#at = at;
    if (at >= 0) {
      this.element.scrollTop = scrollToRow(this.#geometry, this.element.scrollTop, at);
    }
    this.draw();
    this.#actions.onChoose(this.chosen);
  }

  /** The mark shows or hides the column, the rest of the line chooses it. */
  #onClick({ target }: MouseEvent): void {
    const option = target instanceof Element ? target.closest('.column-option') : null;
    if (option instanceof HTMLElement && target instanceof Element) {
      const onMark = target.closest('.column-check') !== null;
      this.#choose(Number(option.dataset['at']));
      if (onMark && this.chosen !== undefined) {
        this.#actions.onToggle(this.chosen);
      }
    }
  }

  #onKey(event: KeyboardEvent): void {
    const { chosen } = this;
    const { key } = event;
    const direction = { ArrowUp: -1 as const, ArrowDown: 1 as const }[key];
    if (event.altKey && direction !== undefined && chosen !== undefined) {
      this.#actions.onMove(chosen, direction);
    } else if (key === ' ' && chosen !== undefined) {
      this.#actions.onToggle(chosen);
    } else if (key === 'Enter' && chosen !== undefined) {
      this.#actions.onJump(chosen);
    } else {
      const to = rowAfterKey(this.#geometry, this.#at, key);
      if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) {
        return;
      }
      this.#choose(to);
    }
    event.preventDefault();
  }
}
