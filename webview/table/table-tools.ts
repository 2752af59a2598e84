import { formatCount } from '../../src/protocol/figures';
import type { TableFormat } from '../../src/protocol/table';
import { parseNumber } from '../image/format';
import { element, setText } from '../ui/dom';
import { createMenu } from '../ui/menu';
import { createTextField } from '../ui/text-field';
import { rowsText } from './arrange-text';
import type { Arrangement } from './arrangement';
import type { ColumnChooserActions } from './column-chooser';
import { ColumnChooser } from './column-chooser';
import type { Columns } from './columns';
import type { FilterBarActions } from './filter-bar';
import { FilterBar } from './filter-bar';

export interface TableToolsActions extends FilterBarActions, ColumnChooserActions {
  /** A row of the view, counted from 0. */
  onGoTo(row: number): void;
  onExport(format: TableFormat): void;
}

/** The strip above the grid: filter, how many rows, columns, a row to go to, export. */
export class TableTools {
  readonly element: HTMLElement;
  readonly filter: FilterBar;
  readonly #chooser: ColumnChooser;
  readonly #actions: TableToolsActions;
  readonly #count = element('span', { class: 'table-count', attributes: { role: 'status' } });
  readonly #row = createTextField({
    label: 'Go to row',
    placeholder: 'Go to row',
    onKey: (event) => this.#onRowKey(event),
    onInput: () => this.#row.setInvalid(false),
  });
  #rows = 0;
  #origin: 0 | 1 = 1;

  constructor(actions: TableToolsActions) {
    this.#actions = actions;
    this.filter = new FilterBar(actions);
    this.#chooser = new ColumnChooser(actions);
    const exporting = createMenu<TableFormat>({
      label: 'Export table',
      icon: 'export',
      title: 'Export these rows and columns',
      items: {
        csv: { label: 'Export as CSV', onChoose: () => actions.onExport('csv') },
        votable: { label: 'Export as VOTable', onChoose: () => actions.onExport('votable') },
        ecsv: { label: 'Export as ECSV', onChoose: () => actions.onExport('ecsv') },
        fits: { label: 'Export as FITS', onChoose: () => actions.onExport('fits') },
        parquet: { label: 'Export as Parquet', onChoose: () => actions.onExport('parquet') },
      },
    });
    this.#row.element.classList.add('go-to-row');
    this.element = element(
      'div',
      { class: 'table-tools', attributes: { role: 'group', 'aria-label': 'Table tools' } },
      [
        this.filter.element,
        this.#count,
        element('span', { class: 'table-buttons' }, [
          this.#chooser.element,
          this.#row.element,
          exporting.element,
        ]),
      ],
    );
  }

  showColumns(columns: Columns): void {
    this.#chooser.show(columns);
  }

  showRows({ view }: Arrangement, all: number, origin: 0 | 1): void {
    this.#rows = view.rows;
    this.#origin = origin;
    setText(this.#count, rowsText(view.rows, all, view.filter !== ''));
    const last = formatCount(Math.max(0, view.rows - 1) + origin);
    const which = view.view === '' ? 'Go to row' : 'Go to row of this view';
    this.#row.element.title = `${which}, ${origin} to ${last} (Ctrl+G)`;
  }

  focusRow(): void {
    this.#row.focus();
  }

  #onRowKey({ key }: KeyboardEvent): boolean {
    if (key === 'Escape') {
      this.#row.setValue('');
      this.#actions.onLeave();
      return true;
    }
    if (key !== 'Enter') {
      return false;
    }
    const row = Math.round(parseNumber(this.#row.value.replace(/[\s,_]/g, '')) ?? Number.NaN);
    const valid = row >= this.#origin && row < this.#rows + this.#origin;
    this.#row.setInvalid(!valid);
    if (valid) {
      this.#actions.onGoTo(row - this.#origin);
    }
    return true;
  }
}
