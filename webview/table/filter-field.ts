import type { ColumnLine, FilterProblem } from '../../src/protocol/table';
import { element } from '../ui/dom';
import type { Completion } from './filter-words';
import { completions, wordAt } from './filter-words';

export interface FilterFieldActions {
  /** Enter: apply what stands there. */
  onApply(filter: string): void;
  onInput(filter: string): void;
  /** Escape, with nothing to close: back to the rows. */
  onLeave(): void;
}

export interface FilterFieldWords {
  readonly label: string;
  readonly title: string;
  readonly placeholder: string;
}

const WORDS: FilterFieldWords = {
  label: 'Filter rows',
  title: 'Condition on the rows (Enter applies it, Ctrl+Space lists names)',
  placeholder: 'Filter rows',
};

/** A page may have several fields: their lists need names of their own. */
let fields = 0;

/** The field for the filter: completes names, and underlines the words that make no sense. */
export class FilterField {
  readonly element: HTMLElement;
  readonly #input: HTMLInputElement;
  /** The same text behind the field, for the line under a word. */
  readonly #mirror = element('div', {
    class: 'filter-mirror',
    attributes: { 'aria-hidden': 'true' },
  });
  readonly #list: HTMLElement;
  readonly #actions: FilterFieldActions;
  readonly #id: string;
  #columns: readonly ColumnLine[] = [];
  #offered: readonly Completion[] = [];
  #at = -1;

  constructor(actions: FilterFieldActions, words = WORDS) {
    this.#actions = actions;
    this.#id = fields++ === 0 ? 'filter' : `filter-${fields}`;
    this.#list = element('div', {
      class: 'popover completions',
      attributes: {
        popover: 'manual',
        role: 'listbox',
        id: `${this.#id}-completions`,
        'aria-label': 'Names and words',
      },
    });
    this.#input = element('input', {
      class: 'filter-input',
      title: words.title,
      attributes: {
        type: 'text',
        role: 'combobox',
        placeholder: words.placeholder,
        spellcheck: 'false',
        autocomplete: 'off',
        'aria-label': words.label,
        'aria-autocomplete': 'list',
        'aria-controls': `${this.#id}-completions`,
        'aria-expanded': 'false',
      },
    });
    this.element = element('div', { class: 'filter-field' }, [
      this.#mirror,
      this.#input,
      this.#list,
    ]);
    this.#input.addEventListener('input', () => this.#onInput());
    this.#input.addEventListener('keydown', (event) => this.#onKey(event));
    this.#input.addEventListener('scroll', () => this.#follow());
    this.#input.addEventListener('blur', () => this.#close());
    window.addEventListener('resize', () => this.#close());
    this.#list.addEventListener('pointerdown', (event) => this.#onPick(event));
  }

  get value(): string {
    return this.#input.value;
  }

  setValue(value: string): void {
    if (value !== this.#input.value) {
      this.#input.value = value;
    }
    this.#close();
  }

  setColumns(columns: readonly ColumnLine[]): void {
    this.#columns = columns;
  }

  /** Underlines the part that makes no sense, or nothing. */
  setProblem(problem: FilterProblem | undefined): void {
    this.#input.ariaInvalid = String(problem !== undefined);
    this.#mirror.replaceChildren();
    if (problem !== undefined) {
      // Where something is missing at the end, the line is under what comes before.
      const { length } = this.#input.value;
      const from = Math.min(problem.from, Math.max(0, length - 1));
      const to = Math.max(problem.to, from + 1);
      const { value } = this.#input;
      this.#mirror.append(
        value.slice(0, from),
        element('span', { class: 'filter-wrong', text: value.slice(from, to) }),
        value.slice(to),
      );
      this.#follow();
    }
  }

  focus(): void {
    this.#input.focus();
    this.#input.select();
  }

  /** Puts a text where the caret is, and the caret behind it. */
  insert(text: string): void {
    this.#input.focus();
    this.#input.setRangeText(
      text,
      this.#input.selectionStart ?? 0,
      this.#input.selectionEnd ?? 0,
      'end',
    );
    this.#onInput();
  }

  #onInput(): void {
    this.setProblem(undefined);
    this.#actions.onInput(this.#input.value);
    this.#offer(false);
  }

  /** @param asked whether the user wants the list although nothing of a word is typed. */
  #offer(asked: boolean): void {
    const caret = this.#input.selectionStart ?? 0;
    const word = wordAt(this.#input.value, caret);
    const some = word !== undefined && (asked || word.to > word.from);
    const found = some ? completions(this.#columns, word.typed) : [];
    // What is complete needs no list.
    this.#offered = found.length === 1 && found[0]?.shown === word?.typed ? [] : found;
    this.#at = -1;
    if (this.#offered.length === 0) {
      this.#close();
      return;
    }
    this.#list.replaceChildren(
      ...this.#offered.map(({ shown, note }, at) =>
        element(
          'div',
          {
            class: 'completion',
            attributes: {
              role: 'option',
              id: `${this.#id}-completion-${at}`,
              'data-at': String(at),
            },
          },
          [
            element('span', { class: 'completion-name', text: shown }),
            element('span', { class: 'completion-note', text: note }),
          ],
        ),
      ),
    );
    const { left, bottom } = this.element.getBoundingClientRect();
    this.#list.style.left = `${left}px`;
    this.#list.style.top = `${bottom + 2}px`;
    if (!this.#isOpen) {
      this.#list.showPopover();
      this.#input.ariaExpanded = 'true';
    }
    this.#choose(-1);
  }

  get #isOpen(): boolean {
    return this.#list.matches(':popover-open');
  }

  #close(): void {
    if (this.#isOpen) {
      this.#list.hidePopover();
    }
    this.#input.ariaExpanded = 'false';
    this.#input.removeAttribute('aria-activedescendant');
    this.#offered = [];
    this.#at = -1;
  }

  #choose(at: number): void {
    this.#at = at;
    for (const [i, option] of [...this.#list.children].entries()) {
      option.ariaSelected = String(i === at);
      if (i === at) {
        option.scrollIntoView({ block: 'nearest' });
        this.#input.setAttribute('aria-activedescendant', option.id);
      }
    }
    if (at < 0) {
      this.#input.removeAttribute('aria-activedescendant');
    }
  }

  #accept(at: number): void {
    const word = wordAt(this.#input.value, this.#input.selectionStart ?? 0);
    const completion = this.#offered[at];
    if (word !== undefined && completion !== undefined) {
      this.#input.setRangeText(completion.written, word.from, word.to, 'end');
      this.setProblem(undefined);
      this.#actions.onInput(this.#input.value);
    }
    this.#close();
  }

  #onKey(event: KeyboardEvent): void {
    const { key } = event;
    const count = this.#offered.length;
    if (key === ' ' && event.ctrlKey) {
      event.preventDefault();
      this.#offer(true);
    } else if (count > 0 && (key === 'ArrowDown' || key === 'ArrowUp')) {
      event.preventDefault();
      // −1 is the field itself.
      const step = key === 'ArrowDown' ? 1 : count + 1;
      this.#choose(((this.#at + 1 + step) % (count + 1)) - 1);
    } else if (key === 'Tab' && count > 0 && !event.shiftKey) {
      event.preventDefault();
      this.#accept(Math.max(0, this.#at));
    } else if (key === 'Enter' && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      if (this.#at >= 0) {
        this.#accept(this.#at);
      } else {
        this.#close();
        this.#actions.onApply(this.#input.value);
      }
    } else if (key === 'ArrowDown' && count === 0) {
      event.preventDefault();
      this.#actions.onLeave();
    } else if (key === 'Escape') {
      event.preventDefault();
      if (this.#isOpen) {
        this.#close();
      } else {
        this.#actions.onLeave();
      }
    }
  }

  #onPick(event: PointerEvent): void {
    // The field keeps the focus.
    event.preventDefault();
    const option = event.target instanceof Element ? event.target.closest('.completion') : null;
    if (option instanceof HTMLElement) {
      this.#accept(Number(option.dataset['at']));
    }
  }

  #follow(): void {
    this.#mirror.style.transform = `translateX(${-this.#input.scrollLeft}px)`;
  }
}
