import { formatCount } from '../../../src/protocol/figures';
import type { CellReply } from '../../../src/protocol/table';
import type { NoticeContent } from '../../image/notice';
import type { ChosenCell } from '../../table/subject';
import { createButton } from '../../ui/button';
import { element, setText } from '../../ui/dom';
import { NO_TABLE } from '../column/column-panel';
import { DemandLine } from '../demand-line';
import { titleOf } from '../numbers';
import { OnDemand } from '../on-demand';
import { Page } from '../page';
import type { Panel } from '../panel';
import type { RowsContext } from '../table-context';
import { viewKey } from '../table-context';
import { cellBytes, cellForm } from './cell-shape';
import { CellView } from './cell-view';

/** How long a cell stays chosen before it is read, in milliseconds: the arrow keys go over many. */
const REST = 120;

const NO_CELL: NoticeContent = {
  icon: 'table',
  title: 'No cell chosen',
  text: 'Choose a cell of the table.',
};

/** The chosen cell in full. */
export class CellPanel implements Panel {
  readonly element: HTMLElement;
  readonly #context: RowsContext;
  readonly #page: Page;
  readonly #title = element('h3', { class: 'page-name' });
  readonly #where = element('p', { class: 'page-note', attributes: { 'data-field': 'where' } });
  readonly #problem = element('p', { class: 'page-trouble' });
  readonly #line: DemandLine;
  readonly #view = new CellView();
  readonly #copy = createButton({ label: 'Copy', onClick: () => this.#copyAll() });
  readonly #open = {
    picture: createButton({ label: 'Open as picture', onClick: () => this.#openAs('picture') }),
    line: createButton({ label: 'Open as plot', onClick: () => this.#openAs('line') }),
  };
  readonly #demand = new OnDemand<CellReply, never>(() => this.#draw(), REST);
  #inSight = false;
  /** The last reply stays while the next is on its way, so that nothing jumps from cell to cell. */
  #shown: { readonly cell: ChosenCell; readonly reply: CellReply } | undefined;

  constructor(context: RowsContext) {
    this.#context = context;
    this.#line = new DemandLine({
      name: 'this cell',
      onRead: () => this.#demand.ask(),
      onCancel: () => this.#demand.cancel(),
    });
    this.#page = new Page('Cell', [
      element('header', { class: 'page-head' }, [this.#title, this.#where, this.#problem]),
      this.#line.element,
      element('div', { class: 'page-tools' }, [
        this.#copy.element,
        this.#open.picture.element,
        this.#open.line.element,
      ]),
      this.#view.element,
    ]);
    this.element = this.#page.element;
  }

  update(): void {
    this.#inSight = true;
    const { table, host } = this.#context;
    const { hdu, view } = table;
    const cell = this.#cell;
    const absence = table.table === undefined ? NO_TABLE : undefined;
    this.#page.say(absence ?? (cell === undefined ? NO_CELL : undefined));
    if (hdu === undefined || cell === undefined || cell.column.problem !== undefined) {
      this.#demand.want(undefined);
    } else {
      const { row, column } = cell;
      const bytes = cellBytes(column) ?? 0;
      const local = table.table?.local === true;
      this.#demand.want({
        key: `${viewKey(table)}/${row}/${column.index}`,
        cost: local ? undefined : () => Promise.resolve({ bytes, requests: 1 }),
        read: (signal) =>
          host.request('cell', { hdu, view, row, column: column.index }, { signal }),
      });
    }
    this.#draw();
  }

  hide(): void {
    this.#inSight = false;
    this.#demand.hide();
  }

  get #cell(): ChosenCell | undefined {
    const { table, cell } = this.#context.table;
    return table === undefined ? undefined : cell;
  }

  #draw(): void {
    const cell = this.#cell;
    if (!this.#inSight || cell === undefined) {
      return;
    }
    const { column, number } = cell;
    const { origin } = this.#context.focus;
    const { state } = this.#demand;
    setText(this.#title, titleOf(column));
    setText(this.#where, `Row ${formatCount(number + origin)} of the table`);
    setText(this.#problem, column.problem ?? '');
    this.#line.show(state, { share: 0, text: '' });
    if (state.kind === 'done') {
      this.#shown = { cell, reply: state.reply };
    } else if (state.kind !== 'waiting' && state.kind !== 'reading') {
      this.#shown = undefined;
    }
    // What is shown of another column would stand under the wrong name.
    const reply = this.#shown?.cell.column === column ? this.#shown.reply : undefined;
    this.#view.show(column.problem === undefined && reply ? { column, reply, origin } : undefined);
    this.#view.element.classList.toggle('stale', state.kind !== 'done');
    const any = reply !== undefined && reply.count > 0;
    const form = reply && cellForm(column, reply);
    this.#open.picture.element.hidden = form !== 'picture';
    this.#open.line.element.hidden = form !== 'line';
    this.#copy.element.hidden = !any;
    this.#copy.setDisabled(
      state.kind !== 'done' || reply?.texts.every((text) => text === null) === true,
    );
  }

  #copyAll(): void {
    const shown = this.#shown;
    if (shown !== undefined) {
      this.#context.onCopy(cellCopy(shown.reply), 'value of the cell');
    }
  }

  #openAs(as: 'picture' | 'line'): void {
    const cell = this.#cell;
    if (cell !== undefined) {
      this.#context.onOpenCell(cell, as);
    }
  }
}

/** The elements as text: tabs along the fastest axis of an array of several, else a line each. */
export function cellCopy({ texts, shape }: CellReply): string {
  const across = shape.length > 1 ? (shape.at(-1) ?? 1) : 1;
  const lines: string[] = [];
  for (let i = 0; i < texts.length; i += across) {
    lines.push(
      texts
        .slice(i, i + across)
        .map((text) => text ?? '')
        .join('\t'),
    );
  }
  return lines.join('\n');
}
