import { element } from '../ui/dom';

export interface TabPage<N extends string> {
  readonly name: N;
  readonly label: string;
  readonly page: HTMLElement;
}

/** How many pages have been given an id by which their tabs name them. */
let named = 0;

/** Pages of which one is on show; the arrow keys move and choose, as the pattern for tabs has it. */
export class PageTabs<N extends string> {
  readonly element: HTMLElement;
  readonly #pages: readonly TabPage<N>[];
  readonly #buttons: readonly HTMLElement[];
  readonly #onChoose: (name: N) => void;

  constructor(label: string, pages: readonly TabPage<N>[], onChoose: (name: N) => void) {
    this.#pages = pages;
    this.#onChoose = onChoose;
    this.#buttons = pages.map((page) => this.#button(page));
    this.element = element(
      'div',
      { class: 'search-tabs', attributes: { role: 'tablist', 'aria-label': label } },
      this.#buttons,
    );
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
  }

  /** @param chosen the page on show; undefined where all are, and there is nothing to choose. */
  show(chosen: N | undefined): void {
    this.element.hidden = chosen === undefined;
    this.#pages.forEach(({ name, page }, at) => {
      page.classList.toggle('other-page', chosen !== undefined && name !== chosen);
      this.#buttons[at]?.setAttribute('aria-selected', String(name === chosen));
      this.#buttons[at]?.setAttribute('tabindex', name === chosen ? '0' : '-1');
    });
  }

  #button({ name, label, page }: TabPage<N>): HTMLElement {
    // A page may be one of several lists of tabs, of which one is on show.
    page.id ||= `tab-page-${++named}`;
    const button = element('button', {
      class: 'search-tab',
      text: label,
      attributes: {
        ...{ type: 'button', role: 'tab' },
        ...{ 'aria-selected': 'false', 'aria-controls': page.id },
      },
    });
    button.addEventListener('click', () => this.#onChoose(name));
    return button;
  }

  #onKey(event: KeyboardEvent): void {
    const at = this.#buttons.findIndex((button) => button === document.activeElement);
    const count = this.#buttons.length;
    const to = {
      ArrowRight: (at + 1) % count,
      ArrowLeft: (at + count - 1) % count,
      Home: 0,
      End: count - 1,
    }[event.key];
    const page = to === undefined ? undefined : this.#pages[to];
    if (at >= 0 && to !== undefined && page !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      this.#onChoose(page.name);
      this.#buttons[to]?.focus();
    }
  }
}
