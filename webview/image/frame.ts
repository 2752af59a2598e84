import { element } from '../ui/dom';
import { createSplitter } from '../ui/splitter';
import type { PanelState } from './state';

/** Below this width (as in the style sheet) a panel lies over the picture, one at a time. */
const NARROW = 760;
/** From this width on the header is open unless the user closed it. */
const WIDE = 1040;

export interface FrameParts {
  readonly toolbar: HTMLElement;
  readonly structure: HTMLElement;
  readonly stage: HTMLElement;
  readonly header: HTMLElement;
  readonly readout: HTMLElement;
}

/** The page: toolbar, structure, stage, inspector, readout; which panels are open and how wide. */
export class Frame {
  readonly element: HTMLElement;
  readonly #panels: { readonly structure: HTMLElement; readonly header: HTMLElement };
  readonly #busy = element('div', { class: 'busy', attributes: { role: 'presentation' } });
  readonly #onChange: () => void;
  #state: PanelState;

  constructor(parts: FrameParts, state: PanelState, onChange: () => void) {
    this.#state = state;
    this.#onChange = onChange;
    this.#busy.hidden = true;
    const structure = element('aside', { class: 'panel panel-structure' }, [
      parts.structure,
      createSplitter({
        label: 'Width of the HDU list',
        side: 'left',
        min: 160,
        max: 480,
        width: state.structureWidth,
        onResize: (width) => this.#resize('structureWidth', width),
      }),
    ]);
    const header = element('aside', { class: 'panel panel-header' }, [
      createSplitter({
        label: 'Width of the header',
        side: 'right',
        min: 240,
        max: 760,
        width: state.headerWidth,
        onResize: (width) => this.#resize('headerWidth', width),
      }),
      parts.header,
    ]);
    this.#panels = { structure, header };
    this.element = element('main', { class: 'viewer' }, [
      parts.toolbar,
      element('div', { class: 'columns' }, [this.#busy, structure, parts.stage, header]),
      parts.readout,
    ]);
    this.#layout();
    window.addEventListener('resize', () => this.#apply());
  }

  get state(): PanelState {
    return this.#state;
  }

  get open(): { readonly structure: boolean; readonly header: boolean } {
    const { structure, header } = this.#state;
    const width = window.innerWidth;
    return {
      structure: structure ?? width >= NARROW,
      header: header ?? width >= WIDE,
    };
  }

  toggle(panel: 'structure' | 'header'): void {
    const opens = !this.open[panel];
    const other = panel === 'structure' ? 'header' : 'structure';
    this.#state = { ...this.#state, [panel]: opens };
    if (opens && window.innerWidth < NARROW) {
      this.#state = { ...this.#state, [other]: false };
    }
    this.#apply();
  }

  setBusy(busy: boolean): void {
    this.#busy.hidden = !busy;
  }

  #resize(name: 'structureWidth' | 'headerWidth', width: number): void {
    this.#state = { ...this.#state, [name]: width };
    this.#apply();
  }

  #apply(): void {
    this.#layout();
    this.#onChange();
  }

  #layout(): void {
    const { structure, header } = this.open;
    this.#panels.structure.hidden = !structure;
    this.#panels.header.hidden = !header;
    this.#panels.structure.style.width = `${this.#state.structureWidth}px`;
    this.#panels.header.style.width = `${this.#state.headerWidth}px`;
  }
}
