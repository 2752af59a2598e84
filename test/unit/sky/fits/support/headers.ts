import { cardsOf, Header } from '../../../../../src/core/fits/header';

export type CardValues = Readonly<Record<string, string | number>>;

/** A header of cards with these values. */
export function headerOf(cards: CardValues): Header {
  const records = Object.entries(cards).map(([keyword, value]) => {
    const text = typeof value === 'string' ? `'${value}'` : numberText(value);
    return `${keyword.padEnd(8)}= ${text}`.padEnd(80);
  });
  return new Header(cardsOf(records));
}

function numberText(value: number): string {
  return String(value).replace('e', 'E').padStart(20);
}
