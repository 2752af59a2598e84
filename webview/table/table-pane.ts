import type { ColumnLine, TableReply } from '../../src/protocol/table';
import { element } from '../ui/dom';
import { Activity } from './activity';
import { arrangeActivity } from './arrange-text';
import type { Arranged, WholeView } from './arrangement';
import { Arrangement } from './arrangement';
import { Columns } from './columns';
import type { GridSource } from './grid';
import { Grid } from './grid';
import { runKey } from './grid-keys';
import { GridPointer } from './grid-pointer';
import { TableJobs } from './jobs';
import type { KeptTable } from './kept';
import { Measure } from './measure';
import { rowsOfPage } from './pages';
import { RowPages } from './row-pages';
import { HEAD, bounded, single } from './selection';
import type { ChosenCell, TableSubject } from './subject';
import './table.css';
import type { TablePaneActions } from './table-commands';
import { TableCommands } from './table-commands';
import type { TableHost } from './table-host';
import { TableMenus } from './table-menus';
import type { TableTarget } from './table-model';
import { TableModel } from './table-model';
import { TableNotices } from './table-notices';
import { TableTools } from './table-tools';

export type { TablePaneActions } from './table-commands';
export type { TableTarget } from './table-model';

/** While one scrolls, what is in sight is told of this long after, in milliseconds. */
const SCROLL_PACE = 250;

