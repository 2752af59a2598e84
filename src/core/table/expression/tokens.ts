import { ExpressionError, MOST_CHARACTERS, type Place } from './problem';

export type Token = Place &
  (
    | { readonly kind: 'number'; readonly value: number | bigint; readonly whole: boolean }
    /** In single quotes: text always. In double quotes: `quoted`, which may name a column. */
    | { readonly kind: 'text' | 'quoted' | 'backquoted'; readonly text: string }
    | { readonly kind: 'name'; readonly text: string }
    | { readonly kind: 'symbol'; readonly text: string }
    | { readonly kind: 'end' }
  );

const SYMBOLS = /(?:\*\*|==|!=|<>|<=|>=|&&|\|\||[-+*/%=<>&|!~()[\],])/y;
const BLANKS = /\s+/y;
const HEXADECIMAL = /0[xX][0-9a-fA-F]+/y;
const DECIMAL = /(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eEdD][-+]?[0-9]+)?/y;
/** Points join the parts of a name, as in `gaia.ra`; `$3` is the third column. */
const NAME = /[\p{L}_$][\p{L}\p{M}\p{N}_$]*(?:\.[\p{L}_$][\p{L}\p{M}\p{N}_$]*)*/uy;

/** As they are written by hand and by word processors. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['≤', '<='],
  ['≥', '>='],
  ['≠', '!='],
  ['−', '-'],
]);

const HINTS: ReadonlyMap<string, string> = new Map([
  ['^', 'A power is written as **.'],
  ['“', 'Use straight quotes.'],
  ['”', 'Use straight quotes.'],
  ['‘', 'Use straight quotes.'],
  ['’', 'Use straight quotes.'],
]);

/** @throws ExpressionError */
export function tokenize(text: string): Token[] {
  if (text.length > MOST_CHARACTERS) {
    throw new ExpressionError(
      `The expression has ${text.length} characters; at most ${MOST_CHARACTERS} can be used.`,
      { from: MOST_CHARACTERS, to: text.length },
    );
  }
  const tokens: Token[] = [];
  let from = lengthAt(BLANKS, text, 0);
  while (from < text.length) {
    const token = tokenAt(text, from);
    tokens.push(token);
    from = token.to + lengthAt(BLANKS, text, token.to);
  }
  tokens.push({ kind: 'end', from: text.length, to: text.length });
  return tokens;
}

function tokenAt(text: string, from: number): Token {
  const first = String.fromCodePoint(text.codePointAt(from) as number);
  if (first === "'" || first === '"' || first === '`') {
    return quotedAt(text, from, first);
  }
  const number = lengthAt(HEXADECIMAL, text, from) || lengthAt(DECIMAL, text, from);
  if (number > 0) {
    return numberAt(text, from, from + number);
  }
  const name = lengthAt(NAME, text, from);
  if (name > 0) {
    return { kind: 'name', text: text.slice(from, from + name), from, to: from + name };
  }
  const symbol = lengthAt(SYMBOLS, text, from);
  if (symbol > 0) {
    return { kind: 'symbol', text: text.slice(from, from + symbol), from, to: from + symbol };
  }
  const to = from + first.length;
  const alias = ALIASES.get(first);
  if (alias !== undefined) {
    return { kind: 'symbol', text: alias, from, to };
  }
  throw new ExpressionError(`“${first}” has no meaning here.`, { from, to }, HINTS.get(first));
}

/** A quote within is written twice, as in SQL; a backslash is a backslash. */
function quotedAt(text: string, from: number, quote: string): Token {
  let content = '';
  for (let start = from + 1; ;) {
    const end = text.indexOf(quote, start);
    if (end === -1) {
      const what = quote === '`' ? 'The name' : 'The text';
      throw new ExpressionError(`${what} that begins here has no closing ${quote}.`, {
        from,
        to: text.length,
      });
    }
    content += text.slice(start, end);
    if (text[end + 1] !== quote) {
      const kind = quote === "'" ? 'text' : quote === '"' ? 'quoted' : 'backquoted';
      return { kind, text: content, from, to: end + 1 };
    }
    content += quote;
    start = end + 2;
  }
}

/** Whole numbers are kept exactly. `1D5` is a number as FORTRAN writes it. */
function numberAt(text: string, from: number, to: number): Token {
  const rest = lengthAt(NAME, text, to) || lengthAt(DECIMAL, text, to);
  if (rest > 0) {
    throw new ExpressionError(`“${text.slice(from, to + rest)}” is neither a number nor a name.`, {
      from,
      to: to + rest,
    });
  }
  const digits = text.slice(from, to);
  const hexadecimal = /^0[xX]/.test(digits);
  const whole = hexadecimal || /^[0-9]+$/.test(digits);
  const value = Number(hexadecimal ? digits : digits.replace(/[dD]/, 'e'));
  const exact = whole && !Number.isSafeInteger(value) ? BigInt(digits) : value;
  return { kind: 'number', value: exact, whole, from, to };
}

function lengthAt(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}
