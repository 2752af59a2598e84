import type { CatalogReply } from '../../../src/protocol/catalog';
import { countOf, formatCount } from '../../../src/protocol/figures';
import { createButton } from '../../ui/button';
import { element, setText } from '../../ui/dom';
import type { CatalogHost } from '../catalog-host';
import { ChosenColumns } from './chosen-columns';
import { FieldDetails } from './field-details';
import { FieldList } from './field-list';

/** More columns than so are chosen at once only with a warning: each is read. */
const MANY = 100;

/** Which columns are wanted: a search over all of them, those chosen on top, and what is known of one. */
export class ColumnChoice {
  readonly element: HTMLElement;
  readonly #onChange: () => void;
  readonly #search = element('input', {
    class: 'search-input',
    title: 'All words must be in the name, the unit or the description',
    attributes: {
      type: 'search',
      'aria-label': 'Search columns',
      placeholder: 'Search names, units, descriptions',
      spellcheck: 'false',
      autocomplete: 'off',
    },
  });
  readonly #found = element('span', { class: 'column-found', attributes: { role: 'status' } });
  readonly #list: FieldList;
  readonly #details: FieldDetails;
  readonly #up;
  readonly #down;
  #columns = new ChosenColumns([], []);
  #usual: readonly string[] = [];

  constructor(host: CatalogHost, onChange: () => void) {
    this.#onChange = onChange;
    this.#details = new FieldDetails(host, () => {
      this.#details.show(undefined);
      this.#list.element.focus();
    });
    this.#list = new FieldList({
      isChosen: (name) => this.#columns.has(name),
      onToggle: ({ name }) => this.#toggle(name),
      onMove: ({ name }, direction) => this.#change((columns) => columns.move(name, direction)),
      onLook: (column) => {
        this.#details.show(column);
        this.#update();
      },
    });
    this.#up = this.#mover('Move up', 'Puts the column further left (Alt+Up)', -1);
    this.#down = this.#mover('Move down', 'Puts the column further right (Alt+Down)', 1);
    const listed = (): string[] => this.#matches.map(({ name }) => name);
    this.element = element('div', { class: 'column-choice' }, [
      this.#search,
      element('div', { class: 'column-tools' }, [
        this.#tool('Default', 'The columns one usually wants', (columns) =>
          columns.set(this.#usual),
        ),
        this.#tool('All', 'Adds all that are listed', (columns) => columns.add(listed())),
        this.#tool('None', 'Takes all that are listed away', (columns) => columns.remove(listed())),
        this.#found,
      ]),
      this.#list.element,
      element('div', { class: 'column-tools' }, [this.#up.element, this.#down.element]),
      this.#details.element,
    ]);
    this.#search.addEventListener('input', () => {
      this.#list.show(this.#matches);
      this.#list.toTop();
      this.#update();
    });
    this.#search.addEventListener('keydown', (event) => {
      if (event.key === 'ArrowDown') {
        event.preventDefault();
        this.#list.focus();
      }
    });
  }

  get names(): readonly string[] {
    return this.#columns.names;
  }

  /** `12 of 298 columns`. */
  get words(): string {
    const all = this.#columns.all.length;
    return `${formatCount(this.names.length)} of ${countOf(all, 'column')}`;
  }

  /** What to say of the choice; empty for nothing. */
  get warning(): string {
    return this.names.length > MANY
      ? `${formatCount(this.names.length)} columns are chosen; each is read.`
      : '';
  }

  show({ columns, defaultColumns }: CatalogReply, names: readonly string[] | undefined): void {
    this.#usual = defaultColumns;
    this.#columns = new ChosenColumns(columns, names ?? defaultColumns);
    this.#search.value = '';
    this.#details.show(undefined);
    this.#list.show(this.#matches);
    this.#list.toTop();
    this.#update();
  }

  set(names: readonly string[]): void {
    this.#columns.set(names);
    this.#list.show(this.#matches);
    this.#update();
  }

  focus(): void {
    this.#search.focus();
  }

  get #matches(): ReturnType<ChosenColumns['find']> {
    return this.#columns.find(this.#search.value);
  }

  /** What is above it stays where it is, though it goes to those chosen, or comes from there. */
  #toggle(name: string): void {
    const before = this.#matches.findIndex((one) => one.name === name);
    this.#columns.toggle(name);
    const matches = this.#matches;
    const after = matches.findIndex((one) => one.name === name);
    const isAbove = this.#list.element.scrollTop > 0 && after !== before;
    this.#list.show(matches, isAbove ? Math.sign(before - after) : 0);
    this.#update();
    this.#onChange();
  }

  #change(change: (columns: ChosenColumns) => void): void {
    change(this.#columns);
    this.#list.show(this.#matches);
    this.#update();
    this.#onChange();
  }

  #update(): void {
    const found = this.#matches.length;
    const all = this.#columns.all.length;
    setText(this.#found, found === all ? '' : `${formatCount(found)} found`);
    const at = this.names.indexOf(this.#list.looked?.name ?? '');
    this.#up.setDisabled(at <= 0);
    this.#down.setDisabled(at < 0 || at === this.names.length - 1);
  }

  #tool(label: string, title: string, change: (columns: ChosenColumns) => void): HTMLElement {
    return createButton({ label, title, onClick: () => this.#change(change) }).element;
  }

  #mover(label: string, title: string, direction: 1 | -1): ReturnType<typeof createButton> {
    return createButton({
      ...{ label, title },
      onClick: () => {
        const name = this.#list.looked?.name;
        if (name !== undefined) {
          this.#change((columns) => columns.move(name, direction));
        }
      },
    });
  }
}
