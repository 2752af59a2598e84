import type { InspectorTab } from '../image/state';
import { INSPECTOR_TABS } from '../image/state';
import { element } from '../ui/dom';

const NAMES: Readonly<Record<InspectorTab, string>> = {
  header: 'Header',
  histogram: 'Histogram',
  statistics: 'Statistics',
  profiles: 'Profiles',
  pixels: 'Pixels',
  regions: 'Regions',
  column: 'Column',
  plot: 'Plot',
  cell: 'Cell',
  tree: 'Tree',
};

/** The row of tabs: the arrow keys move and choose, as the pattern for tabs has it. */
export class Tabs {
  readonly element: HTMLElement;
  readonly #buttons: ReadonlyMap<InspectorTab, HTMLElement>;
  readonly #onChoose: (tab: InspectorTab) => void;
  /** Those there are to choose from now. */
  #tabs: readonly InspectorTab[] = INSPECTOR_TABS;

  /** @param page what a tab shows; it gets its role and name here. */
  constructor(page: (tab: InspectorTab) => HTMLElement, onChoose: (tab: InspectorTab) => void) {
    this.#onChoose = onChoose;
    this.#buttons = new Map(INSPECTOR_TABS.map((tab) => [tab, this.#button(tab, page(tab))]));
    this.element = element(
      'div',
      { class: 'tabs', attributes: { role: 'tablist', 'aria-label': 'Inspector' } },
      [...this.#buttons.values()],
    );
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
  }

  /** Shows some of the tabs, one of them chosen. */
  show(tabs: readonly InspectorTab[], chosen: InspectorTab): void {
    this.#tabs = tabs;
    for (const [tab, button] of this.#buttons) {
      button.hidden = !tabs.includes(tab);
      button.setAttribute('aria-selected', String(tab === chosen));
      button.tabIndex = tab === chosen ? 0 : -1;
    }
    this.#reveal(chosen);
  }

  #button(tab: InspectorTab, page: HTMLElement): HTMLElement {
    const button = element('button', {
      class: 'tab',
      text: NAMES[tab],
      attributes: {
        type: 'button',
        role: 'tab',
        id: `tab-${tab}`,
        'aria-controls': `page-${tab}`,
        'data-tab': tab,
      },
    });
    page.id = `page-${tab}`;
    page.setAttribute('role', 'tabpanel');
    page.setAttribute('aria-labelledby', button.id);
    button.addEventListener('click', () => this.#onChoose(tab));
    return button;
  }

  /** In a narrow panel not every tab fits: scrolls the row only, never what lies around it. */
  #reveal(tab: InspectorTab): void {
    const button = this.#buttons.get(tab);
    if (button !== undefined) {
      const { offsetLeft, offsetWidth } = button;
      const { scrollLeft, clientWidth } = this.element;
      const right = offsetLeft + offsetWidth - clientWidth;
      this.element.scrollLeft = Math.min(Math.max(scrollLeft, right), offsetLeft);
    }
  }

  #onKey(event: KeyboardEvent): void {
    const tabs = this.#tabs;
    const at = tabs.findIndex((tab) => this.#buttons.get(tab) === document.activeElement);
    const to = {
      ArrowRight: (at + 1) % tabs.length,
      ArrowLeft: (at + tabs.length - 1) % tabs.length,
      Home: 0,
      End: tabs.length - 1,
    }[event.key];
    const tab = to === undefined ? undefined : tabs[to];
    if (at >= 0 && tab !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      this.#onChoose(tab);
      this.#buttons.get(tab)?.focus();
    }
  }
}
