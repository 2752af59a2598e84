import { element } from './dom';
import type { IconName } from './icons';
import { icon } from './icons';
import { createPopover } from './popover';
import { rove } from './roving';

export interface MenuItem {
  readonly label: string;
  readonly icon?: IconName;
  /** The key that does the same, as it is shown. */
  readonly key?: string;
  /** Whether the item is something that is on or off. */
  readonly toggles?: boolean;
  /** Whether a line is drawn above it. */
  readonly apart?: boolean;
  readonly onChoose: () => void;
}

export interface MenuOptions<N extends string> {
  readonly label: string;
  readonly title?: string;
  readonly icon?: IconName;
  readonly items: Readonly<Record<N, MenuItem>>;
}

export interface MenuControl<N extends string> {
  readonly element: HTMLElement;
  /** Shown on the button. */
  setText(text: string): void;
  setDisabled(disabled: boolean): void;
  setChecked(item: N, checked: boolean): void;
  setItemDisabled(item: N, disabled: boolean): void;
}

/** A button that opens a list of commands, which the arrow keys walk through. */
export function createMenu<N extends string>(options: MenuOptions<N>): MenuControl<N> {
  const rows = new Map<string, HTMLElement>();
  const list = element('div', {
    class: 'menu-list',
    attributes: { role: 'menu', 'aria-label': options.label },
  });
  const popover = createPopover({
    label: options.label,
    ...(options.title === undefined ? {} : { title: options.title }),
    ...(options.icon === undefined ? {} : { icon: options.icon }),
    kind: 'menu',
    content: [list],
    onOpen: () => list.querySelector<HTMLElement>('[role^="menuitem"]')?.focus(),
  });
  for (const [name, item] of Object.entries<MenuItem>(options.items)) {
    const row = createMenuRow(item);
    const choose = (): void => {
      if (row.ariaDisabled !== 'true') {
        popover.close();
        item.onChoose();
      }
    };
    row.addEventListener('click', choose);
    row.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === ' ') {
        event.preventDefault();
        choose();
      }
    });
    rows.set(name, row);
    if (item.apart === true) {
      list.append(element('div', { class: 'menu-line', attributes: { role: 'separator' } }));
    }
    list.append(row);
  }
  list.addEventListener('keydown', (event) => {
    const all = [...rows.values()];
    const at = all.findIndex((row) => row === document.activeElement);
    const to = rove(event.key, at, all.length);
    if (to !== undefined) {
      event.preventDefault();
      all[to]?.focus();
    }
  });
  return {
    element: popover.element,
    setText: popover.setText,
    setDisabled: popover.setDisabled,
    setChecked: (name, checked) => rows.get(name)?.setAttribute('aria-checked', String(checked)),
    setItemDisabled: (name, disabled) =>
      rows.get(name)?.setAttribute('aria-disabled', String(disabled)),
  };
}

/** A command as it stands in a menu. */
export function createMenuRow(item: MenuItem): HTMLElement {
  const toggles = item.toggles === true;
  return element(
    'div',
    {
      class: 'menu-row',
      attributes: {
        role: toggles ? 'menuitemcheckbox' : 'menuitem',
        tabindex: '-1',
        ...(toggles ? { 'aria-checked': 'false' } : {}),
      },
    },
    [
      element('span', { class: 'row-check' }, toggles ? [icon('check')] : []),
      ...(item.icon === undefined ? [] : [icon(item.icon)]),
      element('span', { class: 'row-label', text: item.label }),
      ...(item.key === undefined
        ? []
        : [element('kbd', { text: item.key, attributes: { 'aria-hidden': 'true' } })]),
    ],
  );
}
