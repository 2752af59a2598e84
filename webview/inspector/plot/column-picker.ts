import type { ColumnLine } from '../../../src/protocol/table';
import { element } from '../../ui/dom';
import { createPopover } from '../../ui/popover';
import { rove } from '../../ui/roving';
import { createTextField } from '../../ui/text-field';
import { titleOf } from '../numbers';
import { findColumns } from './find-columns';

export interface ColumnPickerOptions {
  readonly label: string;
  readonly onPick: (column: ColumnLine) => void;
}

/** Columns listed at once; the rest is found by typing. */
const MOST_LISTED = 200;

/** A button with the name of a column, which opens a list of all to search and to choose from. */
export class ColumnPicker {
  readonly element: HTMLElement;
  readonly #options: ColumnPickerOptions;
  readonly #popover;
  readonly #search;
  readonly #list: HTMLElement;
  readonly #more = element('p', { class: 'popover-note', attributes: { role: 'status' } });
  #columns: readonly ColumnLine[] = [];
  #listed: readonly ColumnLine[] = [];
  #chosen: ColumnLine | undefined;

  constructor(options: ColumnPickerOptions) {
    this.#options = options;
    this.#list = element('div', {
      class: 'menu-list picker-list',
      attributes: { role: 'listbox', 'aria-label': 'Columns' },
    });
    this.#search = createTextField({
      label: 'Search columns',
      placeholder: 'Search columns',
      onInput: () => this.#fill(),
      onKey: ({ key }) => this.#onSearchKey(key),
    });
    this.#popover = createPopover({
      label: options.label,
      kind: 'dialog',
      content: [
        element('div', { class: 'popover-part' }, [this.#search.element]),
        this.#list,
        this.#more,
      ],
      onOpen: () => {
        // The field takes a new value a moment later: who types at once would lose it.
        if (this.#search.value !== '') {
          this.#search.setValue('');
        }
        this.#fill();
        this.#list.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'center' });
        this.#search.focus();
      },
    });
    this.#list.addEventListener('keydown', (event) => this.#onListKey(event));
    this.#list.addEventListener('click', (event) => {
      this.#pick(this.#rows.findIndex((row) => event.composedPath().includes(row)));
    });
    this.element = this.#popover.element;
    this.element.classList.add('picker');
  }

  show(columns: readonly ColumnLine[], chosen: ColumnLine | undefined): void {
    this.#columns = columns;
    this.#chosen = chosen;
    this.#popover.setText(chosen?.name ?? '');
    this.#popover.setTitle(
      chosen === undefined ? this.#options.label : `${this.#options.label}: ${titleOf(chosen)}`,
    );
  }

  get #rows(): Element[] {
    return [...this.#list.children];
  }

  #fill(): void {
    const found = findColumns(this.#columns, this.#search.value);
    this.#listed = found.slice(0, MOST_LISTED);
    this.#list.replaceChildren(
      ...this.#listed.map((column) =>
        element(
          'div',
          {
            class: 'menu-row',
            title: column.description ?? '',
            attributes: {
              role: 'option',
              tabindex: '-1',
              'aria-selected': String(column.index === this.#chosen?.index),
            },
          },
          [
            element('span', { class: 'row-label', text: column.name }),
            element('span', { class: 'picker-unit', text: column.unit ?? '' }),
          ],
        ),
      ),
    );
    const left = found.length - this.#listed.length;
    this.#more.textContent =
      found.length === 0
        ? 'No numeric column has this in its name, unit or description.'
        : left > 0
          ? `${left} more: type to find them.`
          : '';
  }

  #onSearchKey(key: string): boolean {
    if (key === 'ArrowDown') {
      (this.#rows[0] as HTMLElement | undefined)?.focus();
      return true;
    }
    if (key === 'Enter') {
      this.#pick(0);
      return true;
    }
    return false;
  }

  #onListKey(event: KeyboardEvent): void {
    const rows = this.#rows as HTMLElement[];
    const at = rows.findIndex((row) => row === document.activeElement);
    const to = rove(event.key, at, rows.length);
    if (event.key === 'ArrowUp' && at === 0) {
      this.#search.focus();
    } else if (to !== undefined) {
      rows[to]?.focus();
    } else if (event.key === 'Enter' || event.key === ' ') {
      this.#pick(at);
    } else {
      return;
    }
    event.preventDefault();
  }

  #pick(at: number): void {
    const column = this.#listed[at];
    if (column !== undefined) {
      this.#popover.close();
      this.#search.setValue('');
      this.#options.onPick(column);
    }
  }
}
