import { formatCount } from '../../src/protocol/figures';
import type { ColumnLine } from '../../src/protocol/table';
import { createButton } from '../ui/button';
import { element, setText } from '../ui/dom';
import { createPopover } from '../ui/popover';
import { createTextField } from '../ui/text-field';
import { ColumnList } from './column-list';
import type { Columns } from './columns';

export interface ColumnChooserActions {
  /** Carries out a change of the columns. */
  change(change: (columns: Columns) => void): void;
  /** Brings a column in sight; it is shown if it was hidden. */
  onJump(column: ColumnLine): void;
}

/** A button that opens the list of columns: search, show and hide, move, go to. */
export class ColumnChooser {
  readonly element: HTMLElement;
  readonly #popover;
  readonly #actions: ColumnChooserActions;
  readonly #list: ColumnList;
  readonly #found = element('p', { class: 'column-found', attributes: { role: 'status' } });
  readonly #search = createTextField({
    label: 'Search columns by name, unit and description',
    placeholder: 'Search names, units, descriptions',
    onInput: () => this.#find(),
    onKey: ({ key }) => {
      if (key === 'ArrowDown') {
        this.#list.focus();
      }
      return key === 'ArrowDown';
    },
  });
  readonly #up = createButton({
    label: 'Move up',
    title: 'Move the column to the left (Alt+Up)',
    onClick: () => this.#move(-1),
  });
  readonly #down = createButton({
    label: 'Move down',
    title: 'Move the column to the right (Alt+Down)',
    onClick: () => this.#move(1),
  });
  readonly #jump = createButton({
    label: 'Go to',
    title: 'Bring the column in sight (Enter)',
    onClick: () => this.#jumpTo(this.#list.chosen),
  });
  #columns: Columns | undefined;
  #texts: readonly string[] = [];

  constructor(actions: ColumnChooserActions) {
    this.#actions = actions;
    this.#list = new ColumnList({
      isShown: (column) => this.#columns?.isShown(column) ?? false,
      onToggle: ({ index }) =>
        this.#change((columns) => columns.setShown([index], !columns.isShown(index))),
      onMove: (column, direction) => this.#step(column, direction),
      onJump: (column) => this.#jumpTo(column),
      onChoose: (column) => this.#setChosen(column),
    });
    const all = (shown: boolean) => (): void =>
      this.#change((columns) =>
        columns.setShown(
          this.#matches.map(({ index }) => index),
          shown,
        ),
      );
    this.#popover = createPopover({
      label: 'Columns',
      title: 'Show, hide, move and find columns',
      icon: 'table',
      kind: 'dialog',
      content: [
        element('div', { class: 'column-chooser' }, [
          this.#search.element,
          element('div', { class: 'column-tools' }, [
            createButton({ label: 'All', title: 'Show all that are listed', onClick: all(true) })
              .element,
            createButton({ label: 'None', title: 'Hide all that are listed', onClick: all(false) })
              .element,
            createButton({
              label: 'Reset',
              title: 'All columns in the order and width they had first',
              onClick: () => this.#change((columns) => columns.reset()),
            }).element,
            this.#found,
          ]),
          this.#list.element,
          element('div', { class: 'column-tools' }, [
            this.#up.element,
            this.#down.element,
            this.#jump.element,
          ]),
        ]),
      ],
      onOpen: () => {
        this.#list.draw();
        this.#search.focus();
      },
    });
    this.element = this.#popover.element;
    this.element.classList.add('column-menu');
  }

  /** Other columns, or the same changed. */
  show(columns: Columns): void {
    if (columns.lines !== this.#columns?.lines) {
      this.#search.setValue('');
      this.#texts = columns.lines.map(({ name, unit = '', description = '' }) =>
        `${name}\n${unit}\n${description}`.toLowerCase(),
      );
    }
    this.#columns = columns;
    const shown = columns.shown.length;
    const all = columns.lines.length;
    this.#popover.setText(
      shown === all
        ? `${formatCount(all)} columns`
        : `${formatCount(shown)} of ${formatCount(all)} columns`,
    );
    this.#find();
  }

  get #matches(): readonly ColumnLine[] {
    const words = (this.#search.value ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    const order = this.#columns?.order ?? [];
    return order.filter(({ index }) =>
      words.every((word) => this.#texts[index]?.includes(word) === true),
    );
  }

  #find(): void {
    const matches = this.#matches;
    this.#list.show(matches);
    const all = this.#columns?.lines.length ?? 0;
    setText(
      this.#found,
      matches.length === all ? '' : `${formatCount(matches.length)} of ${formatCount(all)}`,
    );
  }

  #setChosen(column: ColumnLine | undefined): void {
    for (const button of [this.#up, this.#down, this.#jump]) {
      button.setDisabled(column === undefined);
    }
  }

  #change(change: (columns: Columns) => void): void {
    this.#actions.change(change);
  }

  #move(direction: 1 | -1): void {
    const { chosen } = this.#list;
    if (chosen !== undefined) {
      this.#step(chosen, direction);
    }
  }

  /** Past the neighbour in the list, which may be far away in the table while one searches. */
  #step({ index }: ColumnLine, direction: 1 | -1): void {
    this.#change((columns) => columns.step(index, direction, this.#matches));
  }

  #jumpTo(column: ColumnLine | undefined): void {
    if (column !== undefined) {
      this.#popover.close();
      this.#actions.onJump(column);
    }
  }
}
