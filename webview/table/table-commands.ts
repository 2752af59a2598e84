import type { ColumnLine, TableFormat } from '../../src/protocol/table';
import { fileNameOf, type FileEnding } from '../image/file-name';
import { nextSort } from './arrangement';
import { opensAs } from './cell-text';
import type { ContextMenuItem } from '../ui/context-menu';
import type { Columns } from './columns';
import type { Grid } from './grid';
import { isSortable } from './grid-head';
import type { GridCommands } from './grid-keys';
import type { PointerCommands } from './grid-pointer';
import type { TableJobs } from './jobs';
import { Measure } from './measure';
import type { RowPages } from './row-pages';
import type { Place, Selection } from './selection';
import { HEAD, bounded, boxOf, cellsIn, single } from './selection';
import type { ChosenCell } from './subject';
import type { TableModel } from './table-model';

export interface TablePaneActions {
  /** The choice, the view or the columns changed. */
  onChange(): void;
  /** Copies a text; `what` names it for the message. */
  onCopy(text: string, what: string): void;
  /** The array in a cell is to be looked at. */
  onOpenCell(cell: ChosenCell, as: 'picture' | 'line'): void;
  /** Statistics and plots of a column are asked for. */
  onColumn(column: ColumnLine): void;
  /** What can be done with a row (of the table), for its menu; left out, nothing of its own. */
  rowItems?(row: number): readonly ContextMenuItem[];
}

/** What the commands work on, and whom they tell. */
export interface CommandContext {
  readonly grid: Grid;
  readonly pages: RowPages;
  readonly jobs: TableJobs;
  readonly actions: TablePaneActions;
  readonly model: TableModel | undefined;
  /** Columns were moved, resized, shown or hidden. */
  onColumns(): void;
  openMenu(place: Place, x: number, y: number): void;
  focusRow(): void;
  focusFilter(): void;
}

/** What keys, mouse and menus do to a table. */
export class TableCommands implements GridCommands, PointerCommands {
  readonly #context: CommandContext;

  constructor(context: CommandContext) {
    this.#context = context;
  }

  /** A cell, once its text is here. */
  cellAt({ row, column: place }: Place): ChosenCell | undefined {
    const { pages, model } = this.#context;
    const column = model?.columnAt(place);
    const number = pages.number(row);
    if (column === undefined || row < 0 || number === undefined) {
      return undefined;
    }
    const text = column.problem === undefined ? pages.text(row, column.index) : null;
    return text === undefined ? undefined : { row, number, column, text };
  }

  select(selection: Selection): void {
    const { model, grid, actions } = this.#context;
    if (model !== undefined) {
      model.selection = bounded(selection, model.extent);
      grid.draw();
      actions.onChange();
    }
  }

  moveTo(selection: Selection): void {
    this.select(selection);
    if (selection.whole !== 'all') {
      this.#context.grid.reveal(selection.cursor);
    }
  }

  sort(place: number, add: boolean): void {
    const { model } = this.#context;
    const column = model?.columnAt(place);
    if (model !== undefined && column !== undefined && isSortable(column)) {
      const { wanted } = model.arrangement;
      model.arrangement.apply({ ...wanted, sort: nextSort(wanted.sort, column.index, add) });
    }
  }

  open(place: Place): void {
    const column = this.#context.model?.columnAt(place.column);
    const as = column && opensAs(column);
    if (as !== undefined) {
      this.openAs(place, as);
    }
  }

  openAs(place: Place, as: 'picture' | 'line'): void {
    const cell = this.cellAt(place);
    if (cell !== undefined && cell.text !== null) {
      this.#context.actions.onOpenCell(cell, as);
    }
  }

  menu(place: Place): void {
    const { grid, openMenu } = this.#context;
    grid.reveal(place);
    const { x, y } = grid.pointBelow(place);
    openMenu(place, x, y);
  }

  menuAt(place: Place, x: number, y: number): void {
    this.#context.openMenu(place, x, y);
  }

  goToRow(): void {
    this.#context.focusRow();
  }

  filter(): void {
    this.#context.focusFilter();
  }

  change(change: (columns: Columns) => void): void {
    const { model, onColumns } = this.#context;
    if (model !== undefined) {
      model.changeColumns(change);
      onColumns();
    }
  }

