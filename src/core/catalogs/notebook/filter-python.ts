import { SkybucketError } from '../../errors';
import type { Comparison } from '../../table/expression/syntax';
import type { Typed, TypedOf } from '../../table/expression/typed';
import type { SqlColumn } from '../../engines/sql/column';
import type { RowFilter } from '../filter/row-filter';
import { pythonList, pythonNumber, pythonText } from './python-words';

/**
 * A filter as an expression of `pyarrow.compute` (imported as `pc`) that holds in the same rows.
 *
 * @param columns those that the filter was read with
 * @throws SkybucketError `unsupported` for what pyarrow has nothing for
 */
export function filterPython(filter: RowFilter, columns: readonly SqlColumn[]): string {
  return new PythonWriter(filter, columns).condition(filter.typed);
}

const OPERATORS: Readonly<Record<Comparison, string>> = {
  '=': '==',
  '!=': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

const FUNCTIONS: Readonly<Record<string, string>> = {
  ...{ abs: 'abs', sqrt: 'sqrt', exp: 'exp', ln: 'ln', log: 'ln', log10: 'log10', log2: 'log2' },
  ...{
    sin: 'sin',
    cos: 'cos',
    tan: 'tan',
    asin: 'asin',
    acos: 'acos',
    atan: 'atan',
    atan2: 'atan2',
  },
  ...{ floor: 'floor', ceil: 'ceil', pow: 'power', isfinite: 'is_finite', isnan: 'is_nan' },
};

const MOST_CHARACTERS = 100_000;

class PythonWriter {
  /** How many conditions around the one at hand tell false from missing. */
  private inverted = 0;

  constructor(
    private readonly filter: RowFilter,
    private readonly columns: readonly SqlColumn[],
  ) {}

  condition(typed: Typed): string {
    return bounded(this.conditionText(typed));
  }

  private conditionText(typed: Typed): string {
    switch (typed.kind) {
      case 'constant':
        return `pc.scalar(${typed.value === true ? 'True' : 'False'})`;
      case 'column':
        return this.column(typed);
      case 'not': {
        this.inverted += 1;
        const operand = this.condition(typed.operand);
        this.inverted -= 1;
        return `~${bracketed(operand)}`;
      }
      case 'and':
      case 'or':
        return typed.operands
          .map((operand) => bracketed(this.condition(operand)))
          .join(typed.kind === 'and' ? ' & ' : ' | ');
      case 'compare':
        return this.comparisons(typed);
      case 'match':
        return this.match(typed);
      case 'in':
        return this.inList(typed);
      case 'is':
        return typed.what === 'null'
          ? `${bracketed(this.plain(typed.operand))}.is_null()`
          : `pc.is_nan(${this.double(typed.operand)})`;
      case 'call':
        return this.call(typed);
      case 'row':
      case 'as number':
      case 'as wide':
      case 'negate':
      case 'arithmetic':
        throw unsupported('A number as a condition');
    }
  }

  private comparisons(typed: TypedOf<'compare'>): string {
    this.inverted += 1;
    const text = this.comparisonsText(typed);
    this.inverted -= 1;
    return text;
  }

  private comparisonsText({ operators, operands }: TypedOf<'compare'>): string {
    const parts = operators.map((operator, k) => {
      const [left, right] = [operands[k] as Typed, operands[k + 1] as Typed];
      const exact = this.isWhole(left) && this.isWhole(right);
      const [a, b] = [left, right].map((one) =>
        bracketed(exact ? this.plain(one) : this.value(one)),
      );
      // Two constants side by side would be compared by Python itself.
      const first = left.kind === 'constant' ? `pc.scalar(${a})` : a;
      return `${first} ${OPERATORS[operator]} ${b}`;
    });
    return parts.length === 1 ? (parts[0] ?? '') : parts.map(bracketed).join(' & ');
  }

  private match({ operand, how, pattern }: TypedOf<'match'>): string {
    const value = this.plain(operand);
    const name = {
      like: 'match_like',
      contains: 'match_substring',
      startswith: 'starts_with',
      endswith: 'ends_with',
    }[how];
    return `pc.${name}(${value}, ${pythonText(pattern)}, ignore_case=True)`;
  }

  /** pyarrow's own says false of what is missing, which `not` would make true. */
  private inList({ operand, list }: TypedOf<'in'>): string {
    const whole =
      this.isWhole(operand) &&
      [...list].every((item) => typeof item !== 'number' || Number.isInteger(item));
    const value = whole || operand.type === 'text' ? this.plain(operand) : this.double(operand);
    const items = [...list].map((item) =>
      typeof item === 'string'
        ? pythonText(item)
        : whole
          ? String(item)
          : pythonNumber(Number(item)),
    );
    const there = `${bracketed(value)}.isin(${pythonList(items)})`;
    if (this.inverted === 0) {
      return there;
    }
    return `pc.if_else(${bracketed(value)}.is_null(), pc.scalar(None).cast("bool"), ${there})`;
  }

  private value(typed: Typed): string {
    switch (typed.type) {
      case 'logical':
        return this.condition(typed);
      case 'text':
        return this.plain(typed);
      case 'wide':
      case 'number':
        return this.double(typed);
    }
  }

  /** As it is, without making it a double. */
  private plain(typed: Typed): string {
    switch (typed.kind) {
      case 'constant':
        return typeof typed.value === 'string'
          ? pythonText(typed.value)
          : typeof typed.value === 'boolean'
            ? `pc.scalar(${typed.value ? 'True' : 'False'})`
            : typeof typed.value === 'bigint'
              ? String(typed.value)
              : pythonNumber(typed.value);
      case 'column':
        return this.column(typed);
      case 'as wide':
        return this.plain(typed.operand);
      case 'row':
      case 'as number':
      case 'negate':
      case 'arithmetic':
        return this.double(typed);
      case 'not':
      case 'and':
      case 'or':
      case 'compare':
      case 'match':
      case 'in':
      case 'is':
      case 'call':
        return typed.type === 'logical' ? this.condition(typed) : this.double(typed);
    }
  }

  private double(typed: Typed): string {
    switch (typed.kind) {
      case 'constant':
        return pythonNumber(Number(typed.value));
      case 'column': {
        const column = this.column(typed);
        return this.columnOf(typed)?.type === 'float64' ? column : asDouble(column, typed);
      }
      case 'as number':
        return typed.operand.type === 'wide' || typed.operand.kind === 'column'
          ? asDouble(bracketed(this.plain(typed.operand)), typed.operand)
          : `${bracketed(this.condition(typed.operand))}.cast("uint8").cast("float64")`;
      case 'negate':
        return `pc.negate(${this.scalar(typed.operand)})`;
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
        throw unsupported('Arithmetic with 64-bit integers');
    }
  }

  private arithmetic({ operator, left, right, type }: TypedOf<'arithmetic'>): string {
    if (type === 'wide') {
      throw unsupported('Arithmetic with 64-bit integers');
    }
    const [a, b] = [this.scalar(left), this.double(right)];
    switch (operator) {
      case '+':
      case '-':
      case '*':
        return `${bracketed(a)} ${operator} ${bracketed(b)}`;
      case '/':
        // The operator refuses to divide by zero.
        return `pc.divide(${a}, ${b})`;
      case '**':
        return `pc.power(${a}, ${b})`;
      case '%':
      case '&':
      case '|':
        throw unsupported(`“${operator}”`);
    }
  }

  private call({ name, operands }: TypedOf<'call'>): string {
    const values = operands.map((operand) => this.scalar(operand));
    const [first = ''] = values;
    const found = FUNCTIONS[name];
    if (found !== undefined) {
      return `pc.${found}(${values.join(', ')})`;
    }
    switch (name) {
      case 'rad':
        return `${bracketed(first)} * ${pythonNumber(Math.PI / 180)}`;
      case 'deg':
        return `${bracketed(first)} * ${pythonNumber(180 / Math.PI)}`;
      case 'round':
        return `pc.round(${first}, round_mode="half_to_even")`;
      case 'min':
      case 'max': {
        const nan = values.map((value) => `pc.is_nan(${value})`).join(' | ');
        return `pc.if_else(${nan}, float("nan"), pc.${name}_element_wise(${values.join(', ')}, skip_nulls=False))`;
      }
      default:
        throw unsupported(`The function ${name}`);
    }
  }

  /** An expression even where it is a constant, which functions would calculate at once. */
  private scalar(typed: Typed): string {
    const text = this.double(typed);
    return typed.kind === 'constant' ? `pc.scalar(${text})` : text;
  }

  private column(typed: TypedOf<'column'>): string {
    const column = this.columnOf(typed);
    if (column === undefined || column.list) {
      throw unsupported('An element of a list');
    }
    return `pc.field(${column.name.split('.').map(pythonText).join(', ')})`;
  }

  private columnOf(typed: TypedOf<'column'>): SqlColumn | undefined {
    return this.columns[this.filter.uses[typed.use]?.column ?? -1];
  }

  /** An integer as it is stored, or one that was typed. */
  private isWhole(typed: Typed): boolean {
    if (typed.kind === 'constant') {
      const { value } = typed;
      return typeof value === 'bigint'
        ? BigInt.asIntN(64, value) === value
        : typeof value === 'number' && Number.isSafeInteger(value);
    }
    return typed.kind === 'column'
      ? /^u?int/.test(this.columnOf(typed)?.type ?? '')
      : typed.kind === 'as wide' && this.isWhole(typed.operand);
  }
}

/** Integers of 64 bits are rounded, which pyarrow refuses unless it is told. */
function asDouble(text: string, { type }: Typed): string {
  return `${text}.cast("float64"${type === 'wide' ? ', safe=False' : ''})`;
}

function bracketed(text: string): string {
  return /^(?:pc\.field\([^()]*\)(?:\.cast\("\w+"(?:, safe=False)?\))?|-?[\d.]+(?:e[-+]?\d+)?|"(?:[^"\\]|\\.)*")$/.test(
    text,
  )
    ? text
    : `(${text})`;
}

function bounded(text: string): string {
  if (text.length > MOST_CHARACTERS) {
    throw new SkybucketError('too-large', 'The filter is too long for Python.', {
      hint: 'Make it simpler.',
    });
  }
  return text;
}

function unsupported(what: string): SkybucketError {
  return new SkybucketError('unsupported', `${what} cannot be asked of pyarrow.`, {
    hint: 'Leave it out of the filter, and filter the rows in Python afterwards.',
  });
}
