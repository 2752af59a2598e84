import { ExpressionError, MOST_DEPTH, MOST_NODES, type Place } from './problem';
import type { Arithmetic, Comparison, Match, Syntax } from './syntax';
import { TokenCursor } from './token-cursor';
import { tokenize, type Token } from './tokens';

type Bare<T> = T extends Syntax ? Omit<T, 'depth'> : never;

const COMPARISONS: ReadonlyMap<string, Comparison> = new Map([
  ['=', '='],
  ['==', '='],
  ['!=', '!='],
  ['<>', '!='],
  ['<', '<'],
  ['<=', '<='],
  ['>', '>'],
  ['>=', '>='],
]);

/** Operators between numbers by how tightly they bind, loosest first; `**` binds tighter still. */
const LEVELS: readonly (readonly Arithmetic[])[] = [['|'], ['&'], ['+', '-'], ['*', '/', '%']];

const MATCHES: readonly Match[] = ['like', 'contains', 'startswith', 'endswith'];

/** Columns of these names need backquotes. */
const WORDS = new Set<string>([
  ...['and', 'or', 'not', 'between', 'in', 'is', 'null', 'nan', 'true', 'false'],
  ...MATCHES,
]);

/**
 * Reads an expression. From loose to tight: `or ||`, `and &&`, `not`, comparisons (which may be chained) and
 * `between in is like contains startswith endswith`, `|`, `&`, `+ -`, `* / %`, signs and `! ~`, `**`. Bits bind
 * tighter than comparisons, as in Python and unlike in C, so that `flag & 4 == 0` asks what it says.
 *
 * @throws ExpressionError
 */
export function parse(text: string): Syntax {
  const parser = new Parser(tokenize(text));
  return parser.whole();
}

class Parser extends TokenCursor {
  private nodes = 0;
  private open = 0;

  whole(): Syntax {
    const node = this.or();
    if (this.next.kind !== 'end') {
      throw this.unexpected('“and” or “or” may come here.');
    }
    return node;
  }

  private or(): Syntax {
    return this.listOf('or', '||', () => this.and());
  }

  private and(): Syntax {
    return this.listOf('and', '&&', () => this.not());
  }

  /** Many alternatives in a row are one node, however many there are. */
  private listOf(kind: 'and' | 'or', symbol: string, operand: () => Syntax): Syntax {
    const operands = [operand()];
    while (this.takeWord(kind) || this.takeSymbol(symbol)) {
      operands.push(operand());
    }
    return operands.length === 1
      ? (operands[0] as Syntax)
      : this.node({ kind, operands, ...around(operands) }, operands);
  }

  private not(): Syntax {
    const { from } = this.next;
    if (!this.takeWord('not')) {
      return this.comparison();
    }
    const operand = this.nested(() => this.not());
    return this.node({ kind: 'not', operand, from, to: operand.to }, [operand]);
  }

  private comparison(): Syntax {
    const operands = [this.level(0)];
    const operators: Comparison[] = [];
    for (;;) {
      const operator = this.next.kind === 'symbol' && COMPARISONS.get(this.next.text);
      if (!operator) {
        break;
      }
      this.advance();
      operators.push(operator);
      operands.push(this.level(0));
    }
    const first = operands[0] as Syntax;
    if (operators.length > 0) {
      return this.node({ kind: 'compare', operators, operands, ...around(operands) }, operands);
    }
    return this.test(first);
  }

  /** `between`, `in`, `is`, `like` and its kin, each also with `not`. */
  private test(operand: Syntax): Syntax {
    const { from } = operand;
    if (this.takeWord('is')) {
      const negated = this.takeWord('not');
      const what = this.takeWord('null') ? 'null' : this.takeWord('nan') ? 'nan' : undefined;
      if (what === undefined) {
        throw this.unexpected('After “is” comes “null” or “nan”.');
      }
      return this.negate(
        negated,
        this.node({ kind: 'is', what, operand, from, to: this.end }, [operand]),
      );
    }
    const negated = this.takeWord('not');
    if (this.takeWord('between')) {
      const low = this.level(0);
      if (!this.takeWord('and')) {
        throw this.unexpected('It is written “between 1 and 2”.');
      }
      const operands = [low, operand, this.level(0)];
      const place = { from, to: this.end };
      return this.negate(
        negated,
        this.node({ kind: 'compare', operators: ['<=', '<='], operands, ...place }, operands),
      );
    }
    if (this.takeWord('in')) {
      const list = this.list(() => this.level(0), 'After “in” comes a list: in (1, 2, 3).');
      const place = { from, to: this.end };
      return this.negate(negated, this.node({ kind: 'in', operand, list, ...place }, [operand]));
    }
    const how = MATCHES.find((word) => this.takeWord(word));
    if (how !== undefined) {
      return this.negate(negated, this.match(how, operand));
    }
    if (negated) {
      throw this.unexpected('After “not” comes “between”, “in”, “like” or another test here.');
    }
    return operand;
  }

  private match(how: Match, operand: Syntax): Syntax {
    const { next } = this;
    if (next.kind !== 'text' && next.kind !== 'quoted') {
      throw this.unexpected(`After “${how}” comes a text in quotes: ${how} 'M 31'.`);
    }
    this.advance();
    const place = { from: operand.from, to: next.to };
    return this.node({ kind: 'match', how, operand, pattern: next.text, ...place }, [operand]);
  }

