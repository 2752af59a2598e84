import { element } from '../ui/dom';
import { createSplitter } from '../ui/splitter';
import type { InspectorTab, PanelState } from './state';

/** Below this width (as in the style sheet) a panel lies over the picture, one at a time. */
const NARROW = 760;
/** From this width on the inspector is open unless the user closed it. */
const WIDE = 1040;

export interface FrameParts {
  readonly toolbar: HTMLElement;
  readonly structure: HTMLElement;
  readonly stage: HTMLElement;
  /** The strip below the stage; hides itself. */
  readonly colourBar: HTMLElement;
  readonly inspector: HTMLElement;
  readonly readout: HTMLElement;
}

export interface OpenPanels {
  readonly structure: boolean;
  readonly inspector: boolean;
}

/** The page: toolbar, structure, stage, inspector, readout; which panels are open and how wide. */
export class Frame {
  readonly element: HTMLElement;
  readonly #panels: { readonly structure: HTMLElement; readonly inspector: HTMLElement };
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
        label: 'Width of the list',
        side: 'left',
        min: 160,
        max: 480,
        width: state.structureWidth,
        onResize: (width) => this.#resize('structureWidth', width),
      }),
    ]);
    const inspector = element('aside', { class: 'panel panel-inspector' }, [
      createSplitter({
        label: 'Width of the inspector',
        side: 'right',
        min: 240,
        max: 760,
        width: state.inspectorWidth,
        onResize: (width) => this.#resize('inspectorWidth', width),
      }),
      parts.inspector,
    ]);
    this.#panels = { structure, inspector };
    this.element = element('main', { class: 'viewer' }, [
      parts.toolbar,
      element('div', { class: 'columns' }, [
        this.#busy,
        structure,
        element('div', { class: 'middle' }, [parts.stage, parts.colourBar]),
        inspector,
      ]),
      parts.readout,
    ]);
    this.#layout();
    window.addEventListener('resize', () => this.#apply());
  }

  get state(): PanelState {
    return this.#state;
  }

  get open(): OpenPanels {
    const { structure, inspector } = this.#state;
    const width = window.innerWidth;
    const open = { structure: structure ?? width >= NARROW, inspector: inspector ?? width >= WIDE };
    // Both may have been opened in a wider editor.
    return { ...open, structure: open.structure && (width >= NARROW || !open.inspector) };
  }

  toggle(panel: keyof OpenPanels): void {
    const opens = !this.open[panel];
    const other = panel === 'structure' ? 'inspector' : 'structure';
    this.#state = { ...this.#state, [panel]: opens };
    if (opens && window.innerWidth < NARROW) {
      this.#state = { ...this.#state, [other]: false };
    }
    this.#apply();
  }

  /** Gives the inspector the room of the stage, or takes it back. */
  enlarge(large = !this.element.classList.contains('enlarged')): void {
    this.element.classList.toggle('enlarged', large);
  }

  /** Which part of the inspector is in sight: kept with the panels. */
  setTab(tab: InspectorTab): void {
    this.#state = { ...this.#state, tab };
    this.#onChange();
  }

  setBusy(busy: boolean): void {
    this.#busy.hidden = !busy;
  }

  #resize(name: 'structureWidth' | 'inspectorWidth', width: number): void {
    this.#state = { ...this.#state, [name]: width };
    this.#apply();
  }

  #apply(): void {
    this.#layout();
    this.#onChange();
  }

  #layout(): void {
    const { structure, inspector } = this.open;
    if (!inspector) {
      this.enlarge(false);
    }
    this.#panels.structure.hidden = !structure;
    this.#panels.inspector.hidden = !inspector;
    this.#panels.structure.style.width = `${this.#state.structureWidth}px`;
    this.#panels.inspector.style.width = `${this.#state.inspectorWidth}px`;
  }
}
