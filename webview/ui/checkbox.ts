import type { Checkbox } from '@vscode/webview-ui-toolkit';

export interface CheckboxOptions {
  readonly label: string;
  readonly title: string;
  readonly onChange: (checked: boolean) => void;
}

export interface CheckboxControl {
  readonly element: HTMLElement;
  setChecked(checked: boolean): void;
}

export function createCheckbox(options: CheckboxOptions): CheckboxControl {
  const box = document.createElement('vscode-checkbox') as Checkbox;
  box.textContent = options.label;
  box.title = options.title;
  let current = false;
  // The toolkit reports every change, also those made here.
  box.addEventListener('change', () => {
    if (box.checked !== current) {
      current = box.checked;
      options.onChange(current);
    }
  });
  return {
    element: box,
    setChecked: (checked) => {
      current = checked;
      box.checked = checked;
    },
  };
}
