import { parseCard, RECORD_LENGTH, type Card } from '../fits/card';

/** Characters of a string value in one record. */
const LONGEST_STRING = 68;
const LONGEST_COMMENTARY = 72;
const KEYWORD = /^[A-Z0-9_-]{1,8}$/;

/** What a card that we write can hold: `{ real }` is written as a floating-point number. */
export type NewValue = number | bigint | boolean | string | { readonly real: number };

/** A card in fixed format (FITS 4.0, section 4.2); a string too long for a record is continued. */
export function newCard(keyword: string, value: NewValue, comment = ''): Card {
  const raw =
    typeof value === 'string'
      ? stringRecords(keyword, value, comment)
      : [record(`${keyword.padEnd(8)}= ${numberText(value).padStart(20)}`, comment)];
  const first = parseCard(raw[0] ?? '');
  return { ...first, value: typeof value === 'object' ? value.real : value, raw: raw.join('') };
}

/** HISTORY or COMMENT cards for a text, broken between words. */
export function commentaryCards(keyword: 'HISTORY' | 'COMMENT', text: string): Card[] {
  const lines: string[] = [];
  let line = '';
  for (const word of ascii(text).split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length <= LONGEST_COMMENTARY) {
      line = longer;
      continue;
    }
    if (line !== '') {
      lines.push(line);
    }
    // An address has no blanks.
    for (line = word; line.length > LONGEST_COMMENTARY; line = line.slice(LONGEST_COMMENTARY)) {
      lines.push(line.slice(0, LONGEST_COMMENTARY));
    }
  }
  lines.push(line);
  return lines.map((each) => parseCard((keyword.padEnd(8) + each).padEnd(RECORD_LENGTH)));
}

/**
 * The card as a strict reader takes it: itself where nothing is odd about it, else written anew from what was
 * read; undefined where that cannot be.
 */
export function strictCard(card: Card): Card | undefined {
  if (card.warning === undefined && card.raw.length % RECORD_LENGTH === 0) {
    return card;
  }
  if (card.kind === 'commentary') {
    const known = card.keyword === 'HISTORY' || card.keyword === '' ? card.keyword : 'COMMENT';
    const text = (known.padEnd(8) + ascii(card.text)).slice(0, RECORD_LENGTH);
    return parseCard(text.padEnd(RECORD_LENGTH));
  }
  if (!KEYWORD.test(card.keyword) || card.value === undefined) {
    return undefined;
  }
  if (typeof card.value === 'object') {
    return undefined;
  }
  const real = typeof card.value === 'number' && /[.eEdD]/.test(card.text);
  const value = real ? { real: card.value as number } : card.value;
  return typeof card.value === 'number' && !Number.isFinite(card.value)
    ? undefined
    : newCard(card.keyword, value, card.comment);
}

/** A floating-point number that reads back to the same one, with a point or an exponent. */
export function realText(value: number): string {
  const text = String(value).toUpperCase().replace('E+', 'E');
  return /[.E]/.test(text) ? text : `${text}.0`;
}

/** Printable ASCII: what else is there becomes a question mark. */
export function ascii(text: string): string {
  return text.replace(/[^\x20-\x7e]/gu, (c) => REPLACEMENTS.get(c) ?? '?');
}

const REPLACEMENTS = new Map([
  ['×', 'x'],
  ['–', '-'],
  ['−', '-'],
  ['“', '"'],
  ['”', '"'],
  ['’', "'"],
  ['°', 'd'],
  ['\n', ' '],
  ['\t', ' '],
]);

function numberText(value: Exclude<NewValue, string>): string {
  if (typeof value === 'boolean') {
    return value ? 'T' : 'F';
  }
  return typeof value === 'object' ? realText(value.real) : String(value);
}

function record(field: string, comment: string): string {
  const room = RECORD_LENGTH - field.length - 3;
  const note = comment === '' || room < 1 ? '' : ` / ${ascii(comment).slice(0, room)}`;
  return (field + note).padEnd(RECORD_LENGTH);
}

function stringRecords(keyword: string, value: string, comment: string): string[] {
  const quoted = ascii(value).replaceAll("'", "''");
  if (quoted.length <= LONGEST_STRING) {
    return [record(`${keyword.padEnd(8)}= '${quoted.padEnd(8)}'`, comment)];
  }
  const pieces: string[] = [];
  for (let rest = quoted; rest !== '';) {
    let length = rest.length <= LONGEST_STRING ? rest.length : LONGEST_STRING - 1;
    // A doubled quote stays in one piece.
    const quotes = /'+$/.exec(rest.slice(0, length))?.[0].length ?? 0;
    length -= length < rest.length ? quotes % 2 : 0;
    pieces.push(rest.slice(0, length));
    rest = rest.slice(length);
  }
  return pieces.map((piece, k) => {
    const start = k === 0 ? `${keyword.padEnd(8)}= ` : 'CONTINUE  ';
    return `${start}'${piece}${k < pieces.length - 1 ? '&' : ''}'`.padEnd(RECORD_LENGTH);
  });
}
