import type { CardLine } from '../../src/protocol/methods';
import { element } from '../ui/dom';
import { icon } from '../ui/icons';
import { highlight } from './search';
import { visiblePieces, visibleText } from './visible';

/** A text as nodes, bytes that are no text among them marked as such. */
export function visibleNodes(text: string): Node[] {
  return visiblePieces(text).map((piece) =>
    piece.byte === undefined
      ? document.createTextNode(piece.text)
      : element('span', { class: 'byte', text: piece.text, title: piece.byte }),
  );
}

/** A text with the words of the search marked, as nodes of text only. */
function marked(className: string, text: string, words: readonly string[]): HTMLElement {
  return element(
    'span',
    { class: className },
    highlight(text, words).flatMap((piece) =>
      piece.marked ? [element('mark', {}, visibleNodes(piece.text))] : visibleNodes(piece.text),
    ),
  );
}

export interface CardRow {
  readonly card: CardLine;
  /** Counts from 0 among `count` cards that match. */
  readonly position: number;
  readonly count: number;
  readonly selected: boolean;
  /** What is to be known of the card. */
  readonly note: string | undefined;
}

/** One card of the list, the words of the search marked. */
export function cardRow(row: CardRow, words: readonly string[]): HTMLElement {
  const { card, position, count, selected, note } = row;
  const raw = visibleText(card.raw.trimEnd());
  return element(
    'div',
    {
      class: note === undefined ? 'card' : 'card noted',
      title: note === undefined ? raw : `${raw}\n${note}`,
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
      ...(note === undefined ? [] : [icon('warning')]),
      marked('card-keyword', card.keyword, words),
      marked('card-value', card.value, words),
      marked('card-comment', card.comment, words),
      ...(note === undefined ? [] : [element('span', { class: 'spoken', text: note })]),
    ],
  );
}
