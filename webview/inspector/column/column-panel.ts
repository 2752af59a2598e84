import type { ColumnLine, ColumnStatisticsReply } from '../../../src/protocol/table';
import type { NoticeContent } from '../../image/notice';
import { createButton } from '../../ui/button';
import { element, setText } from '../../ui/dom';
import { DemandLine } from '../demand-line';
import { OnDemand } from '../on-demand';
import { Page } from '../page';
import type { Panel } from '../panel';
import type { RowsContext } from '../table-context';
import { viewKey } from '../table-context';
import { ColumnHistogram } from './column-histogram';
import type { Fact } from './column-text';
import { columnFacts, rowsText, statisticsCopy, statisticsFacts } from './column-text';
import { FrequentList } from './frequent-list';

/** How long a column stays chosen before it is read, in milliseconds: the arrow keys go over many. */
const REST = 250;

export const NO_TABLE: NoticeContent = {
  icon: 'table',
  title: 'No table',
  text: 'There are no rows and columns to look at here.',
};

const NO_COLUMN: NoticeContent = {
  icon: 'table',
  title: 'No column chosen',
  text: 'Choose a cell, or the name of a column.',
};

/** What the file says of the chosen column, and what its values say: statistics and distribution. */
export class ColumnPanel implements Panel {
  readonly element: HTMLElement;
  readonly #context: RowsContext;
  readonly #page: Page;
  readonly #name = element('h3', { class: 'page-name' });
  readonly #description = element('p', { class: 'page-description' });
  readonly #problem = element('p', { class: 'page-trouble' });
  readonly #facts = element('table', {
    class: 'statistics facts',
    attributes: { 'aria-label': 'Column' },
  });
  readonly #statistics = element('table', {
    class: 'statistics',
    attributes: { 'aria-label': 'Statistics of the column' },
  });
  readonly #section: HTMLElement;
  readonly #line: DemandLine;
  readonly #histogram: ColumnHistogram;
  readonly #frequent = new FrequentList();
  readonly #copy = createButton({
    label: 'Copy all',
    title: 'Copy the statistics as tab-separated text',
    onClick: () => this.#copyAll(),
  });
  readonly #demand = new OnDemand<ColumnStatisticsReply, ColumnStatisticsReply>(
    () => this.#draw(),
    REST,
  );
  readonly #drawn = new Map<HTMLElement, string>();
  #inSight = false;

  constructor(context: RowsContext) {
    this.#context = context;
    this.#line = new DemandLine({
      name: 'this column',
      onRead: () => this.#demand.ask(),
      onCancel: () => this.#demand.cancel(),
    });
    this.#histogram = new ColumnHistogram(context);
    this.#section = element('section', { class: 'statistics-section' }, [
      element('div', { class: 'page-tools' }, [
        element('h3', { text: 'Statistics' }),
        element('span', { class: 'spacer' }),
        this.#copy.element,
      ]),
      this.#line.element,
      this.#statistics,
    ]);
    this.#page = new Page('Column', [
      element('header', { class: 'page-head' }, [
        this.#name,
        this.#description,
        this.#facts,
        this.#problem,
      ]),
      this.#section,
      this.#histogram.element,
      this.#frequent.element,
    ]);
    this.element = this.#page.element;
  }

  /** Lets go of what is of another table or view, also out of sight. */
  follow(): void {
    const column = this.#column;
    const { table, host } = this.#context;
    const { hdu, view } = table;
    if (hdu === undefined || column === undefined || column.problem !== undefined) {
      this.#demand.want(undefined);
      return;
    }
    const { index } = column;
    const key = `${viewKey(table)}/${index}`;
    if (!this.#inSight) {
      this.#demand.keepOnly(key);
      return;
    }
    this.#demand.want({
      key,
      cost: table.table?.local
        ? undefined
        : (signal) => host.request('columnsCost', { hdu, columns: [index] }, { signal }),
      read: (signal, onProgress) =>
        host.request('columnStatistics', { hdu, view, column: index }, { signal, onProgress }),
    });
  }

  update(): void {
    this.#inSight = true;
    const column = this.#column;
    const absence = this.#context.table.table === undefined ? NO_TABLE : undefined;
    this.#page.say(absence ?? (column === undefined ? NO_COLUMN : undefined));
    this.follow();
    if (column !== undefined) {
      setText(this.#name, column.name);
      setText(this.#description, column.description ?? '');
      setText(this.#problem, column.problem ?? '');
      this.#fill(this.#facts, columnFacts(column));
    }
    this.#draw();
  }

  hide(): void {
    this.#inSight = false;
    this.#demand.hide();
    this.#histogram.hide();
  }

  get #column(): ColumnLine | undefined {
    const { table, column } = this.#context.table;
    return table === undefined ? undefined : column;
  }

  get #reply(): ColumnStatisticsReply | undefined {
    const { state } = this.#demand;
    return state.kind === 'done' ? state.reply : undefined;
  }

  #draw(): void {
    if (!this.#inSight) {
      return;
    }
    const column = this.#column;
    const { state } = this.#demand;
    const reply = this.#reply;
    const soFar = state.kind === 'reading' ? state.progress : undefined;
    this.#line.show(
      state,
      soFar && { share: soFar.rows / Math.max(1, soFar.rowsInView), text: rowsText(soFar) },
    );
    const shown = reply ?? soFar;
    this.#section.hidden = column === undefined || column.problem !== undefined;
    this.#section.classList.toggle('outdated', reply === undefined);
    this.#statistics.hidden = shown === undefined;
    if (shown !== undefined && column !== undefined) {
      this.#fill(this.#statistics, statisticsFacts(shown, column));
    }
    this.#copy.setDisabled(reply === undefined);
    this.#histogram.show(column, reply);
    this.#frequent.show(frequentOf(reply));
  }

  #fill(rows: HTMLElement, facts: readonly Fact[]): void {
    const key = JSON.stringify(facts);
    if (this.#drawn.get(rows) !== key) {
      this.#drawn.set(rows, key);
      rows.replaceChildren(
        ...facts.map(({ name, text, exact }) =>
          element('tr', { attributes: { 'data-row': name } }, [
            element('th', { text: name, attributes: { scope: 'row' } }),
            element('td', { title: exact }, [element('span', { class: 'fact', text })]),
          ]),
        ),
      );
    }
  }

  #copyAll(): void {
    const column = this.#column;
    const reply = this.#reply;
    if (column !== undefined && reply !== undefined) {
      this.#context.onCopy(statisticsCopy(reply, column), `statistics of ${column.name}`);
    }
  }
}

/** A value that comes once is not frequent. */
function frequentOf(reply: ColumnStatisticsReply | undefined): ColumnStatisticsReply['frequent'] {
  return reply?.frequent.filter(({ count }) => count > 1) ?? [];
}
