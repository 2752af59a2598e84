import { createButton } from '../ui/button';
import { element, setText } from '../ui/dom';
import { createTextField } from '../ui/text-field';
import type { Found } from './tree-search';
import { foundText } from './tree-words';

export interface TreeToolActions {
  onSearch(text: string): void;
  /** A key for what was found: the next, the one before, or the chosen one. */
  onStep(by: 1 | -1): void;
  onEnter(): void;
  /** Back to the tree. */
  onLeave(): void;
  /** Shows what was found again, or the tree. */
  onResults(shown: boolean): void;
  onCollapse(): void;
}

/** The search field, what it came to, and a button that closes the branches. */
export class TreeTools {
  readonly element: HTMLElement;
  readonly #actions: TreeToolActions;
  readonly #field = createTextField({
    label: 'Search keys and values',
    placeholder: 'Search keys and values',
    title: 'Search by path (exposure/type) or value (WFI01)',
    onInput: (text) => {
      this.#clear.element.hidden = text === '';
      this.#actions.onSearch(text);
    },
    onKey: (event) => this.#onKey(event.key),
  });
  readonly #clear = createButton({
    label: 'Clear search',
    icon: 'close',
    title: 'Clear search (Escape)',
    onClick: () => this.#leave(),
  });
  readonly #count = element('span', { class: 'tree-count', attributes: { role: 'status' } });
  readonly #results: ReturnType<typeof createButton>;
  #shown = false;

  constructor(actions: TreeToolActions) {
    this.#actions = actions;
    this.#results = createButton({
      label: 'Results',
      look: 'icon',
      text: 'Results',
      title: 'Show what was found, or the tree',
      onClick: () => actions.onResults(!this.#shown),
    });
    const collapse = createButton({
      label: 'Collapse all',
      icon: 'minus',
      title: 'Close all branches but the first level',
      onClick: () => actions.onCollapse(),
    });
    this.#clear.element.classList.add('tree-search-clear');
    this.element = element('div', { class: 'tree-tools' }, [
      element('div', { class: 'tree-search' }, [this.#field.element, this.#clear.element]),
      this.#count,
      this.#results.element,
      collapse.element,
    ]);
    this.setText('');
    this.show({ is: 'idle' }, false);
  }

  get text(): string {
    // Undefined before the control is in the page.
    return this.#field.value ?? '';
  }

  setText(text: string): void {
    this.#field.setValue(text);
    this.#clear.element.hidden = text === '';
  }

  /** @param shown whether what was found is in sight instead of the tree. */
  show(found: Found, shown: boolean): void {
    this.#shown = shown;
    this.#results.element.hidden = found.is !== 'found' || found.nodes.length === 0;
    this.#results.setPressed(shown);
    setText(this.#count, countText(found));
  }

  focus(): void {
    this.#field.focus();
  }

  #leave(): void {
    this.setText('');
    this.#actions.onSearch('');
    this.#actions.onLeave();
  }

  #onKey(key: string): boolean {
    switch (key) {
      case 'ArrowDown':
      case 'ArrowUp':
        this.#actions.onStep(key === 'ArrowDown' ? 1 : -1);
        return true;
      case 'Enter':
        this.#actions.onEnter();
        return true;
      case 'Escape':
        this.#leave();
        return true;
      default:
        return false;
    }
  }
}

function countText(found: Found): string {
  switch (found.is) {
    case 'searching':
      return 'searching…';
    case 'found':
      return foundText(found.nodes.length, found.more);
    case 'idle':
    case 'failed':
      return '';
  }
}
