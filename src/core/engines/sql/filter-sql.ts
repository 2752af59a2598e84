import type { RowFilter } from '../../catalogs/filter/row-filter';
import { SkybucketError } from '../../errors';
import type { Comparison } from '../../table/expression/syntax';
import type { Typed, TypedOf } from '../../table/expression/typed';
import { columnSql, expressionColumn, type SqlColumn } from './column';
import { FUNCTION_SQL, remainderSql } from './function-sql';
import { likeSql } from './like-sql';
import { called, inside, joined, negated, never, piece, type Piece } from './piece';
import { doubleLiteral, integerLiteral, textLiteral } from './words';

/**
 * A filter as a condition in SQL that holds in the same rows: what is missing follows SQL in both, NaN IEEE 754, numbers
 * are doubles, and integers of 64 bits exact.
 *
 * @param columns those that the filter was read with
 * @throws SkybucketError `unsupported` for what has no such condition, `too-large`
 */
export function filterSql(filter: RowFilter, columns: readonly SqlColumn[]): Piece {
  return new FilterWriter(filter, columns).condition(filter.typed);
}

const SYMBOLS: Readonly<Record<Comparison, string>> = {
  '=': '=',
  '!=': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

class FilterWriter {
  constructor(
    private readonly filter: RowFilter,
    private readonly columns: readonly SqlColumn[],
  ) {}

  condition(typed: Typed): Piece {
    switch (typed.kind) {
      case 'constant':
        return piece(String(typed.value === true).toUpperCase());
      case 'column':
        return this.column(typed);
      case 'not':
        return negated(this.condition(typed.operand));
      case 'and':
      case 'or':
        return joined(
          typed.operands.map((operand) => this.condition(operand)),
          typed.kind,
        );
      case 'compare':
        return this.comparisons(typed);
      case 'match':
        return likeSql(this.value(typed.operand).sql, typed.how, typed.pattern);
      case 'in':
        return this.inList(typed);
      case 'is':
        return this.is(typed);
      case 'call':
        return this.call(typed);
      case 'row':
      case 'as number':
      case 'as wide':
      case 'negate':
      case 'arithmetic':
        throw unsupported('A number is no condition');
    }
  }

  /** A value of the type it has: a double, an integer of 64 bits, a text, or true or false. */
  private value(typed: Typed): Piece {
    switch (typed.type) {
      case 'logical':
        return this.condition(typed);
      case 'text':
        return typed.kind === 'constant'
          ? piece(textLiteral(String(typed.value)))
          : this.column(typed as TypedOf<'column'>);
      case 'wide':
        return this.wide(typed);
      case 'number':
        return this.double(typed);
    }
  }

  private double(typed: Typed): Piece {
    switch (typed.kind) {
      case 'constant':
        return doublePiece(Number(typed.value));
      case 'column': {
        const { sql } = this.column(typed);
        return this.isDouble(typed) ? piece(sql) : piece(`CAST(${sql} AS double)`);
      }
      case 'as number':
        return piece(`CAST(${this.value(typed.operand).sql} AS double)`);
      case 'negate':
        return piece(`-${inside(this.double(typed.operand), 'atom')}`, 'sum');
      case 'arithmetic':
        return this.arithmetic(typed);
      case 'call':
        return this.call(typed);
      case 'row':
      case 'as wide':
      case 'not':
      case 'and':
      case 'or':
      case 'compare':
      case 'match':
      case 'in':
      case 'is':
        throw unsupported('This is no number');
    }
  }

  /** What goes beyond 64 bits is an error of the engine. */
  private wide(typed: Typed): Piece {
    switch (typed.kind) {
      case 'constant':
        return integerPiece(typed.value as bigint);
      case 'column':
        return this.column(typed);
      case 'as wide': {
        const { operand } = typed;
        return operand.kind === 'constant'
          ? integerPiece(operand.value as number)
          : piece(`TRY_CAST(${this.double(operand).sql} AS bigint)`);
      }
      case 'negate':
        return piece(`-${inside(this.wide(typed.operand), 'atom')}`, 'sum');
      case 'arithmetic':
        return this.wideArithmetic(typed);
      case 'row':
      case 'as number':
      case 'not':
      case 'and':
      case 'or':
      case 'compare':
      case 'match':
      case 'in':
      case 'is':
      case 'call':
        throw unsupported('This is no integer of 64 bits');
    }
  }

  private arithmetic({ operator, left, right }: TypedOf<'arithmetic'>): Piece {
    if ((operator === '&' || operator === '|') && !(this.isWhole(left) && this.isWhole(right))) {
      throw unsupported('Bits are those of whole numbers; of others they');
    }
    const [a, b] = [this.double(left), this.double(right)];
    switch (operator) {
      case '+':
      case '-':
        return piece(`${inside(a, 'sum')} ${operator} ${inside(b, 'product')}`, 'sum');
      case '*':
      case '/':
        return piece(`${inside(a, 'product')} ${operator} ${inside(b, 'atom')}`, 'product');
      case '%':
        return remainderSql(inside(a, 'atom'), inside(b, 'atom'));
      case '**':
        return called('power', a.sql, b.sql);
      case '&':
      case '|': {
        const bits = [a, b].map(({ sql }) => `CAST(${sql} AS bigint)`).join(', ');
        const name = operator === '&' ? 'bitwise_and' : 'bitwise_or';
        return piece(`CAST(${name}(${bits}) AS double)`);
      }
    }
  }

  private wideArithmetic({ operator, left, right }: TypedOf<'arithmetic'>): Piece {
    const [a, b] = [this.wide(left), this.wide(right)];
    switch (operator) {
      case '+':
      case '-':
        return piece(`${inside(a, 'sum')} ${operator} ${inside(b, 'product')}`, 'sum');
      case '%': {
        const rest = `mod(${a.sql}, NULLIF(${b.sql}, 0))`;
        const other = `((${rest} < 0) <> (${inside(b, 'sum')} < 0))`;
        return piece(
          `CASE WHEN ${rest} <> 0 AND ${other} THEN ${rest} + ${inside(b, 'product')} ELSE ${rest} END`,
        );
      }
      case '&':
        return called('bitwise_and', a.sql, b.sql);
      case '|':
        return called('bitwise_or', a.sql, b.sql);
      case '*':
      case '/':
      case '**':
        throw unsupported('Products of 64-bit integers');
    }
  }

  private comparisons({ operators, operands }: TypedOf<'compare'>): Piece {
    const [low, middle, high] = operands;
    const between = operators.length === 2 && operators.every((operator) => operator === '<=');
    if (between && low && middle && high && operands.every(({ type }) => type === middle.type)) {
      const [from, value, to] = this.alike([low, middle, high]);
      return piece(`${value} BETWEEN ${from} AND ${to}`, 'compare');
    }
    const all = operators.map((operator, k) =>
      this.compare(operator, operands[k] as Typed, operands[k + 1] as Typed),
    );
    return joined(all, 'and');
  }

  private compare(operator: Comparison, left: Typed, right: Typed): Piece {
    if (left.type !== right.type) {
      return left.type === 'wide'
        ? this.compareWide(operator, left, right)
        : this.compareWide(turned(operator), right, left);
    }
    const [a, b] = this.alike([left, right]);
    return piece(`${a} ${SYMBOLS[operator]} ${b}`, 'compare');
  }

  /** Operands of one type. Columns stand as they are where their values are widened anyway, so that they can be pruned. */
  private alike(operands: readonly Typed[]): string[] {
    const integers = operands.every((operand) => this.isInteger(operand));
    return operands.map((operand) => {
      if (integers && operand.kind === 'constant') {
        return integerLiteral(operand.value as number);
      }
      const widened =
        integers || operands.some((other) => other.type === 'number' && this.isDouble(other));
      const bare = operand.type === 'number' && operand.kind === 'column' && widened;
      return inside(bare ? this.column(operand) : this.value(operand), 'sum');
    });
  }

  /** An integer of 64 bits with a double: exact, as long as the double is a constant. */
  private compareWide(operator: Comparison, wide: Typed, other: Typed): Piece {
    const left = this.wide(wide);
    if (this.isInteger(other) && other.kind === 'column') {
      return piece(
        `${inside(left, 'sum')} ${SYMBOLS[operator]} ${this.column(other).sql}`,
        'compare',
      );
    }
    if (other.kind !== 'constant') {
      throw unsupported('A 64-bit integer compared with a calculated number');
    }
    const value = Number(other.value);
    if (Number.isInteger(value)) {
      return piece(
        `${inside(left, 'sum')} ${SYMBOLS[operator]} ${integerLiteral(value)}`,
        'compare',
      );
    }
    const above = operator === '<' || operator === '<=';
    const always = value > 0 ? above : !above && operator !== '=';
    if (operator === '=' || operator === '!=' || !Number.isFinite(value)) {
      const no = never(left);
      return operator === '!=' || (operator !== '=' && always) ? negated(no) : no;
    }
    return above
      ? piece(`${inside(left, 'sum')} <= ${integerLiteral(Math.floor(value))}`, 'compare')
      : piece(`${inside(left, 'sum')} >= ${integerLiteral(Math.ceil(value))}`, 'compare');
  }

  private inList({ operand, list }: TypedOf<'in'>): Piece {
    const integers = this.isInteger(operand);
    const items = [...list].flatMap((item): string[] => {
      if (typeof item === 'string') {
        return [textLiteral(item)];
      }
      if (operand.type === 'wide') {
        const fits = BigInt.asIntN(64, BigInt(item)) === BigInt(item);
        return fits ? [integerLiteral(item)] : [];
      }
      return [
        integers && Number.isSafeInteger(item) ? integerLiteral(item) : doubleLiteral(Number(item)),
      ];
    });
    const bare = operand.type === 'number' && operand.kind === 'column';
    const value = bare ? this.column(operand) : this.value(operand);
    return items.length === 0
      ? never(value)
      : piece(`${inside(value, 'sum')} IN (${items.join(', ')})`, 'compare');
  }

  private is({ what, operand }: TypedOf<'is'>): Piece {
    if (what === 'null') {
      const value = operand.kind === 'column' ? this.column(operand) : this.value(operand);
      return piece(`${inside(value, 'sum')} IS NULL`, 'compare');
    }
    const whole = operand.type === 'wide' || this.isInteger(operand);
    return whole ? never(this.value(operand)) : called('is_nan', this.double(operand).sql);
  }

  private call({ name, operands }: TypedOf<'call'>): Piece {
    const made = FUNCTION_SQL.get(name);
    if (made === undefined) {
      throw unsupported(`The function ${name}`);
    }
    // In brackets, since some stand beside operators there.
    return made(...operands.map((operand) => inside(this.double(operand), 'atom')));
  }

  private column({ use }: TypedOf<'column'>): Piece {
    const found = this.filter.uses[use];
    const column = this.columns[found?.column ?? -1];
    if (found === undefined || column === undefined) {
      throw new SkybucketError('not-found', 'The filter asks for a column that is not there.');
    }
    const sql = columnSql(column);
    return column.list ? called('element_at', sql, String(found.element + 1)) : piece(sql);
  }

  private typeOf(typed: Typed): string | undefined {
    const column =
      typed.kind === 'column' ? this.columns[this.filter.uses[typed.use]?.column ?? -1] : undefined;
    return column?.type;
  }

  private isDouble(typed: Typed): boolean {
    return (
      (typed.type === 'number' && typed.kind !== 'column' && !this.isInteger(typed)) ||
      typed.kind === 'constant' ||
      this.typeOf(typed) === 'float64'
    );
  }

  /** A column or constant of whole numbers, which can stand as it is. */
  private isInteger(typed: Typed): boolean {
    if (typed.kind === 'constant') {
      return typed.type === 'number' && Number.isSafeInteger(typed.value);
    }
    const column =
      typed.kind === 'column' ? this.columns[this.filter.uses[typed.use]?.column ?? -1] : undefined;
    return column !== undefined && expressionColumn(column).type === 'integer';
  }

  private isWhole(typed: Typed): boolean {
    if (typed.kind === 'negate') {
      return this.isWhole(typed.operand);
    }
    if (typed.kind === 'arithmetic') {
      const { operator, left, right } = typed;
      return ['+', '-', '&', '|'].includes(operator) && this.isWhole(left) && this.isWhole(right);
    }
    return typed.kind === 'as number' ? typed.operand.type === 'logical' : this.isInteger(typed);
  }
}

/** A sign would make a comment beside a minus. */
function doublePiece(value: number): Piece {
  return piece(doubleLiteral(value), value < 0 || Object.is(value, -0) ? 'sum' : 'atom');
}

function integerPiece(value: number | bigint): Piece {
  return piece(integerLiteral(value), value < 0 ? 'sum' : 'atom');
}

function turned(operator: Comparison): Comparison {
  const turns: Partial<Record<Comparison, Comparison>> = {
    '<': '>',
    '<=': '>=',
    '>': '<',
    '>=': '<=',
  };
  return turns[operator] ?? operator;
}

function unsupported(what: string): SkybucketError {
  return new SkybucketError('unsupported', `${what} cannot be asked of an engine.`, {
    hint: 'Change the filter, write the SQL by hand, or use the built-in reader.',
  });
}
