import { FUNCTIONS } from './functions';
import { matcher } from './match';
import { findColumn, nearest, written, type ExpressionColumn } from './names';
import { ExpressionError } from './problem';
import type { Syntax } from './syntax';
import type { Typed, ValueType } from './typed';
import { around, checkComparable, double, elementOf, mismatch, sameNumber, wide } from './types';

/** A column that an expression needs: of an array, one element of each cell. */
export interface ColumnUse {
  /** Position among the columns. */
  readonly column: number;
  /** Which element of the cell, counted from 0 in the order they are stored in; 0 of one that is no array. */
  readonly element: number;
}

export interface Checked {
  readonly typed: Typed;
  readonly uses: readonly ColumnUse[];
  /** Whether it asks for the number of the row. */
  readonly usesRow: boolean;
}

/**
 * Finds what the names mean, that the types fit, and that all of it is a condition.
 *
 * @throws ExpressionError
 */
export function checkCondition(syntax: Syntax, columns: readonly ExpressionColumn[]): Checked {
  const checker = new Checker(columns);
  const typed = checker.condition(syntax);
  return { typed, uses: checker.uses, usesRow: checker.usesRow };
}

/**
 * The same for what is to be a number in each row, as on the axis of a plot; integers of 64 bits become doubles.
 *
 * @throws ExpressionError
 */
export function checkNumber(syntax: Syntax, columns: readonly ExpressionColumn[]): Checked {
  const checker = new Checker(columns);
  const typed = double(checker.number(syntax));
  return { typed, uses: checker.uses, usesRow: checker.usesRow };
}

type SyntaxOf<K extends Syntax['kind']> = Extract<Syntax, { kind: K }>;

/** What of an expression is known to be whole numbers, so that 64-bit ones stay exact with it. */
type Scale = ValueType | 'integer';

class Checker {
  readonly uses: ColumnUse[] = [];
  usesRow = false;
  private readonly scales = new WeakMap<Typed, Scale>();

  constructor(private readonly columns: readonly ExpressionColumn[]) {}

  typed(node: Syntax): Typed {
    switch (node.kind) {
      case 'number':
        return typeof node.value === 'bigint'
          ? { kind: 'constant', type: 'wide', value: node.value }
          : this.scaled(
              { kind: 'constant', type: 'number', value: node.value },
              node.whole ? 'integer' : 'number',
            );
      case 'text':
        return { kind: 'constant', type: 'text', value: node.text };
      case 'logical':
        return { kind: 'constant', type: 'logical', value: node.value };
      case 'name':
        return this.name(node);
      case 'not':
        return { kind: 'not', type: 'logical', operand: this.condition(node.operand) };
      case 'negate': {
        const operand = this.number(node.operand);
        return this.scaled({ kind: 'negate', type: operand.type, operand }, this.scale(operand));
      }
      case 'arithmetic':
        return this.arithmetic(node);
      case 'compare':
        return this.compare(node);
      case 'and':
      case 'or': {
        const operands = node.operands.map((operand) => this.condition(operand));
        return { kind: node.kind, type: 'logical', operands };
      }
      case 'match': {
        const operand = this.typed(node.operand);
        if (operand.type !== 'text') {
          throw mismatch(node.operand, operand, `“${node.how}” asks about text`);
        }
        return {
          kind: 'match',
          type: 'logical',
          operand,
          how: node.how,
          pattern: node.pattern,
          matches: matcher(node.how, node.pattern),
        };
      }
      case 'in':
        return this.inList(node);
      case 'is': {
        const operand = node.what === 'nan' ? this.number(node.operand) : this.typed(node.operand);
        return { kind: 'is', type: 'logical', what: node.what, operand };
      }
      case 'call':
        return this.call(node);
    }
  }

  condition(node: Syntax): Typed {
    const typed = this.typed(node);
    if (typed.type !== 'logical') {
      throw new ExpressionError(
        `This is a ${typed.type === 'text' ? 'text' : 'number'}, not a condition.`,
        node,
        'Compare it with something, as in “flux > 0”.',
      );
    }
    return typed;
  }

  number(node: Syntax, typed = this.typed(node)): Typed {
    if (typed.type === 'text' || typed.type === 'logical') {
      throw mismatch(node, typed, 'a number is needed here');
    }
    return typed;
  }

  private name(node: SyntaxOf<'name'>): Typed {
    const { name, perhapsText } = node;
    if (perhapsText && !this.columns.some((column) => column.name === name)) {
      return { kind: 'constant', type: 'text', value: name };
    }
    const position = findColumn(name, this.columns, node);
    const column = this.columns[position ?? -1];
    if (position === undefined || column === undefined) {
      if (name.toLowerCase() === 'row' && node.element.length === 0 && !node.column) {
        this.usesRow = true;
        return this.scaled({ kind: 'row', type: 'number' }, 'integer');
      }
      throw this.unknown(node);
    }
    if (column.problem !== undefined) {
      throw new ExpressionError(`“${name}” cannot be read.`, node, column.problem);
    }
    if (column.type === 'complex') {
      throw new ExpressionError(`“${name}” holds complex numbers, which have no order.`, node);
    }
    const use = this.use({ column: position, element: elementOf(node, column) });
    const type =
      column.type === 'integer' || column.type === 'float' ? ('number' as const) : column.type;
    return this.scaled({ kind: 'column', type, use }, column.type === 'float' ? type : column.type);
  }

