import type { Dropdown, Option } from '@vscode/webview-ui-toolkit';

export interface Choice<V extends string> {
  readonly value: V;
  readonly label: string;
}

export interface DropdownOptions<V extends string> {
  readonly label: string;
  readonly title?: string;
  readonly onChange: (value: V) => void;
}

export interface DropdownControl<V extends string> {
  readonly element: HTMLElement;
  setChoices(choices: readonly Choice<V>[], value: V): void;
  setValue(value: V): void;
}

export function createDropdown<V extends string>(options: DropdownOptions<V>): DropdownControl<V> {
  const dropdown = document.createElement('vscode-dropdown') as Dropdown;
  dropdown.setAttribute('aria-label', options.label);
  dropdown.title = options.title ?? options.label;
  // The toolkit opens a list upward where that side is larger; a toolbar's opens downward.
  dropdown.setAttribute('position', 'below');
  let choices: readonly Choice<V>[] = [];
  let value: V | undefined;

  dropdown.addEventListener('change', () => {
    const chosen = choices[dropdown.selectedIndex]?.value;
    if (chosen !== undefined && chosen !== value) {
      value = chosen;
      options.onChange(chosen);
    }
  });

  const setValue = (next: V): void => {
    value = next;
    const index = choices.findIndex((choice) => choice.value === next);
    if (dropdown.selectedIndex !== index) {
      dropdown.selectedIndex = index;
    }
  };
  return {
    element: dropdown,
    setChoices: (next, chosen) => {
      if (isSame(choices, next)) {
        setValue(chosen);
        return;
      }
      choices = next;
      value = chosen;
      dropdown.replaceChildren(
        ...next.map((choice) => {
          const option = document.createElement('vscode-option') as Option;
          option.setAttribute('value', choice.value);
          option.textContent = choice.label;
          option.title = choice.label;
          option.toggleAttribute('selected', choice.value === chosen);
          return option;
        }),
      );
      // The toolkit takes the new options a moment later, and of them the one at the old place.
      queueMicrotask(() => value !== undefined && setValue(value));
    },
    setValue,
  };
}

function isSame(some: readonly Choice<string>[], others: readonly Choice<string>[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ value, label }, at) => {
      const other = others[at];
      return other?.value === value && other.label === label;
    })
  );
}
