import type { TreeReply } from '../../src/protocol/tree';
import { element } from '../ui/dom';
import { icon } from '../ui/icons';
import { visibleNodes, visibleText } from './visible-text';

/** What is said of the file as a whole: one line, or folded out. Warnings are always in sight. */
export class TreeAbout {
  readonly element: HTMLElement;
  readonly #summary = element('span', { class: 'tree-about-summary' });
  readonly #button: HTMLElement;
  readonly #list = element('dl', { class: 'tree-about-list' });
  readonly #warnings = element('div', { class: 'warnings' });
  #about: TreeReply['about'] = [];
  #chosen: boolean | undefined;
  #wide = false;

  constructor(onChange: () => void) {
    this.#button = element('button', { class: 'tree-about-head', attributes: { type: 'button' } }, [
      icon('next'),
      element('span', { class: 'tree-about-title', text: 'About this file' }),
      this.#summary,
    ]);
    this.#button.addEventListener('click', () => {
      this.#chosen = !this.#open;
      this.#draw();
      onChange();
    });
    this.element = element('div', { class: 'tree-about' }, [
      this.#button,
      this.#list,
      this.#warnings,
    ]);
    this.clear();
  }

  /** Whether the user folded it out, or in; undefined where the width decides. */
  get chosen(): boolean | undefined {
    return this.#chosen;
  }

  /** Whether there is room for more than a line. */
  set wide(wide: boolean) {
    this.#wide = wide;
    this.#draw();
  }

  show({ about, warnings }: Omit<TreeReply, 'root'>, chosen: boolean | undefined): void {
    this.#about = about;
    this.#chosen = chosen;
    this.#list.replaceChildren(
      ...about.flatMap(({ label, text }) => [
        element('dt', {}, visibleNodes(label)),
        element('dd', {}, visibleNodes(text, true)),
      ]),
    );
    const line = about.map(({ label, text }) => `${label} ${text}`).join(' · ');
    this.#summary.textContent = visibleText(line);
    this.#warnings.replaceChildren(
      ...warnings.map((text) =>
        element('p', { class: 'warning' }, [
          icon('warning'),
          element('span', {}, visibleNodes(text)),
        ]),
      ),
    );
    this.#draw();
  }

  clear(): void {
    this.show({ about: [], warnings: [] }, undefined);
  }

  get #open(): boolean {
    return this.#chosen ?? this.#wide;
  }

  #draw(): void {
    const open = this.#open;
    this.#button.hidden = this.#about.length === 0;
    this.#list.hidden = !open || this.#about.length === 0;
    this.#button.ariaExpanded = String(open);
  }
}
