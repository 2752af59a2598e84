import { ExpressionError, type Place } from '../../table/expression/problem';

/** A literal of Python, and where it stands. */
export type PythonValue = Place &
  (
    | { readonly kind: 'list' | 'tuple'; readonly items: readonly PythonValue[] }
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'number'; readonly value: number | bigint; readonly whole: boolean }
    | { readonly kind: 'logical'; readonly value: boolean }
    | { readonly kind: 'none' }
  );

const MOST_DEPTH = 20;
const BLANKS = /(?:\s|#[^\n]*)*/y;
const NUMBER = /[-+]?(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][-+]?\d+)?/y;
const WORD = /\p{L}[\p{L}\p{N}_.]*/uy;
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\n': '',
};

/** Reads lists, tuples, sets, texts, numbers, True, False and None. */
export class PythonReader {
  constructor(
    private readonly text: string,
    private at: number,
  ) {}

  /** @throws ExpressionError where the text is no literal, or more follows. */
  whole(): PythonValue {
    const value = this.value(0);
    this.blanks();
    if (this.at < this.text.length) {
      throw this.unexpected('Nothing may come after the list.');
    }
    return value;
  }

  private value(depth: number): PythonValue {
    this.blanks();
    const from = this.at;
    const first = this.text[from] ?? '';
    if (depth > MOST_DEPTH) {
      throw this.unexpected('There are too many brackets.');
    }
    if (first === '[' || first === '(' || first === '{') {
      return this.items(first, depth);
    }
    if (first === "'" || first === '"') {
      return this.quoted(first);
    }
    const digits = this.match(NUMBER);
    if (digits !== undefined) {
      return { ...numberOf(digits), from, to: this.at };
    }
    const word = this.match(WORD);
    const place = { from, to: this.at };
    if (word === 'True' || word === 'False') {
      return { kind: 'logical', value: word === 'True', ...place };
    }
    if (word === 'None') {
      return { kind: 'none', ...place };
    }
    if (word !== undefined) {
      throw new ExpressionError(
        `“${word}” has no value here.`,
        place,
        'Write the number or the text itself.',
      );
    }
    throw this.unexpected('A value is expected.');
  }

  private items(open: string, depth: number): PythonValue {
    const from = this.at++;
    const close = open === '[' ? ']' : open === '(' ? ')' : '}';
    const items: PythonValue[] = [];
    let commas = 0;
    for (;;) {
      this.blanks();
      if (this.text[this.at] === close) {
        this.at += 1;
        break;
      }
      if (items.length > commas) {
        throw this.unexpected(`A comma or ${close} is missing.`);
      }
      items.push(this.value(depth + 1));
      this.blanks();
      if (this.text[this.at] === ',') {
        this.at += 1;
        commas += 1;
      }
    }
    const place = { from, to: this.at };
    const [only] = items;
    if (open === '(' && commas === 0 && only !== undefined) {
      // Brackets alone make no tuple.
      return { ...only, ...place };
    }
    return { kind: open === '(' ? 'tuple' : 'list', items, ...place };
  }

  private quoted(quote: string): PythonValue {
    const from = this.at++;
    let text = '';
    for (;;) {
      const character = this.text[this.at++];
      if (character === undefined || character === '\n') {
        throw new ExpressionError(`The text that begins here has no closing ${quote}.`, {
          from,
          to: Math.min(this.at, this.text.length),
        });
      }
      if (character === quote) {
        return { kind: 'text', text, from, to: this.at };
      }
      text += character === '\\' ? this.escaped() : character;
    }
  }

  private escaped(): string {
    const character = this.text[this.at++] ?? '';
    const length = { x: 2, u: 4, U: 8 }[character];
    if (length === undefined) {
      const known = ESCAPES[character];
      return known ?? (/["'\\]/.test(character) ? character : `\\${character}`);
    }
    const code = parseInt(this.text.slice(this.at, this.at + length), 16);
    if (!(code <= 0x10ffff)) {
      throw new ExpressionError('This stands for no character.', {
        from: this.at - 2,
        to: Math.min(this.at + length, this.text.length),
      });
    }
    this.at += length;
    return String.fromCodePoint(code);
  }

  private blanks(): void {
    this.match(BLANKS);
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }

  private unexpected(hint: string): ExpressionError {
    const character = this.text[this.at];
    const place = { from: this.at, to: Math.min(this.at + 1, this.text.length) };
    return character === undefined
      ? new ExpressionError('The list ends early.', place, hint)
      : new ExpressionError(`“${character}” has no meaning here.`, place, hint);
  }
}

/** Whole numbers are kept exactly. */
function numberOf(digits: string): Omit<Extract<PythonValue, { kind: 'number' }>, keyof Place> {
  const plain = digits.replaceAll('_', '');
  const whole = /^[-+]?\d+$/.test(plain);
  const value = Number(plain);
  const exact = whole && !Number.isSafeInteger(value) ? BigInt(plain.replace('+', '')) : value;
  return { kind: 'number', value: exact, whole };
}
