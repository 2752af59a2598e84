import { doubleArithmetic, wideArithmetic, type Binary } from './arithmetic';
import { comparison, type Compare } from './compare';
import type { Typed, TypedOf } from './typed';
import { BATCH, eitherMissing, type Vector } from './vector';

/** Values of a column as they are stored: those of a batch begin at `start`. */
export interface ColumnPart {
  readonly values: ColumnArray;
  readonly missing: Uint8Array | undefined;
  readonly start: number;
}

export type ColumnArray =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array
  | readonly string[];

/** Rows to evaluate, at most {@link BATCH}: the first one's number, and for each use its column. */
export interface Batch {
  readonly firstRow: number;
  readonly rows: number;
  readonly columns: readonly ColumnPart[];
}

type Numbers = Vector<Float64Array>;
type Wides = Vector<ArrayLike<bigint>>;
type Texts = Vector<readonly string[]>;
type Logicals = Vector<Uint8Array>;
type Evaluate<V extends Vector = Vector> = (batch: Batch) => V;

/**
 * Makes a function of a checked condition that tells for each row: true, false, or missing. As in SQL, what
 * has a missing operand is missing, but `false and …` is false and `true or …` true. As IEEE 754 has it,
 * NaN is neither equal to nor less nor greater than anything, and therefore unequal to everything.
 *
 * Each part has its own buffers, so the function may not be called again while its result is used.
 */
export function compile(typed: Typed): (batch: Batch) => Logicals {
  return logicals(typed);
}

/** The same of what `checkNumber` found to be a number: a double for each row, or missing. */
export function compileNumber(typed: Typed): (batch: Batch) => Numbers {
  return numbers(typed);
}

function logicals(typed: Typed): Evaluate<Logicals> {
  return evaluator(typed) as Evaluate<Logicals>;
}

function numbers(typed: Typed): Evaluate<Numbers> {
  return evaluator(typed) as Evaluate<Numbers>;
}

function evaluator(typed: Typed): Evaluate {
  switch (typed.kind) {
    case 'constant':
      return constant(typed);
    case 'column':
      return column(typed);
    case 'row': {
      const values = new Float64Array(BATCH);
      return ({ firstRow, rows }) => {
        for (let i = 0; i < rows; i++) {
          values[i] = firstRow + i;
        }
        return { values, missing: undefined };
      };
    }
    case 'as number':
      return asNumber(evaluator(typed.operand));
    case 'as wide':
      return asWide(numbers(typed.operand));
    case 'not': {
      const operand = logicals(typed.operand);
      const values = new Uint8Array(BATCH);
      return (batch) => {
        const { values: of, missing } = operand(batch);
        for (let i = 0; i < batch.rows; i++) {
          values[i] = (of[i] as number) ^ 1;
        }
        return { values, missing };
      };
    }
    case 'negate':
      return typed.type === 'wide' ? negateWide(typed.operand) : negate(numbers(typed.operand));
    case 'arithmetic':
      return typed.type === 'wide'
        ? binary(typed, wideArithmetic(typed.operator) as Binary<Vector>)
        : binary(typed, doubleArithmetic(typed.operator) as Binary<Vector>);
    case 'compare':
      return comparisons(typed);
    case 'and':
      return fold(typed.operands.map(logicals), 0);
    case 'or':
      return fold(typed.operands.map(logicals), 1);
    case 'match': {
      const { matches } = typed;
      return test(evaluator(typed.operand) as Evaluate<Texts>, (text) => matches(text));
    }
    case 'in': {
      const { list } = typed;
      return test(evaluator(typed.operand) as Evaluate<Texts>, (value) => list.has(value));
    }
    case 'is':
      return typed.what === 'null'
        ? isMissing(evaluator(typed.operand))
        : isNotANumber(typed.operand);
    case 'call':
      return call(typed);
  }
}

function constant({ value }: TypedOf<'constant'>): Evaluate {
  if (typeof value === 'string' || typeof value === 'bigint') {
    const values = new Array<string | bigint>(BATCH).fill(value) as string[] | bigint[];
    return () => ({ values, missing: undefined });
  }
  const values =
    typeof value === 'number'
      ? new Float64Array(BATCH).fill(value)
      : new Uint8Array(BATCH).fill(Number(value));
  return () => ({ values, missing: undefined });
}

function column({ type, use }: TypedOf<'column'>): Evaluate {
  const doubles = type === 'number' ? new Float64Array(BATCH) : undefined;
  return ({ columns, rows }) => {
    const { values, missing, start } = columns[use] as ColumnPart;
    const end = start + rows;
    const part =
      'subarray' in values ? values.subarray(start, end) : (values.slice(start, end) as string[]);
    if (doubles !== undefined && !(part instanceof Float64Array)) {
      doubles.set(part as Float32Array);
    }
    return {
      values: doubles !== undefined && !(part instanceof Float64Array) ? doubles : part,
      missing: missing?.subarray(start, end),
    } as Vector;
  };
}

function asNumber(operand: Evaluate): Evaluate<Numbers> {
  const values = new Float64Array(BATCH);
  return (batch) => {
    const { values: of, missing } = operand(batch);
    for (let i = 0; i < batch.rows; i++) {
      values[i] = Number(of[i]);
    }
    return { values, missing };
  };
}

