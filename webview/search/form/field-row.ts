import type { FieldText, SearchField } from '../../../src/protocol/search';
import { element, setText } from '../../ui/dom';
import { icon } from '../../ui/icons';
import type { FieldControl } from './field-control';
import { fieldHelp } from './field-help';
import { createRangeField } from './range-field';
import { createValuesField } from './values-field';

export interface FieldRowActions {
  onChange(field: SearchField, text: FieldText): void;
  /** Of one that is not always on show. */
  onRemove(field: SearchField): void;
}

/** A criterion: its name, what it is in, and the control to fill it in with. */
export class FieldRow {
  readonly element: HTMLElement;
  readonly control: FieldControl;
  readonly #unit = element('span', { class: 'field-unit' });
  readonly #head: HTMLElement;
  #field: SearchField;

  constructor(field: SearchField, actions: FieldRowActions) {
    this.#field = field;
    const onChange = (text: FieldText): void => actions.onChange(this.#field, text);
    this.control =
      field.asked === 'range'
        ? createRangeField(field, onChange)
        : createValuesField(field, onChange);
    const { label, name, first } = field;
    this.#head = element('div', { class: 'field-head' }, [
      element('span', { class: 'field-label', text: label }),
      this.#unit,
      ...(first ? [] : [this.#removeButton(actions)]),
    ]);
    this.#show();
    this.element = element(
      'div',
      {
        class: 'field-row',
        attributes: { role: 'group', 'aria-label': label, 'data-field': name },
      },
      [this.#head, this.control.element],
    );
  }

  get field(): SearchField {
    return this.#field;
  }

  /** The same field, of which more is known by now; what is typed stays. */
  learn(field: SearchField): void {
    this.#field = field;
    this.control.learn(field);
    this.#show();
  }

  #show(): void {
    const { name, unit, type } = this.#field;
    this.#head.title = `${fieldHelp(this.#field)}\n${name}`;
    setText(this.#unit, type === 'date' ? 'date or MJD' : (unit ?? ''));
  }

  #removeButton(actions: FieldRowActions): HTMLElement {
    const label = `Remove the criterion ${this.#field.label}`;
    const button = element(
      'button',
      { class: 'field-remove', title: label, attributes: { type: 'button', 'aria-label': label } },
      [icon('close')],
    );
    button.addEventListener('click', () => actions.onRemove(this.#field));
    return button;
  }
}
