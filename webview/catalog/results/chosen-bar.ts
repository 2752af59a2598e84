import { countOf } from '../../../src/protocol/figures';
import { createButton } from '../../ui/button';
import type { CheckboxControl } from '../../ui/checkbox';
import { createCheckbox } from '../../ui/checkbox';
import { element, setText } from '../../ui/dom';

export interface ChosenBarActions {
  onOnly(only: boolean): void;
  onClear(): void;
}

/** How many rows are chosen in a plot or on an image, and whether only those are on show. */
export class ChosenBar {
  readonly element: HTMLElement;
  readonly #words = element('span', { class: 'chosen-words', attributes: { role: 'status' } });
  readonly #only: CheckboxControl;

  constructor({ onOnly, onClear }: ChosenBarActions) {
    this.#only = createCheckbox({
      label: 'Chosen rows only',
      title: 'Shows only the rows that are chosen',
      onChange: onOnly,
    });
    this.element = element('div', { class: 'chosen-bar' }, [
      this.#words,
      this.#only.element,
      createButton({ label: 'Choose none', title: 'No row is chosen any more', onClick: onClear })
        .element,
    ]);
    this.element.hidden = true;
  }

  show(count: number, only: boolean): void {
    this.element.hidden = count === 0;
    setText(this.#words, `${countOf(count, 'row')} chosen`);
    this.#only.setChecked(only);
  }
}
