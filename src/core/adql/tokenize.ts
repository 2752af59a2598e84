/**
 * What a piece of a query is.
 *
 * | kind | is |
 * |---|---|
 * | `space` | blanks and line ends |
 * | `comment` | `-- …` to the end of the line, or `/* … *\/`, which some services take |
 * | `word` | a keyword, a function or a regular identifier |
 * | `quoted` | a delimited identifier: `"I/355/gaiadr3"` |
 * | `text` | a character literal: `'M 31'` |
 * | `number` | `1`, `.5`, `1e-3`, `0x1F` |
 * | `open`, `close` | `(`, `)` |
 * | `operator` | `=`, `<>`, `||`, … |
 * | `other` | what no query has |
 */
export type TokenKind =
  | 'space'
  | 'comment'
  | 'word'
  | 'quoted'
  | 'text'
  | 'number'
  | 'open'
  | 'close'
  | 'comma'
  | 'dot'
  | 'semicolon'
  | 'operator'
  | 'other';

export interface Token {
  readonly kind: TokenKind;
  /** Offsets in the text, in UTF-16 units; `to` is behind the last one. */
  readonly from: number;
  readonly to: number;
  /** Only for `quoted`, `text` and `/* … *\/`: whether the end is there. */
  readonly closed: boolean;
}

/** In the order in which they are tried; each matches at least one character. */
const PATTERNS: readonly (readonly [TokenKind, RegExp])[] = [
  ['space', /\s+/y],
  ['comment', /--[^\r\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?/y],
  ['word', /[\p{L}_][\p{L}\p{N}_$]*/uy],
  ['number', /0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['open', /\(/y],
  ['close', /\)/y],
  ['comma', /,/y],
  ['dot', /\./y],
  ['semicolon', /;/y],
  ['operator', /<>|<=|>=|!=|\|\||[=<>+\-*/%&|^~[\]:?]/y],
];

/** A literal may hold line ends; nobody's column name does, so an unclosed one ends with its line. */
const TEXT = /'(?:[^']|'')*'/y;
const QUOTED = /"(?:[^"\r\n]|"")*"/y;
const REST_OF_LINE = /[^\r\n]*/y;

/** The pieces of a query, one after the other without gaps; never fails, whatever the text is. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; at = tokens[tokens.length - 1]?.to ?? text.length) {
    tokens.push(tokenAt(text, at));
  }
  return tokens;
}

function tokenAt(text: string, from: number): Token {
  const first = text[from];
  if (first === "'" || first === '"') {
    const kind = first === "'" ? 'text' : 'quoted';
    const whole = endOf(first === "'" ? TEXT : QUOTED, text, from);
    const to = whole ?? endOf(REST_OF_LINE, text, from) ?? text.length;
    return { kind, from, to, closed: whole !== undefined };
  }
  for (const [kind, pattern] of PATTERNS) {
    const to = endOf(pattern, text, from);
    if (to !== undefined) {
      const block = kind === 'comment' && first === '/';
      const closed = !block || (to - from >= 4 && text.endsWith('*/', to));
      return { kind, from, to, closed };
    }
  }
  const to = from + String.fromCodePoint(text.codePointAt(from) ?? 0).length;
  return { kind: 'other', from, to, closed: true };
}

function endOf(pattern: RegExp, text: string, from: number): number | undefined {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

/** Without blanks and comments. */
export function significant(tokens: readonly Token[]): Token[] {
  return tokens.filter(({ kind }) => kind !== 'space' && kind !== 'comment');
}
