import type { CatalogState } from '../../../src/protocol/catalog';
import type { NoticeContent } from '../../image/notice';
import { createNotice } from '../../image/notice';
import { element } from '../../ui/dom';

/** What stands in place of the rows while there are none: what to do, or why they do not come. */
export class ResultsInstead {
  readonly element = element('div', { class: 'results-instead' });
  readonly #onRunAgain: () => void;
  #said = '';

  constructor(onRunAgain: () => void) {
    this.#onRunAgain = onRunAgain;
  }

  show(state: CatalogState | undefined, hasRows: boolean): void {
    this.element.hidden = hasRows;
    const notice = this.#noticeOf(state);
    const said = JSON.stringify([notice.title, notice.text, notice.actions?.length]);
    // The same words are left in place: made anew, they would be spoken anew.
    if (said !== this.#said) {
      this.#said = said;
      this.element.replaceChildren(createNotice(notice));
    }
  }

  #noticeOf(state: CatalogState | undefined): NoticeContent {
    const { running, result, failure } = state ?? {};
    const again = { label: 'Run again', onClick: this.#onRunAgain };
    if (running?.paused === true) {
      return {
        ...{ icon: 'table', title: 'Paused' },
        text: 'No rows have come yet. Resume to read on.',
      };
    }
    if (running !== undefined) {
      return {
        ...{ icon: 'table', title: 'Reading…' },
        text: 'The rows are shown as they come. What has come is kept if you stop.',
      };
    }
    if (failure?.of === 'result') {
      const next = result === undefined ? 'Plan or run the query again.' : '';
      return {
        ...{ icon: 'warning', title: 'The rows cannot be shown' },
        text: [failure.message, failure.hint ?? next].filter(Boolean).join(' '),
        ...(result === undefined ? {} : { actions: [again] }),
      };
    }
    if (result === undefined) {
      return {
        ...{ icon: 'table', title: 'Nothing has been asked yet' },
        text: 'Choose a region, a filter and columns, then Plan or Run.',
      };
    }
    return {
      ...{ icon: 'table', title: 'The rows are being opened…' },
      text: 'Where they do not come, they are kept no more.',
      actions: [again],
    };
  }
}
