import type { TabPage } from '../search/tabs';
import { PageTabs } from '../search/tabs';
import { createButton } from '../ui/button';
import { element } from '../ui/dom';
import { createSplitter } from '../ui/splitter';
import type { BesideTab, ResultTab } from './result-tabs';
import { BESIDE, LABELS, RESULT_TABS } from './result-tabs';

export interface PaneParts {
  /** The query, from top to bottom. */
  readonly form: readonly HTMLElement[];
  /** What stands above the rows: how the query went. */
  readonly head: readonly HTMLElement[];
  /** The rows, and what stands beside them. */
  readonly results: Readonly<Record<ResultTab, HTMLElement>>;
}

/** How the parts are laid out, as far as the user has had a hand in it. Lengths in pixels. */
export interface KeptPanes {
  readonly formWidth: number | undefined;
  readonly plotsWidth: number | undefined;
  readonly formHidden: boolean;
  readonly tab: ResultTab;
}

const FORM = { min: 240, max: 640, width: 320 };
const PLOTS = { min: 240, max: 1600 };
/** From so wide on, in pixels, plots stand beside the rows. */
const WIDE = 760;
/** Narrower than so, the query and the results are shown in turns. */
const NARROW = 600;

/**
 * Lays out the panel: the query, and the results. Where there is room, the plots (and what else there is) stand beside
 * the rows; else they are tabs. Where there is little, the query and the results are tabs, too.
 */
