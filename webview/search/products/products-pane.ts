import { countOf } from '../../../src/protocol/figures';
import type { ProductAddress, ProductLine, ProductsReply } from '../../../src/protocol/search';
import type { Trouble } from '../../image/host';
import { troubleOf } from '../../image/host';
import { Activity } from '../../table/activity';
import { createButton } from '../../ui/button';
import type { ContextMenuItem } from '../../ui/context-menu';
import { ContextMenu } from '../../ui/context-menu';
import { element, setText } from '../../ui/dom';
import { rove } from '../../ui/roving';
import type { SearchHost } from '../search-host';
import { ProductFilter } from './product-filter';
import type { ProductRowActions } from './product-row';
import { createProductRow, openOrDownload } from './product-row';
import { ADDRESSES, auxiliaryWords, canRetry, summaryWords } from './product-words';

export interface ProductsActions {
  /** Something was done, for people. */
  onSay(words: string): void;
  onCopyPython(row: number): void;
}

/** Products are listed when a row has been looked at for so long, in milliseconds: arrow keys pass many. */
const REST = 250;
/** A filter is of use from so many products on. */
const MANY = 6;

/** The products of the row that the user looks at: science first, the others one click away. */
export class ProductsPane implements ProductRowActions {
  readonly element: HTMLElement;
  readonly #host: SearchHost;
  readonly #actions: ProductsActions;
  readonly #summary = element('span', {
    class: 'products-summary',
    attributes: { role: 'status' },
  });
  readonly #partial = element('div', { class: 'results-partial' });
  readonly #activity = new Activity('Products', () => this.focus());
  readonly #list = element('div', {
    class: 'products-list',
    attributes: { role: 'listbox', 'aria-label': 'Products' },
  });
  readonly #more = element('button', {
    class: 'products-more',
    attributes: { type: 'button', 'aria-expanded': 'false' },
  });
  readonly #instead = element('p', { class: 'products-instead' });
  readonly #menu = new ContextMenu();
  readonly #filter = new ProductFilter(() => void this.#choose());
  readonly #tools: HTMLElement;
  #row: number | undefined;
  #reply: ProductsReply | undefined;
  #shown: readonly ProductLine[] = [];
  #withOthers = false;
  /** Ids of the products that the filter leaves; undefined for all. */
  #chosen: ReadonlySet<string> | undefined;
  #choosing = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stop = new AbortController();

  constructor(host: SearchHost, actions: ProductsActions) {
    this.#host = host;
    this.#actions = actions;
    this.#tools = this.#makeTools();
    this.element = element(
      'section',
      { class: 'products', attributes: { 'aria-label': 'Products of the chosen row' } },
      [
        element('div', { class: 'products-head' }, [
          element('span', { class: 'products-title', text: 'Products' }),
          this.#summary,
          this.#tools,
        ]),
        this.#filter.element,
        this.#partial,
        this.#activity.element,
        element('div', { class: 'products-body' }, [this.#list, this.#more, this.#instead]),
        this.#menu.element,
      ],
    );
    this.#more.addEventListener('click', () => {
      this.#withOthers = !this.#withOthers;
      this.#draw();
    });
    this.#list.addEventListener('keydown', (event) => this.#onKey(event));
    this.#list.addEventListener('focusin', () => this.#mark());
    this.show(undefined);
  }

  /** The row (of the table) whose products are wanted, or none. */
  show(row: number | undefined): void {
    clearTimeout(this.#timer);
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#row = row;
    this.#reply = undefined;
    this.#chosen = undefined;
    this.#withOthers = false;
    this.#activity.show(undefined);
    this.#draw();
    if (row !== undefined) {
      setText(this.#instead, 'The products are being listed…');
      const { signal } = this.#stop;
      this.#timer = setTimeout(() => void this.#ask(row, signal), REST);
    }
  }

  /** Says why something that was asked of a row has failed. */
  fail({ message, hint }: Trouble): void {
    const text = [message, hint].filter(Boolean).join(' ');
    const dismiss = { label: 'Dismiss', onClick: () => this.#activity.show(undefined) };
    this.#activity.show({ text, trouble: true, actions: [dismiss] });
  }

  focus(): void {
    const rows = [...this.#list.children] as HTMLElement[];
    (rows.find(({ tabIndex }) => tabIndex === 0) ?? rows[0])?.focus();
  }

  onOpen(product: ProductLine): void {
    void this.#do(`Opening ${product.name}…`, async (row, signal) => {
      await this.#host.request('openProduct', { row, product: product.id }, { signal });
    });
  }

  onDownload(product: ProductLine): void {
    this.#download([product]);
  }

  onMenu(product: ProductLine, x: number, y: number): void {
    const address = (kind: ProductAddress, has: boolean, apart = false): ContextMenuItem => ({
      label: `Copy ${ADDRESSES[kind]}`,
      disabled: !has,
      apart,
      onChoose: () => this.#copy([product], kind),
    });
    const items: readonly ContextMenuItem[] = [
      {
        label: 'Open in viewer',
        disabled: !product.viewable,
        onChoose: () => this.onOpen(product),
      },
      { label: 'Download', icon: 'download', onChoose: () => this.onDownload(product) },
      address('s3', product.place.kind === 'cloud', true),
      address('url', product.url !== ''),
      address('dataUri', product.dataUri !== ''),
    ];
    this.#menu.open(`Actions on ${product.name}`, items, x, y);
  }

  #makeTools(): HTMLElement {
    return element('span', { class: 'products-tools' }, [
      createButton({
        label: 'Download the products shown',
        icon: 'download',
        onClick: () => this.#download(this.#shown),
      }).element,
      createButton({
        label: 'Copy the S3 URIs of the products shown',
        icon: 'copy',
        onClick: () => this.#copy(this.#shown, 's3'),
      }).element,
      createButton({
        label: 'Copy as Python',
        text: 'Python',
        title: 'Copies Python that lists these products',
        onClick: () => {
          if (this.#row !== undefined) {
            this.#actions.onCopyPython(this.#row);
          }
        },
      }).element,
    ]);
  }

  /** Asks which products the filter leaves. */
  async #choose(): Promise<void> {
    this.#choosing.abort();
    this.#choosing = new AbortController();
    const { signal } = this.#choosing;
    const row = this.#row;
    if (row === undefined || this.#reply === undefined) {
      return;
    }
    try {
      const asked = { row, filter: this.#filter.text };
      const { products, choices } = await this.#host.request('chooseProducts', asked, { signal });
      if (!signal.aborted && row === this.#row) {
        this.#filter.choices = choices;
        this.#filter.say('');
        this.#chosen = asked.filter === '' ? undefined : new Set(products);
        this.#draw();
      }
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble !== undefined && !signal.aborted) {
        this.#filter.say([trouble.message, trouble.hint].filter(Boolean).join(' '));
      }
    }
  }

  async #ask(row: number, signal: AbortSignal): Promise<void> {
    const take = (reply: ProductsReply): void => {
      if (!signal.aborted) {
        const isFirst = this.#reply === undefined;
        this.#reply = reply;
        this.#draw();
        if (isFirst) {
          void this.#choose();
        }
      }
    };
    try {
      take(await this.#host.request('products', { row }, { signal, onProgress: take }));
      if (!signal.aborted) {
        this.#showRetry(row);
      }
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble !== undefined && !signal.aborted) {
        setText(this.#instead, '');
        const text = [trouble.message, trouble.hint].filter(Boolean).join(' ');
        const actions = [{ label: 'Retry', onClick: () => this.show(row) }];
        this.#activity.show({ text, trouble: true, actions });
      }
    }
  }

  #showRetry(row: number): void {
    if (canRetry(this.#reply?.products ?? [])) {
      const retry = (): void => {
        this.#activity.show(undefined);
        void this.#ask(row, this.#stop.signal);
      };
      this.#activity.show({
        text: 'Some products could not be looked up in the cloud.',
        actions: [{ label: 'Look up again', onClick: retry }],
      });
    }
  }

  #draw(): void {
    const { products: all = [], partial } = this.#reply ?? {};
    const chosen = this.#chosen;
    const products = chosen === undefined ? all : all.filter(({ id }) => chosen.has(id));
    const science = products.filter((product) => product.science);
    const others = products.length - science.length;
    // Without science products there is nothing the others would stand behind.
    const withOthers = this.#withOthers || science.length === 0;
    this.#show(withOthers ? products : science);
    this.#tools.hidden = this.#row === undefined;
    this.element.classList.toggle('no-row', this.#row === undefined);
    this.#filter.element.hidden = all.length < MANY && this.#filter.text === '';
    const left = chosen === undefined ? '' : ` of ${countOf(all.length, 'product')}`;
    setText(this.#summary, this.#reply === undefined ? '' : `${summaryWords(products)}${left}`);
    setText(this.#partial, partial ?? '');
    this.#partial.hidden = partial === undefined;
    this.#more.hidden = others === 0 || science.length === 0;
    setText(this.#more, withOthers ? 'Science products only' : auxiliaryWords(others));
    this.#more.setAttribute('aria-expanded', String(withOthers));
    this.#instead.hidden = products.length > 0;
    const none = this.#row === undefined ? 'Choose a row to see its products.' : '';
    const empty =
      all.length > 0 ? 'The filter leaves none of the products.' : 'This row has no products.';
    setText(this.#instead, this.#reply === undefined ? none : empty);
  }

  /** Rows that say the same stay, and with them the focus. */
  #show(products: readonly ProductLine[]): void {
    const before = new Map(
      this.#shown.map((product, at) => [JSON.stringify(product), this.#list.children[at]]),
    );
    const active = this.#rows.findIndex((row) => row === document.activeElement);
    const activeId = this.#shown[active]?.id;
    const rows = products.map(
      (product) => before.get(JSON.stringify(product)) ?? createProductRow(product, this),
    ) as HTMLElement[];
    this.#shown = products;
    this.#list.replaceChildren(...rows);
    rows.forEach((row, at) => {
      row.tabIndex = at === 0 ? 0 : -1;
    });
    const at = products.findIndex(({ id }) => id === activeId);
    if (active >= 0 && at >= 0) {
      rows[at]?.focus();
    }
    this.#mark();
  }

  get #rows(): HTMLElement[] {
    return [...this.#list.children] as HTMLElement[];
  }

  /** The row with the focus is the one that is chosen. */
  #mark(): void {
    const rows = this.#rows;
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    if (at >= 0) {
      rows.forEach((row, index) => {
        row.tabIndex = index === at ? 0 : -1;
      });
    }
    rows.forEach((row, index) => row.setAttribute('aria-selected', String(index === at)));
  }

  #onKey(event: KeyboardEvent): void {
    const rows = this.#rows;
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const product = this.#shown[at];
    const to = rove(event.key, at, rows.length);
    if (to !== undefined) {
      rows[to]?.focus();
    } else if (event.key === 'Enter' && product !== undefined) {
      openOrDownload(product, this);
    } else if (isMenuKey(event) && product !== undefined) {
      const { left = 0, bottom = 0 } = rows[at]?.getBoundingClientRect() ?? {};
      this.onMenu(product, left + 24, bottom);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  #download(products: readonly ProductLine[]): void {
    const ids = products.map(({ id }) => id);
    if (ids.length > 0) {
      void this.#do('', async (row, signal) => {
        await this.#host.request('downloadProducts', { row, products: ids }, { signal });
      });
    }
  }

  #copy(products: readonly ProductLine[], address: ProductAddress): void {
    const ids = products.map(({ id }) => id);
    void this.#do('', async (row, signal) => {
      const asked = { row, products: ids, address };
      const { copied } = await this.#host.request('copyProducts', asked, { signal });
      const left = ids.length - copied;
      const without = left === 0 ? '' : `; ${countOf(left, 'product')} without one left out`;
      this.#actions.onSay(
        copied === 0
          ? `None of these products has an address of that kind (${ADDRESSES[address]}).`
          : `Copied ${countOf(copied, ADDRESSES[address])}${without}.`,
      );
    });
  }

  async #do(
    words: string,
    work: (row: number, signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const row = this.#row;
    const { signal } = this.#stop;
    if (row === undefined) {
      return;
    }
    if (words !== '') {
      this.#activity.show({ text: words, actions: [] });
    }
    try {
      await work(row, signal);
      if (!signal.aborted) {
        this.#activity.show(undefined);
      }
    } catch (error) {
      const trouble = troubleOf(error);
      if (!signal.aborted) {
        const text = [trouble?.message, trouble?.hint].filter(Boolean).join(' ');
        const dismiss = { label: 'Dismiss', onClick: () => this.#activity.show(undefined) };
        this.#activity.show(
          trouble === undefined ? undefined : { text, trouble: true, actions: [dismiss] },
        );
      }
    }
  }
}

function isMenuKey({ key, shiftKey }: KeyboardEvent): boolean {
  return key === 'ContextMenu' || (key === 'F10' && shiftKey);
}
