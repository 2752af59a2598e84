import type { ColumnLine, FilterProblem } from '../../src/protocol/table';
import { createButton } from '../ui/button';
import { element, setText } from '../ui/dom';
import { FilterField } from './filter-field';
import { createFilterHelp } from './filter-help';

export interface FilterBarActions {
  onApply(filter: string): void;
  onLeave(): void;
}

/** The filter with its help, what is wrong with it, and a button that takes it away. */
export class FilterBar {
  readonly element: HTMLElement;
  /** What is wrong, below the field. */
  readonly message = element('div', { class: 'filter-message', attributes: { role: 'alert' } });
  readonly #actions: FilterBarActions;
  readonly #field: FilterField;
  readonly #help = createFilterHelp((filter) => {
    this.#field.setValue(filter);
    this.#field.focus();
    this.#update();
  });
  readonly #clear = createButton({
    label: 'Clear the filter',
    icon: 'close',
    onClick: () => {
      this.#field.setValue('');
      this.#apply('');
      this.#field.focus();
    },
  });
  #applied = '';

  constructor(actions: FilterBarActions) {
    this.#actions = actions;
    this.#field = new FilterField({
      onApply: (filter) => this.#apply(filter.trim()),
      onInput: () => {
        this.showProblem(undefined);
        this.#update();
      },
      onLeave: () => actions.onLeave(),
    });
    this.#clear.element.classList.add('filter-clear');
    this.message.hidden = true;
    this.element = element('div', { class: 'filter-bar' }, [
      this.#field.element,
      this.#clear.element,
      this.#help.element,
    ]);
    this.#update();
  }

  show(columns: readonly ColumnLine[], filter: string): void {
    this.#field.setColumns(columns);
    this.#help.setColumns(columns);
    this.setFilter(filter);
  }

  /** Writes the filter that is applied, or about to be, into the field. */
  setFilter(filter: string): void {
    this.#applied = filter;
    this.#field.setValue(filter);
    this.showProblem(undefined);
    this.#update();
  }

  /** Takes over a filter that was applied elsewhere; what is being typed stays otherwise. */
  follow(applied: string): void {
    if (applied !== this.#applied) {
      this.setFilter(applied);
    }
  }

  /** The filter on show is this one, whatever stands in the field. */
  setApplied(applied: string): void {
    this.#applied = applied;
    this.#update();
  }

  showProblem(problem: FilterProblem | undefined): void {
    this.#field.setProblem(problem);
    setText(this.message, problem?.message ?? '');
    this.message.hidden = problem === undefined;
  }

  focus(): void {
    this.#field.focus();
  }

  /** Writes the name of a column where the caret is. */
  insert(name: string): void {
    this.#field.insert(name);
  }

  #apply(filter: string): void {
    this.#applied = filter;
    this.#actions.onApply(filter);
    this.#update();
  }

  #update(): void {
    const { value } = this.#field;
    this.#clear.element.hidden = value === '' && this.#applied === '';
    this.#field.element.classList.toggle('changed', value.trim() !== this.#applied);
  }
}
