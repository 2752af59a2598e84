import type { CardLine } from '../../src/protocol/methods';
import { element } from '../ui/dom';
import { highlight } from './search';

/** A text with the words of the search marked, as nodes of text only. */
function marked(className: string, text: string, words: readonly string[]): HTMLElement {
  return element(
    'span',
    { class: className },
    highlight(text, words).map((piece) =>
      piece.marked ? element('mark', { text: piece.text }) : document.createTextNode(piece.text),
    ),
  );
}

/** One card of the list. `position` counts from 0 among `count` cards that match. */
export function cardRow(
  card: CardLine,
  position: number,
  count: number,
  selected: boolean,
  words: readonly string[],
): HTMLElement {
  const row = element(
    'div',
    {
      class: 'card',
      title: card.raw.trimEnd(),
      attributes: {
        role: 'option',
        id: `card-${position}`,
        'aria-selected': String(selected),
        'aria-posinset': String(position + 1),
        'aria-setsize': String(count),
        'data-position': String(position),
      },
    },
    [
      marked('card-keyword', card.keyword, words),
      marked('card-value', card.value, words),
      marked('card-comment', card.comment, words),
    ],
  );
  return row;
}
