import type { ColumnLine } from '../../src/protocol/table';
import type { ContextMenuItem } from '../ui/context-menu';
import { ContextMenu } from '../ui/context-menu';
import type { ValueTest } from './filter-words';
import { conditionOf, narrowed, writtenName } from './filter-words';
import type { MenuCommands } from './menu-items';
import { cellItems, headItems } from './menu-items';
import type { RowPages } from './row-pages';
import type { Place } from './selection';
import { HEAD, boxOf, cellsIn } from './selection';
import type { TableCommands } from './table-commands';
import type { TableHost } from './table-host';
import type { TableModel } from './table-model';

export interface TableMenuActions {
  onCopy(text: string, what: string): void;
  /** Writes into the filter. */
  insert(name: string): void;
  /** What else can be done with a row (of the table): stands before what can be done with its cells. */
  rowItems(row: number): readonly ContextMenuItem[];
}

/** The menus of cells and of column heads. */
export class TableMenus {
  readonly #menu = new ContextMenu();
  readonly #host: TableHost;
  readonly #pages: RowPages;
  readonly #commands: TableCommands;
  readonly #actions: TableMenuActions;

  constructor(
    host: TableHost,
    pages: RowPages,
    commands: TableCommands,
    actions: TableMenuActions,
  ) {
    this.#host = host;
    this.#pages = pages;
    this.#commands = commands;
    this.#actions = actions;
  }

  get element(): HTMLElement {
    return this.#menu.element;
  }

  close(): void {
    this.#menu.close();
  }

  open(model: TableModel, place: Place, x: number, y: number): void {
    const column = model.columnAt(place.column);
    if (column === undefined) {
      return;
    }
    const { selection, arrangement } = model;
    const commands = this.#commandsOf(model, place, column);
    const { sort } = arrangement.wanted;
    const text = this.#pages.text(place.row, column.index);
    const cells = selection === undefined ? 1 : cellsIn(boxOf(selection, model.extent));
    const items =
      place.row === HEAD
        ? headItems(column, sort, commands)
        : this.#withRow(place.row, cellItems({ column, text, cells, sort }, commands));
    this.#menu.open(`Column ${column.name}`, items, x, y);
  }

  #withRow(row: number, items: readonly ContextMenuItem[]): readonly ContextMenuItem[] {
    const number = this.#pages.number(row);
    const own = number === undefined ? [] : this.#actions.rowItems(number);
    const [first, ...others] = items;
    return own.length === 0 || first === undefined
      ? items
      : [...own, { ...first, apart: true }, ...others];
  }

  #commandsOf(model: TableModel, place: Place, column: ColumnLine): MenuCommands {
    const { arrangement, columns } = model;
    const commands = this.#commands;
    const { onCopy, insert } = this.#actions;
    return {
      copy: (names) => commands.copy(names),
      copyRow: () => commands.copyRow(place.row),
      copyName: () => onCopy(column.name, 'column name'),
      inspect: () => commands.inspect(column),
      open: (as) => commands.openAs(place, as),
      filterBy: (test) => void this.#filterBy(model, place.row, column, test),
      filterOn: () => insert(`${writtenName(column, columns.lines)} `),
      sort: (sort) => arrangement.apply({ ...arrangement.wanted, sort }),
      fit: () => commands.fit(place.column),
      move: (direction) => commands.move(place.column, direction),
      hide: () => commands.hide(place.column),
    };
  }

  /** A cell on the screen may be abbreviated or rounded: what it holds is asked for. */
  async #filterBy(
    model: TableModel,
    row: number,
    column: ColumnLine,
    test: ValueTest,
  ): Promise<void> {
    const shown = this.#pages.text(row, column.index);
    const { lines } = model.columns;
    let condition = conditionOf(column, lines, test, shown ?? null, undefined);
    if (shown !== null) {
      const asked = { ...model.job.ref, row, column: column.index };
      // What is shown has to do where the cell cannot be had.
      const cell = await this.#host.request('cell', asked).catch(() => undefined);
      const text = cell?.texts[0] ?? shown ?? null;
      const exact = cell === undefined ? Number(shown) : firstNumber(cell.values);
      condition = conditionOf(column, lines, test, text, exact);
    }
    const { wanted } = model.arrangement;
    model.arrangement.apply({ ...wanted, filter: narrowed(wanted.filter, condition) });
  }
}

/** The first of little-endian float64. */
function firstNumber(values: Uint8Array): number | undefined {
  const view = new DataView(values.buffer, values.byteOffset, values.byteLength);
  return view.byteLength >= 8 ? view.getFloat64(0, true) : undefined;
}
