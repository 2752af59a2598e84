import type { TableReply } from '../../src/protocol/table';
import { createNotice } from '../image/notice';
import { element, setText } from '../ui/dom';
import { icon } from '../ui/icons';
import type { TableModel } from './table-model';
import { bannerLines, bannerText, emptyNotice } from './table-words';

/** What is said of a table: above it what is wrong with it, and in place of its rows that there are none. */
export class TableNotices {
  readonly #wrong = element('span');
  readonly banner = element('div', { class: 'table-banner', attributes: { role: 'status' } }, [
    icon('warning'),
    this.#wrong,
  ]);
  readonly instead = element('div', { class: 'table-notice' });
  readonly #actions: Parameters<typeof emptyNotice>[3];
  #said = '';

  constructor(actions: Parameters<typeof emptyNotice>[3]) {
    this.#actions = actions;
  }

  /** Says what is wrong with a table. */
  warn(table: TableReply | undefined, warnings: readonly string[]): void {
    const lines = table === undefined ? [] : bannerLines(table, warnings);
    setText(this.#wrong, bannerText(lines));
    this.#wrong.title = lines.join('\n');
    this.banner.hidden = lines.length === 0;
  }

  /** Says why there are no cells to see, where there are none. */
  update(model: TableModel | undefined): void {
    const notice =
      model && emptyNotice(model.table, model.columns, model.arrangement.view, this.#actions);
    this.instead.hidden = notice === undefined;
    const said = notice?.title ?? '';
    // The same words are left in place: made anew, they would be spoken anew.
    if (said !== this.#said) {
      this.#said = said;
      this.instead.replaceChildren(...(notice === undefined ? [] : [createNotice(notice)]));
    }
  }
}
