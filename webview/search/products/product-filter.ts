import type { FieldChoice } from '../../../src/protocol/search';
import { element, setText } from '../../ui/dom';
import { choiceNote, matchingChoices } from '../form/matches';
import { Suggestions } from '../form/suggestions';

/** The filter is taken up when nothing has been typed for so long, in milliseconds. */
const REST = 250;

/** An input that chooses among the products; it offers what they can be chosen by. */
export class ProductFilter {
  readonly element: HTMLElement;
  readonly #input = element('input', {
    class: 'search-input',
    title:
      'A part of the name, or clauses with ; between them:\n' +
      'group=RATE, !CAL; level=2..3; extension=.fits; type=SCIENCE; size<1e8; recommended',
    attributes: { 'aria-label': 'Filter products', placeholder: 'Filter products…' },
  });
  readonly #problem = element('div', { class: 'filter-problem', attributes: { role: 'status' } });
  readonly #suggestions: Suggestions;
  readonly #onChange: () => void;
  #choices: readonly FieldChoice[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
    this.#suggestions = new Suggestions(this.#input, 'Filters', (clause) => this.#choose(clause));
    this.element = element('div', { class: 'product-filter' }, [
      this.#input,
      this.#problem,
      this.#suggestions.element,
    ]);
    this.#input.addEventListener('input', () => {
      this.#offer();
      clearTimeout(this.#timer);
      this.#timer = setTimeout(onChange, REST);
    });
    this.#input.addEventListener('focus', () => this.#offer());
    this.#input.addEventListener('blur', () => this.#suggestions.close());
    this.#input.addEventListener('keydown', (event) => this.#onKey(event));
    this.say('');
  }

  get text(): string {
    return this.#input.value.trim();
  }

  set text(text: string) {
    this.#input.value = text;
  }

  /** What the products can be chosen by. */
  set choices(choices: readonly FieldChoice[]) {
    this.#choices = choices;
    if (this.#suggestions.isOpen) {
      this.#offer();
    }
  }

  /** Says what is wrong with the filter; nothing where it is empty. */
  say(problem: string): void {
    setText(this.#problem, problem);
    this.#problem.hidden = problem === '';
    this.#input.setAttribute('aria-invalid', String(problem !== ''));
  }

  /** The clause that is being typed, and what stands before it. */
  get #parts(): readonly [before: string, clause: string] {
    const at = this.#input.value.lastIndexOf(';') + 1;
    return [this.#input.value.slice(0, at), this.#input.value.slice(at)];
  }

  #offer(): void {
    const [before, clause] = this.#parts;
    const taken = before.split(';').map((part) => part.trim());
    const found = matchingChoices(this.#choices, clause, taken);
    this.#suggestions.offer(
      found.map((choice) => ({ value: choice.value, note: choiceNote(choice) })),
    );
  }

  #choose(clause: string): void {
    const [before] = this.#parts;
    this.#input.value = before === '' ? clause : `${before} ${clause}`;
    clearTimeout(this.#timer);
    this.#onChange();
  }

  #onKey(event: KeyboardEvent): void {
    if (this.#suggestions.onKey(event)) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      this.#suggestions.close();
      clearTimeout(this.#timer);
      this.#onChange();
    } else if (event.key === 'ArrowDown') {
      event.preventDefault();
      this.#offer();
    } else if (event.key === 'Escape' && this.#input.value !== '') {
      event.preventDefault();
      this.#input.value = '';
      this.#onChange();
    }
  }
}
