import type { FieldText, SearchField } from '../../../src/protocol/search';
import { element } from '../../ui/dom';
import { icon } from '../../ui/icons';
import type { FieldControl } from './field-control';
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
  readonly field: SearchField;
  readonly control: FieldControl;

  constructor(field: SearchField, actions: FieldRowActions) {
    this.field = field;
    const onChange = (text: FieldText): void => actions.onChange(field, text);
    this.control =
      field.asked === 'range'
        ? createRangeField(field, onChange)
        : createValuesField(field, onChange);
    const { label, name, unit, description, first } = field;
    const head = element(
      'div',
      { class: 'field-head', title: [description, name].filter(Boolean).join('\n') },
      [
        element('span', { class: 'field-label', text: label }),
        element('span', { class: 'field-unit', text: unit ?? '' }),
        ...(first ? [] : [this.#removeButton(actions)]),
      ],
    );
    this.element = element(
      'div',
      {
        class: 'field-row',
        attributes: { role: 'group', 'aria-label': label, 'data-field': name },
      },
      [head, this.control.element],
    );
  }

  #removeButton(actions: FieldRowActions): HTMLElement {
    const label = `Remove the criterion ${this.field.label}`;
    const button = element(
      'button',
      { class: 'field-remove', title: label, attributes: { type: 'button', 'aria-label': label } },
      [icon('close')],
    );
    button.addEventListener('click', () => actions.onRemove(this.field));
    return button;
  }
}
