import type { CardLine } from '../../src/protocol/methods';
import { element } from '../ui/dom';
import type { CardNotes } from './notes';
import { cardRow } from './rows';
import type { ListGeometry, RowWindow } from './window';
import { rowAfterKey, rowWindow, scrollToRow } from './window';

/** Must be the height of `.card` in the style sheet. */
const ROW_HEIGHT = 20;

/** A list of cards of which only the rows in sight exist, so that 40,000 scroll like 40. */
export class CardList {
  readonly element = element('div', {
    class: 'cards',
    attributes: { role: 'listbox', tabindex: '0', 'aria-label': 'Header cards' },
  });
  readonly #tall = element('div', { class: 'cards-tall', attributes: { role: 'presentation' } });
  readonly #onSelect: (card: CardLine | undefined) => void;
  #cards: readonly CardLine[] = [];
  #words: readonly string[] = [];
  #notes: CardNotes = new Map();
  #selected = -1;
  #rendered: RowWindow = { from: 0, to: 0 };

  constructor(onSelect: (card: CardLine | undefined) => void) {
    this.#onSelect = onSelect;
    this.element.append(this.#tall);
    this.element.addEventListener('scroll', () => this.#onScroll(), { passive: true });
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
    this.element.addEventListener('click', (event) => {
      const row = event.target instanceof Element ? event.target.closest('.card') : null;
      if (row instanceof HTMLElement) {
        this.select(Number(row.dataset['position']));
      }
    });
    new ResizeObserver(() => this.#render()).observe(this.element);
  }

  /** Shows the cards with the words marked, and those with a note, from the top, none of them chosen. */
  show(cards: readonly CardLine[], words: readonly string[], notes: CardNotes): void {
    const kept = this.#cards[this.#selected];
    this.#cards = cards;
    this.#words = words;
    this.#notes = notes;
    this.#selected = kept === undefined ? -1 : cards.indexOf(kept);
    this.#tall.style.height = `${cards.length * ROW_HEIGHT}px`;
    this.element.scrollTop =
      this.#selected < 0 ? 0 : scrollToRow(this.#geometry, this.element.scrollTop, this.#selected);
    this.#render();
    if (this.#selected < 0 && kept !== undefined) {
      this.#onSelect(undefined);
    }
  }

  select(position: number): void {
    this.#selected = position;
    this.element.scrollTop = scrollToRow(this.#geometry, this.element.scrollTop, position);
    this.#render();
    this.#onSelect(this.#cards[position]);
  }

  focus(): void {
    this.element.focus();
    if (this.#selected < 0 && this.#cards.length > 0) {
      this.select(0);
    }
  }

  get #geometry(): ListGeometry {
    return {
      rows: this.#cards.length,
      rowHeight: ROW_HEIGHT,
      viewHeight: this.element.clientHeight,
    };
  }

  /** Rows are made anew only when one comes into sight that is not there yet. */
  #onScroll(): void {
    const { from, to } = rowWindow(this.#geometry, this.element.scrollTop, 0);
    if (from < this.#rendered.from || to > this.#rendered.to) {
      this.#render();
    }
  }

  #render(): void {
    this.#rendered = rowWindow(this.#geometry, this.element.scrollTop);
    const { from, to } = this.#rendered;
    const rows = this.#cards.slice(from, to).map((card, offset) => {
      const position = from + offset;
      const row = cardRow(
        {
          card,
          position,
          count: this.#cards.length,
          selected: position === this.#selected,
          note: this.#notes.get(card),
        },
        this.#words,
      );
      row.style.top = `${position * ROW_HEIGHT}px`;
      return row;
    });
    this.#tall.replaceChildren(...rows);
    if (this.#selected >= from && this.#selected < to) {
      this.element.setAttribute('aria-activedescendant', `card-${this.#selected}`);
    } else {
      this.element.removeAttribute('aria-activedescendant');
    }
  }

  #onKey(event: KeyboardEvent): void {
    const to = rowAfterKey(this.#geometry, this.#selected, event.key);
    if (to !== undefined && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      this.select(to);
    }
  }
}
