import type { CardLine } from '../../src/protocol/methods';
import { createButton } from '../ui/button';
import { element, setText } from '../ui/dom';
import { icon } from '../ui/icons';
import { visibleNodes } from './rows';

/** The chosen card in full, with buttons that copy it. */
export class CardDetail {
  readonly element: HTMLElement;
  readonly #keyword = element('span', { class: 'detail-keyword' });
  readonly #value = element('p', { class: 'detail-value' });
  readonly #comment = element('p', { class: 'detail-comment' });
  readonly #note = element('span');
  readonly #noteLine = element('p', { class: 'detail-note' }, [icon('warning'), this.#note]);
  #card: CardLine | undefined;

  constructor(onCopy: (text: string, what: string) => void) {
    const copyCard = createButton({
      label: 'Copy card',
      title: 'Copy the card as it stands in the file (Ctrl+C)',
      onClick: () => this.#card && onCopy(this.#card.raw, 'card'),
    });
    const copyValue = createButton({
      label: 'Copy value',
      title: 'Copy the value alone (Ctrl+Shift+C)',
      onClick: () => this.#card && onCopy(this.#card.value, 'value'),
    });
    this.element = element(
      'div',
      { class: 'detail', attributes: { 'aria-label': 'Chosen card' } },
      [
        element('div', { class: 'detail-top' }, [
          this.#keyword,
          element('span', { class: 'spacer' }),
          copyValue.element,
          copyCard.element,
        ]),
        this.#value,
        this.#comment,
        this.#noteLine,
      ],
    );
    this.show(undefined, undefined);
  }

  /** `note` is what is to be known of the card. */
  show(card: CardLine | undefined, note: string | undefined): void {
    this.#card = card;
    this.element.hidden = card === undefined;
    this.#keyword.replaceChildren(...visibleNodes(card?.keyword ?? ''));
    this.#value.replaceChildren(...visibleNodes(card?.value ?? ''));
    this.#comment.replaceChildren(...visibleNodes(card?.comment ?? ''));
    setText(this.#note, note ?? '');
    this.#value.hidden = card?.value === '';
    this.#comment.hidden = card?.comment === '';
    this.#noteLine.hidden = note === undefined;
  }
}
