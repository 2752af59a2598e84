import type { FieldText, SearchField } from '../../../src/protocol/search';
import { element } from '../../ui/dom';
import { icon } from '../../ui/icons';
import type { FieldControl } from './field-control';
import { fieldHelp } from './field-help';
import { choiceNote, matchingChoices } from './matches';
import { Suggestions } from './suggestions';

/** A field that takes any of some values: those chosen as chips, and an input for another. */
export function createValuesField(
  field: SearchField,
  onChange: (text: FieldText) => void,
): FieldControl {
  const { label, example } = field;
  let { choices } = field;
  const input = element('input', {
    class: 'values-input',
    title: fieldHelp(field),
    attributes: { 'aria-label': label },
  });
  const box = element('div', { class: 'values-box' }, [input]);
  let values: readonly string[] = [];

  const show = (): void => {
    // The input stays where it is: moved, it would lose the focus.
    box.querySelectorAll('.chip').forEach((old) => old.remove());
    input.before(...values.map((value) => chip(value)));
    input.placeholder = values.length > 0 ? '' : choices.length > 0 ? 'any' : (example ?? 'any');
  };
  const set = (next: readonly string[]): void => {
    values = [...new Set(next)];
    show();
    onChange({ values });
  };
  const chip = (value: string): HTMLElement => {
    const remove = element(
      'button',
      { title: `Remove ${value}`, attributes: { type: 'button', 'aria-label': `Remove ${value}` } },
      [icon('close')],
    );
    remove.addEventListener('click', (event) => {
      event.stopPropagation();
      set(values.filter((one) => one !== value));
      input.focus();
    });
    return element('span', { class: 'chip' }, [
      element('span', { class: 'chip-text', text: value, title: value }),
      remove,
    ]);
  };
  const suggestions = new Suggestions(input, `Values of ${label}`, (value) => {
    input.value = '';
    set([...values, value]);
    input.focus();
  });
  const offer = (): void => {
    const found = matchingChoices(choices, input.value, values);
    suggestions.offer(found.map((choice) => ({ value: choice.value, note: choiceNote(choice) })));
  };
  /** What is typed becomes a value, or several. */
  const commit = (): void => {
    const typed = input.value
      .split(/[,\n]/)
      .map((part) => part.trim())
      .filter((part) => part !== '');
    input.value = '';
    if (typed.length > 0) {
      set([...values, ...typed.map((text) => knownSpelling(choices, text))]);
    }
  };

  input.addEventListener('input', () => {
    if (/[,\n]/.test(input.value)) {
      commit();
    }
    offer();
  });
  input.addEventListener('focus', offer);
  input.addEventListener('click', () => {
    if (!suggestions.isOpen) {
      offer();
    }
  });
  input.addEventListener('blur', () => {
    suggestions.close();
    commit();
  });
  input.addEventListener('keydown', (event) => {
    if (suggestions.onKey(event)) {
      event.preventDefault();
      event.stopPropagation();
    } else if (isPlainEnter(event) && input.value.trim() !== '') {
      event.preventDefault();
      event.stopPropagation();
      commit();
      // It would lie over the next field.
      suggestions.close();
    } else if (event.key === 'Backspace' && input.value === '' && values.length > 0) {
      set(values.slice(0, -1));
    } else if (event.key === 'ArrowDown') {
      event.preventDefault();
      offer();
    }
  });
  box.addEventListener('click', (event) => {
    if (event.target === box) {
      input.focus();
    }
  });
  show();
  return {
    element: element('div', { class: 'values-field' }, [box, suggestions.element]),
    commit,
    learn: (known) => {
      ({ choices } = known);
      show();
      if (suggestions.isOpen || document.activeElement === input) {
        offer();
      }
    },
    focus: () => input.focus(),
    setText: (text) => {
      values = text === undefined ? [] : 'values' in text ? text.values : [...text.range];
      values = values.filter((value) => value.trim() !== '');
      input.value = '';
      show();
    },
  };
}

/** With another key it asks for the search. */
function isPlainEnter({ key, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return key === 'Enter' && !ctrlKey && !metaKey;
}

/** As the service writes it, whatever the case it was typed in; MAST compares exactly. */
function knownSpelling(choices: SearchField['choices'], typed: string): string {
  if (choices.some(({ value }) => value === typed)) {
    return typed;
  }
  const lower = typed.toLowerCase();
  return choices.find(({ value }) => value.toLowerCase() === lower)?.value ?? typed;
}
