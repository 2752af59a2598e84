import { createButton } from '../ui/button';
import { element } from '../ui/dom';
import { createSplitter } from '../ui/splitter';
import { PageTabs } from './tabs';

/** What the panel consists of. */
export interface PaneParts {
  /** The form, and what may stand in its place. */
  readonly form: readonly HTMLElement[];
  readonly results: HTMLElement;
  readonly products: HTMLElement;
  readonly sky: HTMLElement;
}

/** How the parts are laid out, as far as the user has had a hand in it. Lengths in pixels. */
export interface KeptPanes {
  readonly formWidth: number | undefined;
  readonly skyWidth: number | undefined;
  /** Of the products; undefined for a share of what there is. */
  readonly productsHeight: number | undefined;
  readonly formHidden: boolean;
}

const FORM = { min: 220, max: 560, width: 300 };
const SKY = { min: 200, max: 900, width: 320 };
const PRODUCTS = { min: 90, max: 2000 };

/** Narrower than so, in pixels, the sky shares the room below the rows with the products. */
const WIDE = 1000;
/** Narrower than so, the form and the rows are shown in turns. */
const NARROW = 600;

/**
 * Lays out the panel: form, rows above products, sky. Where there is less room the sky is a tab beside the
 * products, and where there is little the form and the rows are tabs, too. Until there are rows, there are
 * neither products nor a sky.
 */
export class Panes {
  readonly element: HTMLElement;
  readonly #onChange: () => void;
  readonly #sky: HTMLElement;
  readonly #right: HTMLElement;
  readonly #bottom: HTMLElement;
  readonly #below: HTMLElement;
  readonly #sides: PageTabs<'form' | 'results'>;
  readonly #pages: PageTabs<'products' | 'sky'>;
  readonly #toggle = createButton({
    label: 'Form',
    icon: 'form',
    title: 'Shows or hides the form',
    onClick: () => this.#toggleForm(),
  });
  #formWidth: number;
  #skyWidth: number;
  #productsHeight: number | undefined;
  #formHidden: boolean;
  #side: 'form' | 'results' = 'form';
  #page: 'products' | 'sky' = 'products';
  #hasRows = false;
  #width = WIDE;

  /** @param onChange told when something that is kept has changed. */
  constructor({ form, results, products, sky }: PaneParts, kept: KeptPanes, onChange: () => void) {
    this.#onChange = onChange;
    this.#sky = sky;
    this.#formWidth = kept.formWidth ?? FORM.width;
    this.#skyWidth = kept.skyWidth ?? SKY.width;
    this.#productsHeight = kept.productsHeight;
    this.#formHidden = kept.formHidden;
    const left = element('div', { class: 'search-left' }, [...form, this.#formSplitter()]);
    this.#right = element('div', { class: 'search-right' }, [this.#skySplitter()]);
    this.#below = element('div', { class: 'search-below' }, [products]);
    this.#pages = new PageTabs(
      'Below the rows',
      [
        { name: 'products', label: 'Products', page: products },
        { name: 'sky', label: 'Sky', page: sky },
      ],
      (page) => {
        this.#page = page;
        this.#lay();
      },
    );
    this.#bottom = element('div', { class: 'search-bottom' }, [
      this.#bottomSplitter(),
      this.#pages.element,
      this.#below,
    ]);
    const middle = element('div', { class: 'search-middle' }, [results, this.#bottom]);
    this.#sides = new PageTabs(
      'Parts of the search',
      [
        { name: 'form', label: 'Form', page: left },
        { name: 'results', label: 'Results', page: middle },
      ],
      (side) => {
        this.#side = side;
        this.#lay();
      },
    );
    this.element = element('main', { class: 'search' }, [
      this.#sides.element,
      left,
      middle,
      this.#right,
    ]);
    new ResizeObserver(() => {
      this.#width = this.element.clientWidth || this.#width;
      this.#lay();
    }).observe(this.element);
    this.#lay();
  }

  get kept(): KeptPanes {
    return {
      formWidth: this.#formWidth,
      skyWidth: this.#skyWidth,
      productsHeight: this.#productsHeight,
      formHidden: this.#formHidden,
    };
  }

  /** The button that shows and hides the form. */
  get toggle(): HTMLElement {
    return this.#toggle.element;
  }

  setHasRows(hasRows: boolean): void {
    if (hasRows !== this.#hasRows) {
      this.#hasRows = hasRows;
      this.#lay();
    }
  }

  /** Brings the rows in sight, where the form takes all the room. */
  showResults(): void {
    this.#side = 'results';
    this.#lay();
  }

  /** Brings the form in sight. */
  showForm(): void {
    this.#side = 'form';
    this.#formHidden = false;
    this.#lay();
    this.#onChange();
  }

  #toggleForm(): void {
    this.#formHidden = !this.#formHidden;
    this.#lay();
    this.#onChange();
  }

  #lay(): void {
    const isNarrow = this.#width < NARROW;
    const isWide = this.#width >= WIDE;
    const home = isWide ? this.#right : this.#below;
    if (this.#sky.parentElement !== home) {
      home.append(this.#sky);
    }
    this.#bottom.hidden = !this.#hasRows;
    this.#right.hidden = !isWide || !this.#hasRows;
    this.#pages.show(isWide ? undefined : this.#page);
    this.#sides.show(isNarrow ? this.#side : undefined);
    this.#toggle.element.hidden = isNarrow;
    this.#toggle.setPressed(!this.#formHidden);
    const { classList, style } = this.element;
    classList.toggle('search-narrow', isNarrow);
    classList.toggle('without-form', !isNarrow && this.#formHidden);
    style.setProperty('--form-width', `${this.#formWidth}px`);
    style.setProperty('--sky-width', `${this.#skyWidth}px`);
    const height = this.#productsHeight;
    style.setProperty('--products-height', height === undefined ? '40%' : `${height}px`);
  }

  #resized(): void {
    this.#lay();
    this.#onChange();
  }

  #formSplitter(): HTMLElement {
    return createSplitter({
      ...{ label: 'Width of the form', side: 'left', min: FORM.min, max: FORM.max },
      width: this.#formWidth,
      onResize: (width) => {
        this.#formWidth = width;
        this.#resized();
      },
    });
  }

  #skySplitter(): HTMLElement {
    return createSplitter({
      ...{ label: 'Width of the sky', side: 'right', min: SKY.min, max: SKY.max },
      width: this.#skyWidth,
      onResize: (width) => {
        this.#skyWidth = width;
        this.#resized();
      },
    });
  }

  #bottomSplitter(): HTMLElement {
    return createSplitter({
      ...{ label: 'Height of the products', side: 'bottom', ...PRODUCTS },
      width: this.#productsHeight ?? PRODUCTS.min,
      measure: () => this.#bottom.offsetHeight,
      onResize: (height) => {
        this.#productsHeight = height;
        this.#resized();
      },
    });
  }
}
