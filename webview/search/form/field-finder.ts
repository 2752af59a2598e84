import { countOf } from '../../../src/protocol/figures';
import type { SearchField } from '../../../src/protocol/search';
import { element } from '../../ui/dom';
import { matchingFields } from './matches';
import { Suggestions } from './suggestions';

/** An input that finds any other column of the service by what is typed, and adds it to the form. */
export class FieldFinder {
  readonly element: HTMLElement;
  readonly #input = element('input', {
    class: 'search-input',
    title: 'Finds columns by their name, label or description',
    attributes: { 'aria-label': 'Add a criterion', placeholder: 'Add a criterion…' },
  });
  readonly #suggestions: Suggestions;
  #fields: readonly SearchField[] = [];
  #shown: readonly string[] = [];

  constructor(onAdd: (field: SearchField) => void) {
    this.#suggestions = new Suggestions(this.#input, 'Columns', (name) => {
      this.#input.value = '';
      const field = this.#fields.find((one) => one.name === name);
      if (field !== undefined) {
        onAdd(field);
      }
    });
    this.element = element('div', { class: 'field-finder' }, [
      this.#input,
      this.#suggestions.element,
    ]);
    this.#input.addEventListener('input', () => this.#offer());
    this.#input.addEventListener('focus', () => this.#offer());
    this.#input.addEventListener('blur', () => this.#suggestions.close());
    this.#input.addEventListener('keydown', (event) => {
      const first = matchingFields(this.#fields, this.#input.value, this.#shown)[0];
      if (this.#suggestions.onKey(event)) {
        event.preventDefault();
        event.stopPropagation();
      } else if (
        event.key === 'Enter' &&
        !event.ctrlKey &&
        !event.metaKey &&
        first !== undefined &&
        this.#input.value !== ''
      ) {
        event.preventDefault();
        event.stopPropagation();
        this.#input.value = '';
        this.#suggestions.close();
        onAdd(first);
      } else if (event.key === 'ArrowDown') {
        event.preventDefault();
        this.#offer();
      }
    });
  }

  /** @param shown names of those that are on show already. */
  show(fields: readonly SearchField[], shown: readonly string[]): void {
    this.#fields = fields;
    this.#shown = shown;
    const left = fields.length - shown.length;
    this.element.hidden = left <= 0;
    this.#input.placeholder = `Add one of ${countOf(left, 'more column')}…`;
  }

  #offer(): void {
    const found = matchingFields(this.#fields, this.#input.value, this.#shown);
    this.#suggestions.offer(
      found.map(({ name, label, description }) => ({
        ...{ value: name, label, note: name, title: description ?? label },
      })),
    );
  }
}
