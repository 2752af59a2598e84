/** A complex value of a header card (FITS 4.0, sections 4.2.5 and 4.2.6). */
export interface Complex {
  readonly re: number;
  readonly im: number;
}

/**
 * The value of a header card. Integers beyond 2^53 are `bigint`, so that every integer is exact;
 * `undefined` is the undefined value of the standard: a keyword without a value.
 */
export type CardValue = string | number | bigint | boolean | Complex | undefined;

/** What stands after the value indicator: value, `/`, comment. */
export interface Field {
  readonly value: CardValue;
  /** The value as written; of a string its characters. */
  readonly text: string;
  readonly comment: string;
  readonly warning: string | undefined;
}

// Blanks inside a number and lower-case exponents are not standard but common.
const NUMBER = String.raw`[+-]? *(?:\.\d+|\d+(?:\.\d*)?) *(?:[deDE] *[+-]? *\d+)?`;
const NUMBER_FIELD = new RegExp(`^${NUMBER}`);
const COMPLEX_FIELD = new RegExp(`^\\( *(${NUMBER}) *, *(${NUMBER}) *\\)`);

/** Reads the trimmed field of a card in fixed or free format (FITS 4.0, section 4.2). */
export function fieldOf(field: string): Field {
  if (field === '' || field.startsWith('/')) {
    return { value: undefined, text: '', comment: commentOf(field), warning: undefined };
  }
  if (field.startsWith("'")) {
    return stringField(field);
  }
  const complex = COMPLEX_FIELD.exec(field);
  if (complex) {
    const value = {
      re: Number(numberOf(complex[1] ?? '')),
      im: Number(numberOf(complex[2] ?? '')),
    };
    return plainField(field, complex[0], value);
  }
  const number = NUMBER_FIELD.exec(field);
  if (number) {
    return plainField(field, number[0], numberOf(number[0]));
  }
  return plainField(field, field.charAt(0), field.startsWith('T'), /^[TF]/.test(field));
}

/** An integer exactly (`bigint` beyond 2^53), else the nearest float. `D` exponents are doubles. */
export function numberOf(text: string): number | bigint {
  const compact = text.replaceAll(' ', '');
  if (/^[+-]?\d+$/.test(compact)) {
    const value = Number(compact);
    return Number.isSafeInteger(value) ? value + 0 : BigInt(compact.replace(/^\+/, ''));
  }
  return Number(compact.replace(/[dD]/, 'E'));
}

function plainField(field: string, written: string, value: CardValue, recognised = true): Field {
  const rest = field.slice(written.length).trimStart();
  if (!recognised || (rest !== '' && !rest.startsWith('/'))) {
    const slash = field.indexOf('/');
    const text = (slash < 0 ? field : field.slice(0, slash)).trimEnd();
    const comment = slash < 0 ? '' : commentOf(field.slice(slash));
    return {
      value: text,
      text,
      comment,
      warning: 'the value is not standard and is shown as text.',
    };
  }
  const text = written.trimEnd();
  const spaced = typeof value !== 'object' && text.includes(' ');
  const warning = spaced ? 'there are blanks inside the number.' : undefined;
  return { value, text, comment: commentOf(rest), warning };
}

/**
 * A string ends at a quote that is not doubled. Writers that forget to double a quote are read too:
 * then only a quote before the comment or the end of the card closes the string.
 */
function stringField(field: string): Field {
  let from = 1;
  let stray = false;
  for (;;) {
    const quote = field.indexOf("'", from);
    if (quote < 0) {
      break;
    }
    if (field[quote + 1] === "'") {
      from = quote + 2;
    } else if (endsField(field, quote)) {
      return quoted(field, quote, stray ? 'a quote inside the string is not doubled.' : undefined);
    } else {
      stray = true;
      from = quote + 1;
    }
  }
  for (let quote = field.lastIndexOf("'"); quote > 0; quote = field.lastIndexOf("'", quote - 1)) {
    if (endsField(field, quote)) {
      return quoted(field, quote, 'the quotes inside the string are not doubled.');
    }
  }
  return plainField(field, field, field, false);
}

function endsField(field: string, quote: number): boolean {
  const rest = field.slice(quote + 1).trimStart();
  return rest === '' || rest.startsWith('/');
}

function quoted(field: string, quote: number, warning: string | undefined): Field {
  const text = field.slice(1, quote).replaceAll("''", "'").trimEnd();
  return { value: text, text, comment: commentOf(field.slice(quote + 1).trimStart()), warning };
}

function commentOf(rest: string): string {
  return rest.slice(1).trim();
}
