import { fieldOf, type CardValue } from './card-value';

/** Length of one header record in bytes (FITS 4.0, section 3.3.1). */
export const RECORD_LENGTH = 80;

/** One keyword record with the CONTINUE records that belong to it (FITS 4.0, section 4). */
export interface Card {
  /**
   * Upper case and without trailing blanks; empty for a blank keyword. For the HIERARCH convention the
   * words after `HIERARCH`, as written.
   */
  readonly keyword: string;
  /** A commentary card has text and no value: COMMENT, HISTORY, blank, and cards without `= `. */
  readonly kind: 'value' | 'commentary';
  /** `undefined` for a keyword without a value. Commentary text keeps its leading blanks. */
  readonly value: CardValue;
  /** The value as written (`1.0D+03`); of a string its characters. */
  readonly text: string;
  readonly comment: string;
  /** The record and its CONTINUE records, 80 latin-1 characters each. */
  readonly raw: string;
  /** One sentence where the card is not standard and was read all the same. */
  readonly warning: string | undefined;
}

const COMMENTARY = new Set(['', 'COMMENT', 'HISTORY']);

/** Beyond this a header holds bytes that are no text (FITS 4.0, section 4.1.2). */
const NOT_TEXT = /[^\x20-\x7e]/;

/**
 * Reads one 80-character record. Records that a strict reader would refuse are read as far as they
 * make sense, with a warning; none is lost.
 */
export function parseCard(raw: string): Card {
  if (!NOT_TEXT.test(raw)) {
    return readCard(raw);
  }
  // NUL stands for a blank with writers that filled up strings of C.
  const card = { ...readCard(raw.replaceAll('\0', ' ')), raw };
  return { ...card, warning: card.warning ?? notText(card.keyword) };
}

function notText(keyword: string): string {
  return `${keyword === '' ? 'A card' : keyword} holds bytes that are not ASCII text.`;
}

function readCard(raw: string): Card {
  const written = raw.slice(0, 8).trim();
  const keyword = written.toUpperCase();
  if (COMMENTARY.has(keyword)) {
    return commentary(keyword, raw, lowerCaseWarning(written));
  }
  if (keyword === 'CONTINUE') {
    return commentary(keyword, raw, 'This CONTINUE card does not follow a long string.');
  }
  if (keyword === 'HIERARCH' && raw[8] === ' ') {
    const equals = raw.indexOf('=');
    const name = raw.slice(9, equals).trim();
    if (equals > 0 && name !== '') {
      return valueCard(name, raw, equals + 1, lowerCaseWarning(written));
    }
  }
  const indicator = raw.indexOf('= ');
  if (indicator < 1 || indicator > 8) {
    // Without the value indicator the standard says commentary (section 4.1.2.3); an equal sign says
    // that a value was meant, so that is worth a word.
    const equals = raw.indexOf('=');
    const meant = equals > 0 && equals <= 8;
    const warning = meant ? `${keyword} has no blank after its equal sign.` : undefined;
    return commentary(keyword, raw, warning);
  }
  if (indicator === 8) {
    return valueCard(keyword, raw, 10, lowerCaseWarning(written));
  }
  const name = raw.slice(0, indicator).trim().toUpperCase();
  const warning = `The equal sign of ${name} stands in column ${indicator + 1}, not in column 9.`;
  return COMMENTARY.has(name)
    ? commentary(name, raw, warning)
    : valueCard(name, raw, indicator + 2, warning);
}

function lowerCaseWarning(keyword: string): string | undefined {
  const upper = keyword === keyword.toUpperCase();
  return upper ? undefined : `The keyword ${keyword} is not in upper case.`;
}

/**
 * Appends CONTINUE records to a string card (FITS 4.0, section 4.2.1.2). Returns the card and how many
 * of the records belong to it: those that hold a string or a comment.
 */
export function continueCard(
  first: Card,
  records: readonly string[],
): { readonly card: Card; readonly used: number } {
  if (records.length === 0) {
    return { card: first, used: 0 };
  }
  const values = [first.text];
  const comments = [first.comment];
  let warning = first.warning;
  let used = 0;
  for (const record of records) {
    const field = fieldOf(record.slice(8).replaceAll('\0', ' ').trim());
    const isString = typeof field.value === 'string' && field.warning === undefined;
    if (!isString && !(field.value === undefined && field.comment !== '')) {
      break;
    }
    const last = values.length - 1;
    const before = values[last] ?? '';
    if (before.endsWith('&')) {
      values[last] = before.slice(0, -1);
    } else {
      warning ??= `${first.keyword} is continued although its string does not end in "&".`;
    }
    warning ??= NOT_TEXT.test(record) ? notText(first.keyword) : undefined;
    values.push(field.text);
    comments.push(field.comment);
    used += 1;
  }
  if (used === 0) {
    return { card: first, used };
  }
  const last = values.length - 1;
  if (values[last]?.endsWith('&')) {
    // The string promises more and no more comes.
    values[last] = values[last].slice(0, -1);
  }
  const text = values.join('').trimEnd();
  const card: Card = {
    ...first,
    value: text,
    text,
    comment: comments.filter((comment) => comment !== '').join(' '),
    raw: first.raw + records.slice(0, used).join(''),
    warning,
  };
  return { card, used };
}

/** The value as it is shown and copied: strings without quotes, logicals T or F, numbers as written. */
export function shownValue(card: Card): string {
  return typeof card.value === 'string' ? card.value : card.text;
}

function commentary(keyword: string, raw: string, warning: string | undefined): Card {
  const text = raw.slice(8).trimEnd();
  return { keyword, kind: 'commentary', value: text, text, comment: '', raw, warning };
}

function valueCard(keyword: string, raw: string, from: number, warning: string | undefined): Card {
  const field = fieldOf(raw.slice(from).trim());
  return {
    keyword,
    kind: 'value',
    value: field.value,
    text: field.text,
    comment: field.comment,
    raw,
    warning: warning ?? (field.warning && `${keyword}: ${field.warning}`),
  };
}
