import { ExpressionError } from './problem';
import type { Token } from './tokens';

/** Goes through the tokens of an expression, the last of which is `end`. */
export class TokenCursor {
  private at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  get next(): Token {
    return this.tokens[this.at] as Token;
  }

  /** Where the token that was taken last ends. */
  get end(): number {
    return this.tokens[this.at - 1]?.to ?? 0;
  }

  /** Goes on to the token after the next one; what is at the end stays there. */
  advance(): void {
    this.at += this.next.kind === 'end' ? 0 : 1;
  }

  isSymbol(symbol: string): boolean {
    return this.next.kind === 'symbol' && this.next.text === symbol;
  }

  takeSymbol(symbol: string): boolean {
    const found = this.isSymbol(symbol);
    this.at += found ? 1 : 0;
    return found;
  }

  takeWord(word: string): boolean {
    const found = this.next.kind === 'name' && this.next.text.toLowerCase() === word;
    this.at += found ? 1 : 0;
    return found;
  }

  expect(symbol: string): void {
    if (!this.takeSymbol(symbol)) {
      throw this.unexpected(`“${symbol}” is expected.`);
    }
  }

  unexpected(hint: string): ExpressionError {
    const { next } = this;
    if (next.kind === 'end') {
      return new ExpressionError('The expression ends too early.', next, hint);
    }
    const text = 'text' in next ? next.text : String(next.value);
    return new ExpressionError(`“${abbreviated(text)}” is not expected here.`, next, hint);
  }
}

function abbreviated(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
