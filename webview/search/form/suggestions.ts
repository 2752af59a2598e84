import { element } from '../../ui/dom';
import { rove } from '../../ui/roving';

export interface Suggestion {
  readonly value: string;
  /** What is shown, where that is something else. */
  readonly label?: string | undefined;
  /** Beside it, dimmed. */
  readonly note: string;
  readonly title?: string | undefined;
}

let lists = 0;

/** A list under an input that offers what may be typed; the focus stays in the input. */
export class Suggestions {
  readonly element: HTMLElement;
  readonly #input: HTMLInputElement;
  readonly #onChoose: (value: string) => void;
  #items: readonly Suggestion[] = [];
  #at = -1;

  constructor(input: HTMLInputElement, label: string, onChoose: (value: string) => void) {
    this.#input = input;
    this.#onChoose = onChoose;
    const id = `suggestions-${++lists}`;
    this.element = element('div', {
      class: 'popover completions',
      attributes: { id, popover: 'manual', role: 'listbox', 'aria-label': label },
    });
    for (const [name, value] of [
      ['role', 'combobox'],
      ['aria-autocomplete', 'list'],
      ['aria-controls', id],
      ['aria-expanded', 'false'],
      ['autocomplete', 'off'],
      ['spellcheck', 'false'],
    ] as const) {
      input.setAttribute(name, value);
    }
    // The input would lose the focus, and with it what is typed.
    this.element.addEventListener('pointerdown', (event) => event.preventDefault());
    this.element.addEventListener('click', (event) => {
      const row = event.target instanceof Element ? event.target.closest('.completion') : null;
      const item = this.#items[row === null ? -1 : [...this.element.children].indexOf(row)];
      if (item !== undefined) {
        this.#choose(item);
      }
    });
    window.addEventListener('resize', () => this.close());
    // The form scrolls under it, as when an input comes into sight that gets the focus.
    window.addEventListener('scroll', () => this.#place(), true);
  }

  get isOpen(): boolean {
    return this.element.matches(':popover-open');
  }

  /** Offers these; nothing closes the list. */
  offer(items: readonly Suggestion[]): void {
    this.#items = items;
    this.#at = -1;
    if (items.length === 0) {
      this.close();
      return;
    }
    this.element.replaceChildren(
      ...items.map(({ value, label = value, note, title = label }, index) =>
        element(
          'div',
          {
            class: 'completion',
            title,
            attributes: {
              role: 'option',
              id: `${this.element.id}-${index}`,
              'aria-selected': 'false',
            },
          },
          [
            element('span', { class: 'completion-name', text: label }),
            element('span', { class: 'completion-note', text: note }),
          ],
        ),
      ),
    );
    if (!this.isOpen) {
      this.element.showPopover();
    }
    this.#input.setAttribute('aria-expanded', 'true');
    this.#input.removeAttribute('aria-activedescendant');
    this.#place();
  }

  close(): void {
    this.#at = -1;
    this.#input.setAttribute('aria-expanded', 'false');
    this.#input.removeAttribute('aria-activedescendant');
    if (this.isOpen) {
      this.element.hidePopover();
    }
  }

  /** Takes the keys that walk through the list and choose from it; true where one was. */
  onKey({ key, ctrlKey, metaKey }: KeyboardEvent): boolean {
    if (!this.isOpen || ctrlKey || metaKey) {
      return false;
    }
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      const from = key === 'ArrowUp' && this.#at < 0 ? 0 : this.#at;
      this.#mark(rove(key, from, this.#items.length) ?? 0);
      return true;
    }
    const item = this.#items[this.#at];
    if ((key === 'Enter' || key === 'Tab') && item !== undefined) {
      this.#choose(item);
      return key === 'Enter';
    }
    if (key === 'Escape') {
      this.close();
      return true;
    }
    return false;
  }

  #place(): void {
    if (this.isOpen) {
      const { left, top, bottom, width } = this.#input.getBoundingClientRect();
      const height = this.element.offsetHeight;
      const below = window.innerHeight - bottom;
      // Where there is no room under it, over it.
      const isAbove = height + 2 > below && top > below;
      this.element.style.left = `${left}px`;
      this.element.style.top = `${isAbove ? Math.max(0, top - height - 2) : bottom + 2}px`;
      this.element.style.minWidth = `${width}px`;
    }
  }

  #choose({ value }: Suggestion): void {
    this.close();
    this.#onChoose(value);
  }

  #mark(at: number): void {
    this.#at = at;
    [...this.element.children].forEach((row, index) => {
      row.setAttribute('aria-selected', String(index === at));
      if (index === at) {
        this.#input.setAttribute('aria-activedescendant', row.id);
        row.scrollIntoView({ block: 'nearest' });
      }
    });
  }
}