  private unknown(node: SyntaxOf<'name'>): ExpressionError {
    const meant = nearest(
      node.name,
      this.columns.map(({ name }) => name),
    );
    return new ExpressionError(
      `There is no column “${node.name}”.`,
      node,
      meant === undefined
        ? 'Text is put in quotes.'
        : `Did you mean ${written(meant)}? Text is put in quotes.`,
    );
  }

  private use(use: ColumnUse): number {
    const same = ({ column, element }: ColumnUse): boolean =>
      column === use.column && element === use.element;
    const known = this.uses.findIndex(same);
    return known === -1 ? this.uses.push(use) - 1 : known;
  }

  private arithmetic(node: SyntaxOf<'arithmetic'>): Typed {
    const { operator } = node;
    const operands = [this.typed(node.left), this.typed(node.right)] as const;
    const bits = operator === '&' || operator === '|';
    if (bits && operands.every(({ type }) => type === 'logical')) {
      // As people write who come from numpy: (a > 1) & (b > 2).
      return { kind: operator === '&' ? 'and' : 'or', type: 'logical', operands };
    }
    const left = this.number(node.left, operands[0]);
    const right = this.number(node.right, operands[1]);
    const exact = this.isWhole(left) && this.isWhole(right) && !['*', '/', '**'].includes(operator);
    if (exact && (left.type === 'wide' || right.type === 'wide')) {
      return { kind: 'arithmetic', type: 'wide', operator, left: wide(left), right: wide(right) };
    }
    const sum: Typed = {
      kind: 'arithmetic',
      type: 'number',
      operator,
      left: double(left),
      right: double(right),
    };
    return this.scaled(sum, exact ? 'integer' : 'number');
  }

  private compare({ operators, operands: nodes }: SyntaxOf<'compare'>): Typed {
    const operands = nodes.map((node) => this.typed(node));
    for (const [i, operator] of operators.entries()) {
      const place = around(nodes[i] as Syntax, nodes[i + 1] as Syntax);
      checkComparable(operands[i] as Typed, operands[i + 1] as Typed, operator, place);
    }
    const logicals = operands.filter(({ type }) => type === 'logical').length;
    const alike = logicals === 0 || logicals === operands.length;
    return {
      kind: 'compare',
      type: 'logical',
      operators,
      operands: alike ? operands : operands.map((operand) => double(operand)),
    };
  }

  private inList(node: SyntaxOf<'in'>): Typed {
    const operand = double(this.typed(node.operand), 'wide');
    const list = node.list.flatMap((item): (number | bigint | string)[] => {
      // No column can be meant here.
      const text = item.kind === 'name' && item.perhapsText;
      const typed: Typed = text
        ? { kind: 'constant', type: 'text', value: item.name }
        : this.typed(item);
      if (typed.kind !== 'constant' || typeof typed.value === 'boolean') {
        throw new ExpressionError('A list holds numbers or texts.', item);
      }
      checkComparable(operand, typed, '=', around(node.operand, item));
      return typeof typed.value === 'string' ? [typed.value] : sameNumber(typed.value, operand);
    });
    return { kind: 'in', type: 'logical', operand, list: new Set(list) };
  }

  private call(node: SyntaxOf<'call'>): Typed {
    const found = FUNCTIONS.get(node.name);
    if (found === undefined) {
      const meant = nearest(node.name, FUNCTIONS.keys());
      throw new ExpressionError(
        `There is no function “${node.name}”.`,
        { from: node.from, to: node.from + node.name.length },
        meant === undefined
          ? `There are: ${[...FUNCTIONS.keys()].join(', ')}.`
          : `Did you mean ${meant}?`,
      );
    }
    const given = node.operands.length;
    if (given < found.fewest || given > found.most) {
      const wanted = found.fewest === found.most ? `${found.most}` : `1 to ${found.most}`;
      throw new ExpressionError(
        `${node.name} takes ${wanted} ${found.most === 1 ? 'value' : 'values'}, not ${given}.`,
        node,
      );
    }
    const operands = node.operands.map((operand) => double(this.number(operand)));
    return { kind: 'call', type: found.gives, name: node.name, function: found, operands };
  }

  private scaled(typed: Typed, scale: Scale): Typed {
    this.scales.set(typed, scale);
    return typed;
  }

  private scale(typed: Typed): Scale {
    return this.scales.get(typed) ?? typed.type;
  }

  private isWhole(typed: Typed): boolean {
    return typed.type === 'wide' || this.scale(typed) === 'integer';
  }
}
