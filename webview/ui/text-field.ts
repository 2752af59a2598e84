import type { TextField } from '@vscode/webview-ui-toolkit';

export interface TextFieldOptions {
  /** The name for screen readers; the field itself shows no label. */
  readonly label: string;
  readonly placeholder?: string;
  readonly title?: string;
  /** At every keystroke. */
  readonly onInput?: (value: string) => void;
  /** At Enter, or when the field is left with another value. */
  readonly onCommit?: (value: string) => void;
  /** Keys that are not for the field; return true when one was taken. */
  readonly onKey?: (event: KeyboardEvent) => boolean;
}

export interface TextFieldControl {
  readonly element: HTMLElement;
  readonly value: string;
  readonly focused: boolean;
  setValue(value: string): void;
  setInvalid(invalid: boolean): void;
  setDisabled(disabled: boolean): void;
  focus(): void;
}

export function createTextField(options: TextFieldOptions): TextFieldControl {
  const field = document.createElement('vscode-text-field') as TextField;
  // The toolkit takes its accessible name from this text; the style sheet hides it.
  field.textContent = options.label;
  field.title = options.title ?? options.label;
  field.setAttribute('placeholder', options.placeholder ?? '');
  field.setAttribute('spellcheck', 'false');
  let committed = '';
  const commit = (): void => {
    if (field.value !== committed) {
      committed = field.value;
      options.onCommit?.(field.value);
    }
  };
  field.addEventListener('input', () => options.onInput?.(field.value));
  field.addEventListener('change', commit);
  field.addEventListener('keydown', (event) => {
    if (options.onKey?.(event) === true) {
      event.preventDefault();
    } else if (event.key === 'Enter') {
      commit();
    }
  });
  return {
    element: field,
    get value() {
      return field.value;
    },
    get focused() {
      return document.activeElement === field;
    },
    setValue: (value) => {
      committed = value;
      field.value = value;
    },
    setInvalid: (invalid) => {
      field.ariaInvalid = String(invalid);
      field.classList.toggle('invalid', invalid);
    },
    setDisabled: (disabled) => {
      field.disabled = disabled;
    },
    focus: () => field.focus(),
  };
}
