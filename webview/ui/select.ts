import type { Choice } from './dropdown';
import { element } from './dom';
import './select.css';

export interface SelectOptions<V extends string> {
  readonly label: string;
  readonly title?: string;
  readonly onChange: (value: V) => void;
}

export interface SelectControl<V extends string> {
  readonly element: HTMLSelectElement;
  readonly value: V | undefined;
  setChoices(choices: readonly Choice<V>[], value: V | undefined): void;
  setValue(value: V | undefined): void;
  setDisabled(disabled: boolean): void;
}

/**
 * A list to choose from that the browser draws itself: the toolkit's own would be cut off by the edges of a
 * popover.
 */
export function createSelect<V extends string>(options: SelectOptions<V>): SelectControl<V> {
  const { label, title = label } = options;
  const select = element('select', { class: 'select', title, attributes: { 'aria-label': label } });
  let choices: readonly Choice<V>[] = [];
  const value = (): V | undefined => choices[select.selectedIndex]?.value;
  const setValue = (chosen: V | undefined): void => {
    select.selectedIndex = choices.findIndex((choice) => choice.value === chosen);
  };
  select.addEventListener('change', () => {
    const chosen = value();
    if (chosen !== undefined) {
      options.onChange(chosen);
    }
  });
  return {
    element: select,
    get value() {
      return value();
    },
    setChoices: (next, chosen) => {
      if (JSON.stringify(next) !== JSON.stringify(choices)) {
        choices = next;
        select.replaceChildren(
          ...next.map((choice) =>
            element('option', { text: choice.label, attributes: { value: choice.value } }),
          ),
        );
      }
      setValue(chosen);
    },
    setValue,
    setDisabled: (disabled) => {
      select.disabled = disabled;
    },
  };
}
