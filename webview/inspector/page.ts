import type { NoticeContent } from '../image/notice';
import { createNotice } from '../image/notice';
import { element } from '../ui/dom';

/** The body of a panel: its content, or words in place of it. */
export class Page {
  readonly element: HTMLElement;
  readonly #content: HTMLElement;
  readonly #notice = element('div', { class: 'page-notice' });
  #said = '';

  constructor(name: string, content: readonly HTMLElement[]) {
    this.#content = element('div', { class: 'page-content' }, content);
    this.element = element(
      'section',
      { class: `panel-body page page-${name.toLowerCase()}`, attributes: { 'aria-label': name } },
      [this.#content, this.#notice],
    );
    this.say(undefined);
  }

  /** Says something in place of the content, or shows the content. */
  say(notice: NoticeContent | undefined): void {
    this.#content.hidden = notice !== undefined;
    this.#notice.hidden = notice === undefined;
    const said = notice === undefined ? '' : `${notice.title}\n${notice.text ?? ''}`;
    // The same words are left in place: made anew, they would be spoken anew.
    if (said !== this.#said) {
      this.#said = said;
      this.#notice.replaceChildren(...(notice === undefined ? [] : [createNotice(notice)]));
    }
  }
}
