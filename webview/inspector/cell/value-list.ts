import { rowWindow } from '../../header/window';
import { element, setText } from '../../ui/dom';
import { placeText } from './cell-shape';

/** Must be the height of `.value-row` in the style sheet. */
const ROW_HEIGHT = 20;

export interface ValueListView {
  readonly texts: readonly (string | null)[];
  /** Slowest axis first. */
  readonly shape: readonly number[];
  readonly origin: 0 | 1;
}

/** The elements of a cell, exact, of which only the rows in sight exist. */
export class ValueList {
  readonly element = element('div', {
    class: 'value-list',
    attributes: { role: 'table', tabindex: '0', 'aria-label': 'Values of the cell' },
  });
  readonly #head = element('span', { class: 'value-head' });
  readonly #tall = element('div', { class: 'value-list-tall', attributes: { role: 'rowgroup' } });
  #view: ValueListView = { texts: [], shape: [], origin: 1 };

  constructor() {
    const head = element('div', { class: 'value-row value-heads', attributes: { role: 'row' } }, [
      this.#head,
      element('span', { text: 'Value', attributes: { role: 'columnheader' } }),
    ]);
    this.#head.setAttribute('role', 'columnheader');
    this.element.append(head, this.#tall);
    this.element.addEventListener('scroll', () => this.#draw(), { passive: true });
    new ResizeObserver(() => this.#draw()).observe(this.element);
  }

  show(view: ValueListView): void {
    if (view.texts !== this.#view.texts) {
      this.element.scrollTop = 0;
    }
    this.#view = view;
    setText(this.#head, `Index from ${view.origin}`);
    this.element.setAttribute('aria-rowcount', String(view.texts.length + 1));
    this.#tall.style.height = `${view.texts.length * ROW_HEIGHT}px`;
    this.#draw();
  }

  #draw(): void {
    const { texts, shape, origin } = this.#view;
    const geometry = {
      rows: texts.length,
      rowHeight: ROW_HEIGHT,
      viewHeight: this.element.clientHeight,
    };
    const { from, to } = rowWindow(geometry, this.element.scrollTop);
    this.#tall.replaceChildren(
      ...texts.slice(from, to).map((text, offset) => {
        const at = from + offset;
        const row = element(
          'div',
          { class: 'value-row', attributes: { role: 'row', 'aria-rowindex': String(at + 2) } },
          [
            element('span', {
              class: 'value-index',
              text: placeText(at, shape, origin),
              attributes: { role: 'rowheader' },
            }),
            element('span', {
              class: text === null ? 'value-text value-missing' : 'value-text',
              text: text ?? 'missing',
              title: text ?? 'missing',
              attributes: { role: 'cell' },
            }),
          ],
        );
        row.style.top = `${at * ROW_HEIGHT}px`;
        return row;
      }),
    );
  }
}
