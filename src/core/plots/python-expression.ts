import { SkybucketError } from '../errors';
import { findColumn, type ExpressionColumn } from '../table/expression/names';
import { parse } from '../table/expression/parse';
import type { Arithmetic, NameSyntax, Syntax } from '../table/expression/syntax';

/** What the code needs beside numpy: functions that are written above it. */
export type PythonHelper = 'column' | 'element' | 'bits';

export interface PythonExpression {
  readonly code: string;
  readonly helpers: ReadonlySet<PythonHelper>;
}

/** How tightly Python binds, loosest first. */
const LOOSE = { sum: 1, product: 2, sign: 3, power: 4, atom: 5 } as const;
type Level = (typeof LOOSE)[keyof typeof LOOSE];

interface Written {
  readonly code: string;
  readonly level: Level;
}

/** Functions of numpy that do what ours do; NaN goes through all of them. */
const NUMPY: ReadonlyMap<string, string> = new Map([
  ['abs', 'abs'],
  ['sqrt', 'sqrt'],
  ['exp', 'exp'],
  ['ln', 'log'],
  ['log', 'log'],
  ['log10', 'log10'],
  ['log2', 'log2'],
  ['sin', 'sin'],
  ['cos', 'cos'],
  ['tan', 'tan'],
  ['asin', 'arcsin'],
  ['acos', 'arccos'],
  ['atan', 'arctan'],
  ['atan2', 'arctan2'],
  ['deg', 'degrees'],
  ['rad', 'radians'],
  ['floor', 'floor'],
  ['ceil', 'ceil'],
  ['round', 'round'],
  ['pow', 'power'],
  ['min', 'minimum'],
  ['max', 'maximum'],
]);

/**
 * An expression of columns as Python with numpy: `column("w1mpro") - column("w2mpro")`.
 *
 * @param columns those of the table, by which names get the capitals they have there
 * @throws ExpressionError for text that makes no sense; SkybucketError `unsupported` for what is no number
 */
export function pythonExpression(
  text: string,
  columns: readonly ExpressionColumn[],
): PythonExpression {
  const helpers = new Set<PythonHelper>();
  const { code } = new Writer(columns, helpers).write(parse(text));
  return { code, helpers };
}

/** A text as Python writes it. */
export function pythonText(text: string): string {
  return JSON.stringify(text);
}

/** A number as Python writes it. */
export function pythonNumber(value: number): string {
  return Number.isFinite(value) ? String(value) : value > 0 ? 'np.inf' : '-np.inf';
}

class Writer {
  constructor(
    private readonly columns: readonly ExpressionColumn[],
    private readonly helpers: Set<PythonHelper>,
  ) {}

  write(node: Syntax): Written {
    switch (node.kind) {
      case 'number':
        return number(node.value);
      case 'name':
        return { code: this.name(node), level: LOOSE.atom };
      case 'negate':
        return { code: `-${this.within(node.operand, LOOSE.sign)}`, level: LOOSE.sign };
      case 'arithmetic':
        return this.arithmetic(node.operator, node.left, node.right);
      case 'call':
        return { code: this.call(node.name, node.operands), level: LOOSE.atom };
      case 'and':
      case 'compare':
      case 'in':
      case 'is':
      case 'logical':
      case 'match':
      case 'not':
      case 'or':
      case 'text':
        throw new SkybucketError('unsupported', 'Only numbers can be written as Python here.');
    }
  }

  private within(node: Syntax, level: Level): string {
    const written = this.write(node);
    return written.level < level ? `(${written.code})` : written.code;
  }

  private arithmetic(operator: Arithmetic, left: Syntax, right: Syntax): Written {
    if (operator === '&' || operator === '|') {
      this.helpers.add('bits');
      const function_ = operator === '&' ? 'np.bitwise_and' : 'np.bitwise_or';
      const operands = [left, right].map((node) => this.write(node).code);
      return { code: `bits(${[function_, ...operands].join(', ')})`, level: LOOSE.atom };
    }
    if (operator === '**') {
      const code = `${this.within(left, LOOSE.atom)} ** ${this.within(right, LOOSE.sign)}`;
      return { code, level: LOOSE.power };
    }
    const level = operator === '+' || operator === '-' ? LOOSE.sum : LOOSE.product;
    const next = level === LOOSE.sum ? LOOSE.product : LOOSE.sign;
    return { code: `${this.within(left, level)} ${operator} ${this.within(right, next)}`, level };
  }

  private call(name: string, nodes: readonly Syntax[]): string {
    const numpy = NUMPY.get(name);
    if (numpy === undefined) {
      throw new SkybucketError('unsupported', `There is no ${name} of numpy to plot.`);
    }
    const operands = nodes.map((node) => this.write(node).code);
    const [first = 'np.nan', ...others] = operands;
    return name === 'min' || name === 'max'
      ? others.reduce((so, operand) => `np.${numpy}(${so}, ${operand})`, first)
      : `np.${numpy}(${operands.join(', ')})`;
  }

  private name(node: NameSyntax & Syntax): string {
    const position = findColumn(node.name, this.columns, node);
    const column = this.columns[position ?? -1];
    if (column === undefined) {
      return 'np.arange(float(len(table)))';
    }
    const name = pythonText(column.name);
    if (node.element.length === 0) {
      this.helpers.add('column');
      return `column(${name})`;
    }
    this.helpers.add('element');
    return `element(${[name, ...node.element].join(', ')})`;
  }
}

function number(value: number | bigint): Written {
  const code = typeof value === 'bigint' ? `float(${value})` : pythonNumber(value);
  return { code, level: code.startsWith('-') ? LOOSE.sign : LOOSE.atom };
}