  resize(column: number, pixels: number): void {
    this.change((columns) => columns.resize(column, pixels));
  }

  widen(place: number, pixels: number): void {
    const { model } = this.#context;
    const column = model?.columnAt(place);
    if (model !== undefined && column !== undefined) {
      this.resize(column.index, model.columns.widthAt(place) + pixels);
    }
  }

  /** As wide as what is in sight of it needs. */
  fit(place: number): void {
    const { model, grid, pages } = this.#context;
    const column = model?.columnAt(place);
    if (column === undefined) {
      return;
    }
    const { from, to } = grid.rowsInSight;
    const texts = Array.from(
      { length: to - from },
      (_, i) => pages.text(from + i, column.index) ?? '',
    );
    const measure = new Measure(grid.element, grid.head.element);
    this.resize(column.index, measure.fitting(column, texts));
  }

  move(place: number, direction: 1 | -1): void {
    const { model, grid } = this.#context;
    const column = model?.columnAt(place);
    if (model !== undefined && column !== undefined) {
      this.change((columns) => columns.step(column.index, direction, columns.shown));
      if (model.selection !== undefined) {
        grid.reveal(model.selection.cursor);
      }
    }
  }

  moveBefore(column: number, before: number | undefined): void {
    this.change((columns) => columns.move(column, before));
  }

  hide(place: number): void {
    const column = this.#context.model?.columnAt(place);
    if (column !== undefined) {
      this.change((columns) => columns.setShown([column.index], false));
    }
  }

  /** Brings a column in sight, and shows it if it was hidden. */
  jumpTo({ index }: ColumnLine): void {
    const { model, grid } = this.#context;
    if (model === undefined) {
      return;
    }
    if (!model.columns.isShown(index)) {
      this.change((columns) => columns.setShown([index], true));
    }
    const row = model.selection?.cursor.row ?? grid.firstRow;
    this.moveTo(single(Math.min(row, model.rows - 1), model.columns.placeOf(index)));
  }

  /** Brings a row of the view to the middle of the screen, unless it is in sight. */
  goTo(row: number): void {
    const { model, grid } = this.#context;
    if (model !== undefined && model.columns.shown.length > 0 && row >= 0 && row < model.rows) {
      const column = model.selection?.cursor.column ?? 0;
      grid.reveal({ row, column }, true);
      this.select(single(row, column));
    }
  }

  inspect(column: ColumnLine): void {
    const { model, actions } = this.#context;
    const place = model?.columns.placeOf(column.index) ?? -1;
    const cursor = model?.selection?.cursor;
    if (place >= 0 && cursor?.column !== place) {
      this.select(single(cursor?.row ?? HEAD, place));
    }
    actions.onColumn(column);
  }

  copy(names: boolean): void {
    const { model, jobs, actions } = this.#context;
    if (model?.selection === undefined) {
      return;
    }
    const box = boxOf(model.selection, model.extent);
    const count = cellsIn(box);
    if (count === 0) {
      const name = model.columnAt(model.selection.cursor.column)?.name;
      if (name !== undefined) {
        actions.onCopy(name, 'column name');
      }
      return;
    }
    const columns = readable(model.columns.shown.slice(box.column0, box.column1));
    if (columns.length > 0) {
      const cells = { from: box.row0, to: box.row1, columns };
      jobs.copy(model.job, cells, names, count === 1 ? 'value' : undefined);
    }
  }

  copyRow(row: number): void {
    const { model, jobs } = this.#context;
    if (model !== undefined) {
      const cells = { from: row, to: row + 1, columns: readable(model.columns.shown) };
      jobs.copy(model.job, cells, false, 'row');
    }
  }

  export(format: TableFormat): void {
    const { model, jobs } = this.#context;
    if (model !== undefined) {
      const { fileName, title } = model.target;
      const name = fileNameOf(fileName, title, ENDINGS[format]);
      jobs.export(model.job, readable(model.columns.shown), { name, format });
    }
  }
}

const ENDINGS: Readonly<Record<TableFormat, FileEnding>> = {
  csv: 'csv',
  votable: 'vot',
  ecsv: 'ecsv',
  fits: 'fits',
  parquet: 'parquet',
};

/** Positions of those that can be read. */
function readable(columns: readonly ColumnLine[]): number[] {
  return columns.flatMap(({ index, problem }) => (problem === undefined ? [index] : []));
}