export class Panes {
  readonly element: HTMLElement;
  readonly #onChange: () => void;
  readonly #right: HTMLElement;
  readonly #body: HTMLElement;
  readonly #beside: HTMLElement;
  readonly #sides: PageTabs<'form' | 'results'>;
  readonly #tabs: PageTabs<ResultTab>;
  readonly #sideTabs: PageTabs<BesideTab>;
  readonly #toggle = createButton({
    label: 'Query',
    icon: 'form',
    title: 'Shows or hides the query',
    onClick: () => this.#toggleForm(),
  });
  readonly #parts: PaneParts;
  #formWidth: number;
  #plotsWidth: number | undefined;
  #formHidden: boolean;
  #side: 'form' | 'results' = 'form';
  #tab: ResultTab;
  #hasRows = false;
  #laid = '';

  /** @param onChange told when something that is kept has changed, or another part is in sight. */
  constructor(parts: PaneParts, kept: KeptPanes, onChange: () => void) {
    this.#parts = parts;
    this.#onChange = onChange;
    this.#formWidth = kept.formWidth ?? FORM.width;
    this.#plotsWidth = kept.plotsWidth;
    this.#formHidden = kept.formHidden;
    this.#tab = kept.tab;
    const left = element('div', { class: 'catalog-left' }, [
      ...parts.form,
      this.#splitter('Width of the query', 'left', FORM, this.#formWidth, (width) => {
        this.#formWidth = width;
      }),
    ]);
    const { results } = parts;
    const tab = <T extends ResultTab>(name: T): TabPage<T> => ({
      ...{ name, label: LABELS[name], page: results[name] },
    });
    const choose = (name: ResultTab): void => this.show(name);
    this.#tabs = new PageTabs<ResultTab>('Results', RESULT_TABS.map(tab), choose);
    this.#sideTabs = new PageTabs<BesideTab>('Beside the rows', BESIDE.map(tab), choose);
    this.#beside = element('div', { class: 'catalog-beside' }, [
      this.#splitter('Width of the plots', 'right', PLOTS, PLOTS.min, (width) => {
        this.#plotsWidth = width;
      }),
      this.#sideTabs.element,
    ]);
    this.#body = element('div', { class: 'catalog-body' }, [results.table, this.#beside]);
    this.#right = element('div', { class: 'catalog-right' }, [
      ...parts.head,
      this.#tabs.element,
      this.#body,
    ]);
    this.#sides = new PageTabs<'form' | 'results'>(
      'Parts of the catalogue',
      [
        { name: 'form', label: 'Query', page: left },
        { name: 'results', label: 'Results', page: this.#right },
      ],
      (side) => {
        this.#side = side;
        this.#changed();
      },
    );
    this.element = element('main', { class: 'catalog search' }, [
      this.#sides.element,
      left,
      this.#right,
    ]);
    new ResizeObserver(() => this.#lay()).observe(this.element);
    new ResizeObserver(() => this.#lay()).observe(this.#right);
    this.#lay();
  }

  get kept(): KeptPanes {
    return {
      ...{ formWidth: this.#formWidth, plotsWidth: this.#plotsWidth },
      ...{ formHidden: this.#formHidden, tab: this.#tab },
    };
  }

  /** The button that shows and hides the query. */
  get toggle(): HTMLElement {
    return this.#toggle.element;
  }

  /** Whether a part of the results is in sight. */
  isShown(part: ResultTab): boolean {
    return this.#parts.results[part].offsetParent !== null;
  }

  setHasRows(hasRows: boolean): void {
    if (hasRows !== this.#hasRows) {
      this.#hasRows = hasRows;
      this.#lay();
    }
  }

  /** Brings the results in sight, where the query takes all the room. */
  showResults(): void {
    this.#side = 'results';
    this.#lay();
  }

  /** Brings a part of the results in sight. */
  show(tab: ResultTab): void {
    this.#tab = tab;
    this.#changed();
  }

  /** Brings the query in sight. */
  showForm(): void {
    this.#side = 'form';
    this.#formHidden = false;
    this.#changed();
  }

  #toggleForm(): void {
    this.#formHidden = !this.#formHidden;
    this.#changed();
  }

  #changed(): void {
    this.#lay();
    this.#onChange();
  }

  #lay(): void {
    const { clientWidth } = this.element;
    const isNarrow = clientWidth > 0 && clientWidth < NARROW;
    const isWide = !isNarrow && this.#right.clientWidth >= WIDE && this.#hasRows;
    const { results } = this.#parts;
    const home = isWide ? this.#beside : this.#body;
    for (const part of BESIDE.map((name) => results[name])) {
      if (part.parentElement !== home) {
        home.append(part);
      }
    }
    this.#beside.hidden = !isWide;
    if (isWide) {
      this.#tabs.show(undefined);
      this.#sideTabs.show(this.#tab === 'table' ? 'plots' : this.#tab);
    } else {
      this.#sideTabs.show(undefined);
      this.#tabs.show(this.#hasRows ? this.#tab : 'table');
      this.#tabs.element.hidden = !this.#hasRows;
    }
    this.#sides.show(isNarrow ? this.#side : undefined);
    this.#toggle.element.hidden = isNarrow;
    this.#toggle.setPressed(!this.#formHidden);
    const { classList, style } = this.element;
    classList.toggle('catalog-narrow', isNarrow);
    classList.toggle('without-form', !isNarrow && this.#formHidden);
    style.setProperty('--form-width', `${this.#formWidth}px`);
    const plotsWidth = this.#plotsWidth;
    style.setProperty('--plots-width', plotsWidth === undefined ? '50%' : `${plotsWidth}px`);
    // Another part may be in sight by now; of the first layout there is nothing to tell.
    const laid = `${isNarrow} ${isWide} ${this.#hasRows}`;
    const before = this.#laid;
    this.#laid = laid;
    if (before !== '' && before !== laid) {
      this.#onChange();
    }
  }

  #splitter(
    label: string,
    side: 'left' | 'right',
    limits: { readonly min: number; readonly max: number },
    width: number,
    set: (width: number) => void,
  ): HTMLElement {
    return createSplitter({
      ...{ label, side, width, min: limits.min, max: limits.max },
      measure: () => (side === 'left' ? this.#formWidth : this.#beside.offsetWidth),
      onResize: (next) => {
        set(next);
        this.#changed();
      },
    });
  }
}
