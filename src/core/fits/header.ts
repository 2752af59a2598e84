import { SkybucketError } from '../errors';
import { continueCard, parseCard, RECORD_LENGTH, type Card } from './card';
import type { CardValue } from './card-value';
import { BLOCK_LENGTH } from './data-size';

/** The cards of one HDU, in the order of the file, without END. */
export class Header {
  private readonly byKeyword = new Map<string, Card>();

  constructor(readonly cards: readonly Card[]) {
    for (const card of cards) {
      const keyword = card.keyword.toUpperCase();
      if (!this.byKeyword.has(keyword)) {
        this.byKeyword.set(keyword, card);
      }
    }
  }

  /** The card of the keyword; where it is written twice, the first counts. */
  get(keyword: string): Card | undefined {
    return this.byKeyword.get(keyword.toUpperCase());
  }

  has(keyword: string): boolean {
    return this.get(keyword) !== undefined;
  }

  value(keyword: string): CardValue {
    return this.get(keyword)?.value;
  }

  /**
   * The integer value of the keyword, or undefined where it is missing or undefined.
   *
   * @throws SkybucketError `format` if it holds anything else, or an integer beyond 2^53.
   */
  integer(keyword: string): number | undefined {
    const value = this.value(keyword);
    if (value === undefined || (typeof value === 'number' && Number.isSafeInteger(value))) {
      return value;
    }
    throw this.unfit(keyword, 'an integer');
  }

  /** As {@link integer}, for a keyword that must be there. */
  requiredInteger(keyword: string): number {
    const value = this.integer(keyword);
    if (value === undefined) {
      throw new SkybucketError('format', `The header has no ${keyword}.`);
    }
    return value;
  }

  /**
   * The numeric value of the keyword, or undefined where it is missing or undefined.
   *
   * @throws SkybucketError `format` if it holds anything else.
   */
  number(keyword: string): number | undefined {
    const value = this.value(keyword);
    if (value === undefined || typeof value === 'number') {
      return value;
    }
    if (typeof value === 'bigint') {
      return Number(value);
    }
    throw this.unfit(keyword, 'a number');
  }

  /** The string value of the keyword without trailing blanks, or undefined where it is no string. */
  text(keyword: string): string | undefined {
    const value = this.value(keyword);
    return typeof value === 'string' ? value : undefined;
  }

  /** True only where the keyword holds the logical T. */
  isTrue(keyword: string): boolean {
    return this.value(keyword) === true;
  }

  /** What was read although it is not standard, one sentence each. */
  warnings(): string[] {
    return this.cards.flatMap((card) => (card.warning === undefined ? [] : [card.warning]));
  }

  private unfit(keyword: string, wanted: string): SkybucketError {
    const text = this.get(keyword)?.text.slice(0, RECORD_LENGTH) ?? '';
    return new SkybucketError('format', `${keyword} is "${text}" where ${wanted} is needed.`);
  }
}

/**
 * Reads the records of a header. `bytes` ends before the END record; a last piece shorter than a
 * record is dropped. Bytes outside ASCII are kept as latin-1.
 */
export function parseHeader(bytes: Uint8Array): Header {
  const text = latin1(bytes);
  const records: string[] = [];
  for (let at = 0; at + RECORD_LENGTH <= text.length; at += RECORD_LENGTH) {
    records.push(text.slice(at, at + RECORD_LENGTH));
  }
  return new Header(cardsOf(records));
}

/** Groups 80-character records into cards, with CONTINUE records joined to the string before them. */
export function cardsOf(records: readonly string[]): Card[] {
  const cards: Card[] = [];
  for (let i = 0; i < records.length;) {
    const card = parseCard(records[i] ?? '');
    i += 1;
    if (card.kind === 'commentary' || typeof card.value !== 'string') {
      cards.push(card);
      continue;
    }
    let end = i;
    while (records[end]?.startsWith('CONTINUE')) {
      end += 1;
    }
    const continued = continueCard(card, records.slice(i, end));
    cards.push(continued.card);
    i += continued.used;
  }
  return cards;
}

/** One character a byte; `TextDecoder('latin1')` would be windows-1252. */
function latin1(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += BLOCK_LENGTH) {
    // Ten times faster than spreading the bytes.
    const piece: string = Reflect.apply(
      String.fromCharCode,
      undefined,
      bytes.subarray(at, at + BLOCK_LENGTH),
    );
    pieces.push(piece);
  }
  return pieces.join('');
}