  private negate(negated: boolean, operand: Syntax): Syntax {
    const { from, to } = operand;
    return negated ? this.node({ kind: 'not', operand, from, to }, [operand]) : operand;
  }

  private level(number: number): Syntax {
    const operators = LEVELS[number];
    if (operators === undefined) {
      return this.signed();
    }
    let left = this.level(number + 1);
    for (;;) {
      const operator = operators.find((symbol) => this.takeSymbol(symbol));
      if (operator === undefined) {
        return left;
      }
      left = this.arithmetic(operator, left, this.level(number + 1));
    }
  }

  private signed(): Syntax {
    const { from } = this.next;
    if (this.takeSymbol('-')) {
      const operand = this.nested(() => this.signed());
      if (operand.kind === 'number') {
        return { ...operand, value: -operand.value, from };
      }
      return this.node({ kind: 'negate', operand, from, to: operand.to }, [operand]);
    }
    if (this.takeSymbol('!') || this.takeSymbol('~')) {
      const operand = this.nested(() => this.signed());
      return this.node({ kind: 'not', operand, from, to: operand.to }, [operand]);
    }
    return this.takeSymbol('+') ? this.nested(() => this.signed()) : this.power();
  }

  /** `-2 ** 2` is -4, and `2 ** 3 ** 2` is 2 ** 9. */
  private power(): Syntax {
    const base = this.primary();
    return this.takeSymbol('**')
      ? this.arithmetic(
          '**',
          base,
          this.nested(() => this.signed()),
        )
      : base;
  }

  private primary(): Syntax {
    const { next } = this;
    switch (next.kind) {
      case 'number':
        this.advance();
        return this.node(next, []);
      case 'text':
        this.advance();
        return this.node({ kind: 'text', text: next.text, ...placeOf(next) }, []);
      case 'quoted':
      case 'backquoted':
        this.advance();
        return this.name(next, next.text);
      case 'name':
        return this.word(next, next.text);
      case 'symbol':
        if (this.takeSymbol('(')) {
          const inner = this.nested(() => this.or());
          this.expect(')');
          return { ...inner, from: next.from, to: this.end };
        }
        break;
      case 'end':
        break;
    }
    throw this.unexpected('A column, a number or a text is expected.');
  }

  private word(token: Token, text: string): Syntax {
    const word = text.toLowerCase();
    if (word !== 'true' && word !== 'false' && WORDS.has(word)) {
      throw this.unexpected(`A column of this name is written \`${text}\`.`);
    }
    this.advance();
    if (WORDS.has(word)) {
      return this.node({ kind: 'logical', value: word === 'true', ...placeOf(token) }, []);
    }
    return this.isSymbol('(') ? this.call(token, word) : this.name(token, text);
  }

  private name(token: Token, name: string): Syntax {
    const element: number[] = [];
    while (this.takeSymbol('[')) {
      do {
        element.push(this.index());
      } while (this.takeSymbol(','));
      this.expect(']');
    }
    return this.node(
      {
        kind: 'name',
        name,
        perhapsText: token.kind === 'quoted' && element.length === 0,
        column: token.kind === 'backquoted',
        element,
        from: token.from,
        to: this.end,
      },
      [],
    );
  }

  private index(): number {
    const { next } = this;
    if (next.kind !== 'number' || !next.whole || typeof next.value !== 'number') {
      throw this.unexpected('Elements are counted from 0: flux[0].');
    }
    this.advance();
    return next.value;
  }

  private call(token: Place, name: string): Syntax {
    const operands = this.list(() => this.or(), `It is written ${name}(…).`);
    return this.node({ kind: 'call', name, operands, from: token.from, to: this.end }, operands);
  }

  private list(item: () => Syntax, hint: string): Syntax[] {
    if (!this.takeSymbol('(')) {
      throw this.unexpected(hint);
    }
    const items: Syntax[] = [];
    if (!this.isSymbol(')')) {
      do {
        items.push(this.nested(item));
      } while (this.takeSymbol(','));
    }
    this.expect(')');
    return items;
  }

  private arithmetic(operator: Arithmetic, left: Syntax, right: Syntax): Syntax {
    const operands = [left, right];
    return this.node({ kind: 'arithmetic', operator, left, right, ...around(operands) }, operands);
  }

  /** Counts what is made, so that no text makes more than can be evaluated. */
  private node(bare: Bare<Syntax>, operands: readonly Syntax[]): Syntax {
    const depth = 1 + operands.reduce((most, operand) => Math.max(most, operand.depth), 0);
    const literal = bare.kind === 'number' || bare.kind === 'text';
    this.nodes += literal ? 0 : 1;
    if (this.nodes > MOST_NODES || depth > MOST_DEPTH) {
      throw tooComplex(bare);
    }
    return { ...bare, depth } as Syntax;
  }

  private nested(inner: () => Syntax): Syntax {
    this.open += 1;
    if (this.open > MOST_DEPTH) {
      throw tooComplex(this.next);
    }
    const node = inner();
    this.open -= 1;
    return node;
  }
}

function tooComplex(place: Place): ExpressionError {
  return new ExpressionError('The expression is too complex.', place, 'Filter in several steps.');
}

function placeOf({ from, to }: Place): Place {
  return { from, to };
}

function around(operands: readonly Place[]): Place {
  return { from: operands[0]?.from ?? 0, to: operands.at(-1)?.to ?? 0 };
}
