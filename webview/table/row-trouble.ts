import { formatCount } from '../../src/protocol/figures';
import { createButton } from '../ui/button';
import { element, setText } from '../ui/dom';
import type { Span } from './columns';
import { ROW_HEIGHT } from './grid-body';
import type { GridSource } from './grid';

/** Says over the rows that could not be read why, and tries them again. */
export class RowTrouble {
  readonly element: HTMLElement;
  readonly #text = element('span', { class: 'row-trouble-text' });

  constructor(onRetry: () => void) {
    const retry = createButton({ label: 'Retry', onClick: onRetry });
    this.element = element('div', { class: 'row-trouble', attributes: { role: 'alert' } }, [
      this.#text,
      retry.element,
    ]);
    this.element.hidden = true;
  }

  /** @param top position of the screen in pixels of the rows. */
  draw({ pages, origin, rows }: GridSource, { from, to }: Span, top: number): void {
    const first = Math.floor(from / pages.pageRows);
    const last = Math.ceil(to / pages.pageRows);
    for (let page = first; page < last; page++) {
      const trouble = pages.trouble(page);
      if (trouble !== undefined) {
        const start = page * pages.pageRows;
        const end = Math.min(rows, start + pages.pageRows);
        const middle = ((Math.max(start, from) + Math.min(end, to)) / 2) * ROW_HEIGHT;
        this.element.hidden = false;
        this.element.style.top = `${middle - top}px`;
        const which = `Rows ${formatCount(start + origin)} to ${formatCount(end - 1 + origin)}`;
        const why = [trouble.message, trouble.hint].filter(Boolean).join(' ');
        setText(this.#text, `${which} could not be read. ${why}`);
        return;
      }
    }
    this.element.hidden = true;
  }
}
