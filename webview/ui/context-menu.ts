import { element } from './dom';
import type { MenuItem } from './menu';
import { createMenuRow } from './menu';
import './popover.css';
import { rove } from './roving';

export interface ContextMenuItem extends MenuItem {
  readonly disabled?: boolean;
}

/** Room kept between the menu and the edge of the page, in pixels. */
const MARGIN = 6;

/** A menu of commands that opens at a point of the page, and gives the focus back. */
export class ContextMenu {
  readonly element = element('div', {
    class: 'popover context-menu',
    attributes: { popover: 'auto' },
  });
  #before: Element | null = null;

  constructor() {
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
    this.element.addEventListener('contextmenu', (event) => event.preventDefault());
    // Scrolled or resized, the page shows something else where the menu was opened.
    window.addEventListener('resize', () => this.close());
  }

  /** @param label says what the commands are about. */
  open(label: string, items: readonly ContextMenuItem[], x: number, y: number): void {
    this.#before = document.activeElement;
    const list = element('div', {
      class: 'menu-list',
      attributes: { role: 'menu', 'aria-label': label },
    });
    for (const [at, item] of items.entries()) {
      if (item.apart === true && at > 0) {
        list.append(element('div', { class: 'menu-line', attributes: { role: 'separator' } }));
      }
      list.append(this.#row(item));
    }
    this.element.replaceChildren(list);
    this.element.showPopover();
    const { offsetWidth, offsetHeight } = this.element;
    const left = Math.max(MARGIN, Math.min(x, window.innerWidth - offsetWidth - MARGIN));
    const top = Math.max(MARGIN, Math.min(y, window.innerHeight - offsetHeight - MARGIN));
    this.element.style.left = `${left}px`;
    this.element.style.top = `${top}px`;
    this.#rows[0]?.focus();
  }

  close(): void {
    if (this.element.matches(':popover-open')) {
      const within = this.element.contains(document.activeElement);
      this.element.hidePopover();
      if (within && this.#before instanceof HTMLElement) {
        this.#before.focus();
      }
    }
  }

  get #rows(): HTMLElement[] {
    return [...this.element.querySelectorAll<HTMLElement>('.menu-row')];
  }

  #row(item: ContextMenuItem): HTMLElement {
    const row = createMenuRow(item);
    if (item.disabled === true) {
      row.ariaDisabled = 'true';
      return row;
    }
    const choose = (): void => {
      this.close();
      item.onChoose();
    };
    row.addEventListener('click', choose);
    row.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === ' ') {
        event.preventDefault();
        choose();
      }
    });
    return row;
  }

  #onKey(event: KeyboardEvent): void {
    const rows = this.#rows;
    const at = rows.findIndex((row) => row === document.activeElement);
    const to = rove(event.key, at, rows.length);
    if (to !== undefined) {
      event.preventDefault();
      rows[to]?.focus();
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      this.close();
    }
    event.stopPropagation();
  }
}