/** A table: the strip of tools, what is going on, and the grid. */
export class TablePane implements TableSubject {
  readonly element: HTMLElement;
  readonly #host: TableHost;
  readonly #actions: TablePaneActions;
  readonly #pages: RowPages;
  readonly #grid: Grid;
  readonly #tools: TableTools;
  readonly #jobs: TableJobs;
  readonly #commands: TableCommands;
  readonly #menus: TableMenus;
  readonly #arranging = new Activity('Sort and filter', () => this.focus());
  readonly #notices = new TableNotices({
    onShowAll: () => this.#showAll(),
    onClear: () => this.#filter(''),
  });
  #model: TableModel | undefined;
  #origin: 0 | 1 = 1;
  /** How the table was left: taken up when its rows are there in the order they had. */
  #kept: KeptTable | undefined;
  #marked: Uint32Array | undefined;
  #scrolled = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: TableHost, actions: TablePaneActions) {
    this.#host = host;
    this.#actions = actions;
    this.#pages = new RowPages(host, {
      onCells: () => {
        this.#grid.draw();
        actions.onChange();
      },
      onWarnings: (warnings) => this.#notices.warn(this.#model?.table, warnings),
      onGone: () => this.#model?.arrangement.renew(),
    });
    this.#grid = new Grid((sight) => {
      this.#pages.want(sight);
      this.#tellScroll();
    });
    const onCopy = (text: string, what: string): void => actions.onCopy(text, what);
    this.#jobs = new TableJobs(host, onCopy, () => this.focus());
    this.#commands = this.#makeCommands();
    this.#menus = new TableMenus(host, this.#pages, this.#commands, {
      onCopy,
      insert: (name) => this.#tools.filter.insert(name),
      rowItems: (row) => actions.rowItems?.(row) ?? [],
    });
    this.#tools = new TableTools({
      onApply: (filter) => this.#filter(filter),
      onLeave: () => this.focus(),
      change: (change) => this.#commands.change(change),
      onJump: (column) => {
        this.#commands.jumpTo(column);
        this.focus();
      },
      onGoTo: (row) => {
        this.goTo(row);
        this.focus();
      },
      onExport: (format) => this.#commands.export(format),
    });
    this.element = element(
      'section',
      { class: 'table-pane', attributes: { 'aria-label': 'Table' } },
      [
        this.#tools.element,
        this.#tools.filter.message,
        this.#notices.banner,
        this.#arranging.element,
        this.#jobs.element,
        element('div', { class: 'table-body' }, [this.#grid.element, this.#notices.instead]),
        this.#menus.element,
      ],
    );
    this.#grid.element.addEventListener('keydown', (event) => this.#onKey(event));
    new GridPointer(this.#grid, () => this.#model, this.#commands);
    this.clear();
  }

  get hdu(): number | undefined {
    return this.#model?.target.hdu;
  }

  get table(): TableReply | undefined {
    return this.#model?.table;
  }

  get view(): string {
    return this.#model?.arrangement.view.view ?? '';
  }

  get rows(): number {
    return this.#model?.rows ?? 0;
  }

  get column(): ColumnLine | undefined {
    const { selection } = this.#model ?? {};
    return selection && this.#model?.columnAt(selection.cursor.column);
  }

  /** The cell under the cursor, once its text is here. */
  get cell(): ChosenCell | undefined {
    const { selection } = this.#model ?? {};
    return selection && this.#commands.cellAt(selection.cursor);
  }

  /** Whether something is being read: cells in sight, or what is sorted and filtered by. */
  get busy(): boolean {
    const { is } = this.#model?.arrangement.state ?? { is: 'settled' };
    return this.#pages.busy || is === 'looking' || is === 'reading';
  }

  /** What is kept of it; undefined while there is none. */
  get state(): KeptTable | undefined {
    const model = this.#model;
    if (model === undefined) {
      return undefined;
    }
    const { columns, arrangement, selection } = model;
    const { filter, sort } = arrangement.wanted;
    const column = this.column?.index;
    const inRows = selection !== undefined && selection.cursor.row !== HEAD;
    const cell = inRows && column !== undefined ? { row: selection.cursor.row, column } : undefined;
    const place = this.#kept ?? { row: this.#grid.firstRow, left: this.#grid.left, cell };
    const { row, left } = place;
    return { filter, sort, columns: columns.kept, row, left, cell: place.cell };
  }

  /**
   * Shows a table from its first row, or as it was left.
   *
   * @param whole what is shown unsorted and unfiltered, where that is not the table as it is stored.
   */
  show(
    target: TableTarget,
    table: TableReply,
    kept: KeptTable | undefined,
    whole?: WholeView,
  ): void {
    this.clear();
    this.element.hidden = false;
    const measure = new Measure(this.#grid.element, this.#grid.head.element);
    const columns = new Columns(table.columns, (column) => measure.usual(column), kept?.columns);
    const onChange = (another: boolean): void => this.#onArrangement(another);
    const { hdu } = target;
    const arrangement = new Arrangement(this.#host, hdu, table, this.#origin, onChange, whole);
    this.#model = new TableModel(target, table, columns, arrangement);
    this.#kept = kept;
    this.#grid.element.ariaLabel = `Table ${target.title}`;
    this.#notices.warn(table, table.warnings);
    this.#tools.filter.show(table.columns, kept?.filter ?? '');
    this.#tools.showColumns(columns);
    this.#showView();
    const sort = kept?.sort.filter(({ column }) => table.columns[column] !== undefined) ?? [];
    if (kept !== undefined && (kept.filter !== '' || sort.length > 0)) {
      arrangement.apply({ filter: kept.filter, sort });
    } else {
      this.#takeUp();
    }
  }

  /**
   * The same table with more rows at its end, by another number: columns, filter, order and what is in sight stay.
   * What is filtered or sorted is shown as it was until that is done anew; the promise ends then.
   */
  async grow(target: TableTarget, table: TableReply): Promise<void> {
    const before = this.#model;
    if (before === undefined) {
      return;
    }
    const { wanted } = before.arrangement;
    const next = await this.#grown(before, target, table, wanted);
    if (this.#model !== before) {
      next.arrangement.dispose();
    } else if (before.arrangement.wanted !== wanted) {
      // The user wants other rows by now.
      next.arrangement.dispose();
      await this.grow(target, table);
    } else {
      this.#replace(before, next);
    }
  }

  clear(): void {
    this.#model?.arrangement.dispose();
    this.#model = undefined;
    this.#kept = undefined;
    this.#jobs.stop();
    this.#menus.close();
    this.#pages.show(undefined, 0, 1);
    this.#grid.show(undefined);
    this.#arranging.show(undefined);
    this.#notices.update(undefined);
    this.element.hidden = true;
  }

  focus(): void {
    this.#grid.element.focus({ preventScroll: true });
  }

  /** Chooses a row of the view and brings it in sight. */
  goTo(row: number): void {
    this.#commands.goTo(row);
  }

  /** Points out rows of the table, ascending; undefined for none. */
  setMarked(rows: Uint32Array | undefined): void {
    this.#marked = rows !== undefined && rows.length > 0 ? rows : undefined;
    this.#grid.draw();
  }

  /** What the first row is counted as. */
  setOrigin(origin: 0 | 1): void {
    this.#origin = origin;
    if (this.#model !== undefined) {
      this.#tools.showRows(this.#model.arrangement, this.#model.table.rowsPresent, origin);
      this.#grid.refresh();
      this.#model.arrangement.countFrom(origin);
    }
  }

  /** The model of the grown table, once its rows are in the order that is wanted, or cannot be. */
  #grown(
    before: TableModel,
    target: TableTarget,
    table: TableReply,
    wanted: Arranged,
  ): Promise<TableModel> {
    return new Promise((resolve) => {
      const onChange = (another: boolean): void => {
        if (this.#model === next) {
          this.#onArrangement(another);
        } else if (!['looking', 'reading'].includes(arrangement.state.is)) {
          resolve(next);
        }
      };
      const arrangement = new Arrangement(this.#host, target.hdu, table, this.#origin, onChange);
      const next = new TableModel(target, table, before.columns, arrangement);
      if (wanted.filter === '' && wanted.sort.length === 0) {
        resolve(next);
      } else {
        arrangement.apply(wanted);
      }
    });
  }

  #replace(before: TableModel, next: TableModel): void {
    const { arrangement, table } = next;
    const wasAs = before.arrangement.view;
    before.arrangement.dispose();
    this.#model = next;
    next.selection = before.selection && bounded(before.selection, next.extent);
    const { view } = arrangement;
    const isLonger =
      view.sort.length === 0 && wasAs.sort.length === 0 && view.filter === wasAs.filter;
    if (isLonger && view.rows >= wasAs.rows) {
      this.#pages.grow(next.job.ref, next.rows);
    } else {
      this.#pages.replace(next.job.ref, next.rows);
    }
    this.#grid.grow(this.#sourceOf(next));
    this.#arranging.show(arrangeActivity(arrangement));
    this.#tools.showRows(arrangement, table.rowsPresent, this.#origin);
    this.#notices.update(next);
    this.#takeUp();
    this.#actions.onChange();
  }

  #makeCommands(): TableCommands {
    const model = (): TableModel | undefined => this.#model;
    return new TableCommands({
      grid: this.#grid,
      pages: this.#pages,
      jobs: this.#jobs,
      actions: this.#actions,
      get model() {
        return model();
      },
      onColumns: () => this.#onColumns(),
      openMenu: (place, x, y) => {
        if (this.#model !== undefined) {
          this.#menus.open(this.#model, place, x, y);
        }
      },
      focusRow: () => this.#tools.focusRow(),
      focusFilter: () => this.#tools.filter.focus(),
    });
  }

  #onKey(event: KeyboardEvent): void {
    const model = this.#model;
    if (model === undefined || event.target !== this.#grid.element) {
      return;
    }
    const { screen } = this.#grid;
    const context = { selection: model.selection, ...model.extent, screen };
    if (runKey(event, context, this.#commands)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  /** What is in sight is part of what is kept. */
  #tellScroll(): void {
    const scrolled = `${this.#grid.firstRow}/${this.#grid.left}`;
    if (scrolled !== this.#scrolled) {
      this.#scrolled = scrolled;
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined;
        this.#actions.onChange();
      }, SCROLL_PACE);
    }
  }

  #filter(filter: string): void {
    const { arrangement } = this.#model ?? {};
    arrangement?.apply({ ...arrangement.wanted, filter });
  }

  #onArrangement(another: boolean): void {
    const model = this.#model;
    if (model === undefined) {
      return;
    }
    const { state, wanted } = model.arrangement;
    const { filter } = this.#tools;
    this.#arranging.show(arrangeActivity(model.arrangement));
    filter.showProblem(state.is === 'wrong' ? state.problem : undefined);
    if (state.is === 'looking' && !isOrderOf(this.#kept, wanted)) {
      this.#kept = undefined;
    }
    if (another || state.is === 'looking') {
      filter.follow(wanted.filter);
    } else if (state.is === 'settled') {
      // Cancelled: what was typed stays, to be mended.
      filter.setApplied(wanted.filter);
    }
    if (another) {
      this.#showView();
    }
    if (state.is === 'settled') {
      this.#takeUp();
    }
    this.#grid.draw();
    this.#actions.onChange();
  }

  /** Shows the rows of the view, from the first. */
  #showView(): void {
    const model = this.#model;
    if (model === undefined) {
      return;
    }
    const { table, arrangement, selection } = model;
    this.#pages.show(model.job.ref, model.rows, rowsOfPage(table.bytesPerRow));
    const inHead = selection?.cursor.row === HEAD;
    model.selection =
      selection && bounded(single(inHead ? HEAD : 0, selection.cursor.column), model.extent);
    const { left } = this.#grid;
    this.#grid.show(this.#sourceOf(model));
    this.#grid.scrollTo(0, left);
    this.#tools.showRows(arrangement, table.rowsPresent, this.#origin);
    this.#notices.update(model);
  }

  #sourceOf(model: TableModel): GridSource {
    const { columns, arrangement, rows, table } = model;
    const origin = (): 0 | 1 => this.#origin;
    const marked = (): Uint32Array | undefined => this.#marked;
    return {
      ...{ columns, rows, rowsOfTable: table.rows, pages: this.#pages },
      get isMarked() {
        const rows = marked();
        return rows && ((number: number) => holds(rows, number));
      },
      get sort() {
        return arrangement.wanted.sort;
      },
      get selection() {
        return model.selection;
      },
      get origin() {
        return origin();
      },
    };
  }

  /** Brings in sight what was when the table was left. */
  #takeUp(): void {
    const kept = this.#kept;
    const model = this.#model;
    this.#kept = undefined;
    if (kept === undefined || model === undefined) {
      return;
    }
    const place = kept.cell === undefined ? -1 : model.columns.placeOf(kept.cell.column);
    if (kept.cell !== undefined && place >= 0 && kept.cell.row < model.rows) {
      model.selection = single(kept.cell.row, place);
    }
    this.#grid.scrollTo(kept.row, kept.left);
    this.#actions.onChange();
  }

  #onColumns(): void {
    const { columns } = this.#model ?? {};
    if (columns !== undefined) {
      this.#tools.showColumns(columns);
      this.#grid.refresh();
      this.#notices.update(this.#model);
      this.#actions.onChange();
    }
  }

  #showAll(): void {
    this.#commands.change((columns) => {
      const all = columns.lines.map(({ index }) => index);
      columns.setShown(all, true);
    });
  }
}

/** Whether the rows are in the order, and those, that a place was kept of. */
function isOrderOf(kept: KeptTable | undefined, { filter, sort }: Arranged): boolean {
  return kept?.filter === filter && JSON.stringify(kept.sort) === JSON.stringify(sort);
}

/** Whether ascending rows hold one. */
function holds(rows: Uint32Array, row: number): boolean {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle] ?? 0) < row) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return rows[low] === row;
}
