import type { Button } from '@vscode/webview-ui-toolkit';
import type { IconName } from './icons';
import { icon } from './icons';

export interface ButtonOptions {
  /** What it does: the name for screen readers, and the text unless there is an icon or a text. */
  readonly label: string;
  readonly icon?: IconName;
  readonly text?: string;
  /** Longer help, with the key that does the same. */
  readonly title?: string;
  readonly look?: 'primary' | 'secondary' | 'icon';
  readonly onClick: () => void;
}

export interface ButtonControl {
  readonly element: HTMLElement;
  setDisabled(disabled: boolean): void;
  /** Makes it a toggle that is on or off. */
  setPressed(pressed: boolean): void;
}

export function createButton(options: ButtonOptions): ButtonControl {
  const button = document.createElement('vscode-button') as Button;
  const look = options.look ?? (options.icon === undefined ? 'secondary' : 'icon');
  button.setAttribute('aria-label', options.label);
  button.setAttribute('appearance', look);
  button.title = options.title ?? options.label;
  const text = document.createElement('span');
  text.className = 'button-text';
  text.textContent = options.text ?? (options.icon === undefined ? options.label : '');
  button.append(...(options.icon === undefined ? [text] : [icon(options.icon)]));
  button.addEventListener('click', options.onClick);
  return {
    element: button,
    setDisabled: (disabled) => button.toggleAttribute('disabled', disabled),
    setPressed: (pressed) => {
      button.ariaPressed = String(pressed);
    },
  };
}