/** What is no whole number (a remainder of a division by zero) is missing. */
function asWide(operand: Evaluate<Numbers>): Evaluate<Wides> {
  const values = new Array<bigint>(BATCH).fill(0n);
  const odd = new Uint8Array(BATCH);
  return (batch) => {
    const { values: of, missing } = operand(batch);
    for (let i = 0; i < batch.rows; i++) {
      const value = of[i] as number;
      const whole = Number.isInteger(value);
      values[i] = whole ? BigInt(value) : 0n;
      odd[i] = whole ? (missing?.[i] ?? 0) : 1;
    }
    return { values, missing: odd };
  };
}

function negate(operand: Evaluate<Numbers>): Evaluate<Numbers> {
  const values = new Float64Array(BATCH);
  return (batch) => {
    const { values: of, missing } = operand(batch);
    for (let i = 0; i < batch.rows; i++) {
      values[i] = -(of[i] as number);
    }
    return { values, missing };
  };
}

function negateWide(typed: Typed): Evaluate<Wides> {
  const operand = evaluator(typed) as Evaluate<Wides>;
  const values = new Array<bigint>(BATCH).fill(0n);
  return (batch) => {
    const { values: of, missing } = operand(batch);
    for (let i = 0; i < batch.rows; i++) {
      values[i] = -(of[i] as bigint);
    }
    return { values, missing };
  };
}

function binary(typed: TypedOf<'arithmetic'>, of: Binary<Vector>): Evaluate {
  const left = evaluator(typed.left);
  const right = evaluator(typed.right);
  return (batch) => of(left(batch), right(batch), batch.rows);
}

function comparisons({ operators, operands }: TypedOf<'compare'>): Evaluate<Logicals> {
  const evaluate = operands.map(evaluator);
  const compare = operators.map((operator, i) =>
    comparison(operator, (operands[i] as Typed).type, (operands[i + 1] as Typed).type),
  );
  if (compare.length === 1) {
    const [left, right] = evaluate as [Evaluate, Evaluate];
    const only = compare[0] as Compare;
    return (batch) => only(left(batch), right(batch), batch.rows);
  }
  // A chain: each operand is evaluated once.
  let vectors: Vector[] = [];
  const links = compare.map((link, i): Evaluate<Logicals> => {
    return ({ rows }) => link(vectors[i] as Vector, vectors[i + 1] as Vector, rows);
  });
  const all = fold(links, 0);
  return (batch) => {
    vectors = evaluate.map((operand) => operand(batch));
    return all(batch);
  };
}

/**
 * SQL's `and` (`decisive` 0) and `or` (`decisive` 1): a decisive operand decides, whatever is missing
 * beside it.
 */
function fold(operands: readonly Evaluate<Logicals>[], decisive: 0 | 1): Evaluate<Logicals> {
  const values = new Uint8Array(BATCH);
  const none = new Uint8Array(BATCH);
  return (batch) => {
    const { rows } = batch;
    values.fill(1 - decisive, 0, rows);
    none.fill(0, 0, rows);
    for (const operand of operands) {
      const { values: of, missing } = operand(batch);
      for (let i = 0; i < rows; i++) {
        if (missing?.[i] === 1) {
          none[i] = 1;
        } else if (of[i] === decisive) {
          values[i] = decisive;
        }
      }
    }
    for (let i = 0; i < rows; i++) {
      none[i] = values[i] === decisive ? 0 : (none[i] as number);
    }
    return { values, missing: none };
  };
}

function test(operand: Evaluate<Texts>, passes: (value: string) => boolean): Evaluate<Logicals> {
  const values = new Uint8Array(BATCH);
  return (batch) => {
    const { values: of, missing } = operand(batch);
    for (let i = 0; i < batch.rows; i++) {
      values[i] = missing?.[i] !== 1 && passes(of[i] as string) ? 1 : 0;
    }
    return { values, missing };
  };
}

function isMissing(operand: Evaluate): Evaluate<Logicals> {
  const nothing = new Uint8Array(BATCH);
  return (batch) => ({ values: operand(batch).missing ?? nothing, missing: undefined });
}

/** An integer is never NaN. */
function isNotANumber(typed: Typed): Evaluate<Logicals> {
  const operand = evaluator(typed);
  const values = new Uint8Array(BATCH);
  return (batch) => {
    const { values: of, missing } = operand(batch);
    for (let i = 0; i < batch.rows; i++) {
      values[i] = Number.isNaN(of[i]) ? 1 : 0;
    }
    return { values, missing };
  };
}

function call({ function: { gives, of }, operands }: TypedOf<'call'>): Evaluate {
  const evaluate = operands.map(numbers);
  const values = gives === 'number' ? new Float64Array(BATCH) : new Uint8Array(BATCH);
  const none = new Uint8Array(BATCH);
  return (batch) => {
    const vectors = evaluate.map((operand) => operand(batch));
    const [first, second] = vectors.map((vector) => vector.values);
    for (let i = 0; i < batch.rows; i++) {
      if (second === undefined) {
        values[i] = of(first?.[i] as number);
      } else if (vectors.length === 2) {
        values[i] = of(first?.[i] as number, second[i] as number);
      } else {
        values[i] = of(...vectors.map((vector) => vector.values[i] as number));
      }
    }
    const missing = vectors.reduce<Uint8Array | undefined>(
      (so, vector) => eitherMissing(so, vector.missing, batch.rows, none),
      undefined,
    );
    return { values, missing };
  };
}
