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

/**
 * Reads one 80-character record. Records that a strict reader would refuse are read as far as they
 * make sense, with a warning; none is lost.
 */
export function parseCard(raw: string): Card {
  const keyword = raw.slice(0, 8).trim().toUpperCase();
  if (COMMENTARY.has(keyword)) {
    return commentary(keyword, raw, undefined);
  }
  if (keyword === 'CONTINUE') {
    return commentary(keyword, raw, 'This CONTINUE card does not follow a long string.');
  }
  if (keyword === 'HIERARCH' && raw[8] === ' ' && raw.includes('=')) {
    const equals = raw.indexOf('=');
    return valueCard(raw.slice(9, equals).trim(), raw, equals + 1, undefined);
  }
  const indicator = raw.indexOf('= ');
  if (indicator < 1 || indicator > 8) {
    // Without the value indicator the standard says commentary (section 4.1.2.3); an equal sign says
    // that a value was meant, so that is worth a word.
    const warning = raw[8] === '=' ? `${keyword} has no blank after its equal sign.` : undefined;
    return commentary(keyword, raw, warning);
  }
  const name = raw.slice(0, indicator).trim();
  if (indicator < 8) {
    const warning = `The equal sign of ${name} stands in column ${indicator + 1}, not in column 9.`;
    return valueCard(name.toUpperCase(), raw, indicator + 2, warning);
  }
  const warning = name === keyword ? undefined : `The keyword ${name} is not in upper case.`;
  return valueCard(keyword, raw, 10, warning);
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
    const field = fieldOf(record.slice(8).trim());
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
