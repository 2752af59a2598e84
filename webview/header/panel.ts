import type { CardLine, HeaderReply } from '../../src/protocol/methods';
import { formatCount } from '../../src/protocol/figures';
import { createNotice } from '../image/notice';
import type { NoticeContent } from '../image/notice';
import { createButton } from '../ui/button';
import { element, setText } from '../ui/dom';
import { icon } from '../ui/icons';
import { createTextField } from '../ui/text-field';
import { CardDetail } from './detail';
import { CardList } from './list';
import type { CardNotes } from './notes';
import { notesOf } from './notes';
import { CardIndex, queryWords } from './search';
import { HeaderTools } from './tools';
import './header.css';

export type HeaderKind = 'cards' | 'properties';

export interface HeaderActions {
  /** Copies a text; `what` names it for the message. */
  onCopy(text: string, what: string): void;
}

const NO_MATCH: Readonly<Record<HeaderKind, string>> = {
  cards: 'No card matches.',
  properties: 'No property matches.',
};

/** The header of one HDU: search on top, the cards, the chosen card below. */
export class HeaderPanel {
  readonly element: HTMLElement;
  /** What can be asked of the header; who brings it listens. */
  readonly tools = new HeaderTools();
  readonly #title = element('h2', { text: 'Header' });
  readonly #count = element('span', { class: 'panel-count', attributes: { role: 'status' } });
  readonly #warnings = element('div', { class: 'warnings' });
  readonly #message = element('div', { class: 'panel-message' });
  readonly #actions: HeaderActions;
  readonly #detail: CardDetail;
  readonly #list = new CardList((card) => this.#select(card));
  readonly #search = createTextField({
    label: 'Search keywords, values and comments',
    placeholder: 'Search keywords, values, comments',
    onInput: () => this.#find(),
    onKey: ({ key }) => this.#onSearchKey(key),
  });
  readonly #clear = createButton({
    label: 'Clear search',
    icon: 'close',
    title: 'Clear search (Escape)',
    onClick: () => this.#clearSearch(),
  });
  #cards: readonly CardLine[] = [];
  #index = new CardIndex([]);
  #notes: CardNotes = new Map();
  #card: CardLine | undefined;
  #kind: HeaderKind = 'cards';

  constructor(actions: HeaderActions) {
    this.#actions = actions;
    this.#detail = new CardDetail((text, what) => actions.onCopy(text, what));
    this.#clear.element.classList.add('search-clear');
    this.element = element(
      'section',
      { class: 'panel-body header', attributes: { 'aria-label': 'Header' } },
      [
        element('div', { class: 'panel-title' }, [this.#title, this.#count]),
        this.tools.element,
        element('div', { class: 'search' }, [this.#search.element, this.#clear.element]),
        this.#warnings,
        this.#list.element,
        this.#message,
        this.#detail.element,
      ],
    );
    this.element.addEventListener('keydown', (event) => this.#onCopyKey(event));
    this.#find();
  }

  /**
   * Shows a header; the search stays, so that HDUs can be compared by it.
   *
   * @param kind what its lines are: cards of FITS, or properties of a part of an ASDF file.
   */
  show(title: string, header: HeaderReply, kind: HeaderKind = 'cards'): void {
    this.#begin(title);
    this.#kind = kind;
    this.element.classList.toggle('properties', kind === 'properties');
    this.#cards = header.cards;
    this.#index = new CardIndex(header.cards);
    this.#notes = notesOf(header.cards);
    this.#warnings.replaceChildren(
      ...header.warnings.map((text) =>
        element('p', { class: 'warning' }, [icon('warning'), element('span', { text })]),
      ),
    );
    this.#find();
  }

  showLoading(title: string): void {
    this.#begin(title);
    this.#find();
    setText(this.#count, 'loading…');
    this.#message.replaceChildren();
  }

  showNotice(title: string, notice: NoticeContent): void {
    this.#begin(title);
    this.#find();
    setText(this.#count, '');
    this.#message.replaceChildren(createNotice(notice));
  }

  #begin(title: string): void {
    setText(this.#title, title);
    this.#cards = [];
    this.#index = new CardIndex([]);
    this.#warnings.replaceChildren();
    this.#message.replaceChildren();
  }

  #find(): void {
    const query = this.#search.value ?? '';
    const words = queryWords(query);
    const found = this.#index.find(query);
    const cards = found.flatMap((index) => this.#cards[index] ?? []);
    this.#list.show(cards, words, this.#notes);
    this.#clear.element.hidden = query === '';
    setText(this.#count, this.#countText(found.length, words.length > 0));
    const nothing = found.length === 0 && this.#cards.length > 0;
    this.#message.replaceChildren(
      ...(nothing ? [element('p', { class: 'no-match', text: NO_MATCH[this.#kind] })] : []),
    );
  }

  /** `5,000 cards`, or `12 of 5,000` while searching; nothing where there is no header yet. */
  #countText(found: number, searching: boolean): string {
    const all = formatCount(this.#cards.length);
    if (this.#cards.length === 0) {
      return '';
    }
    return searching ? `${formatCount(found)} of ${all}` : `${all} ${this.#kind}`;
  }

  #clearSearch(): void {
    this.#search.setValue('');
    this.#find();
    this.#search.focus();
  }

  #select(card: CardLine | undefined): void {
    this.#card = card;
    this.#detail.show(card, card && this.#notes.get(card));
  }

  #onSearchKey(key: string): boolean {
    if (key === 'Escape' && this.#search.value !== '') {
      this.#clearSearch();
      return true;
    }
    if (key === 'ArrowDown' || key === 'Enter') {
      this.#list.focus();
      return true;
    }
    return false;
  }

  #onCopyKey(event: KeyboardEvent): void {
    if (!(event.ctrlKey || event.metaKey)) {
      return;
    }
    const key = event.key.toLowerCase();
    if (key === 'f') {
      event.preventDefault();
      this.#search.focus();
    } else if (key === 'c' && this.#card !== undefined && !this.#hasSelection(event)) {
      event.preventDefault();
      this.#actions.onCopy(
        event.shiftKey ? this.#card.value : this.#card.raw,
        event.shiftKey ? 'value' : this.#kind === 'cards' ? 'card' : 'property',
      );
    }
  }

  /** Whether the user has marked text, which is then what Ctrl+C means. */
  #hasSelection(event: KeyboardEvent): boolean {
    const inField = event.target === this.#search.element;
    return inField || (document.getSelection()?.toString() ?? '') !== '';
  }
}
