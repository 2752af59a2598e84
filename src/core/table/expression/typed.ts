import type { NumberFunction } from './functions';
import type { Arithmetic, Comparison, Match } from './syntax';

/**
 * What a part of an expression gives for each row: a double; a 64-bit integer, exact; a text; true or
 * false. Any of them may be missing.
 */
export type ValueType = 'number' | 'wide' | 'text' | 'logical';

/** An expression whose names and types are known to fit. */
export type Typed = { readonly type: ValueType } & (
  | { readonly kind: 'constant'; readonly value: number | bigint | string | boolean }
  /** `use` counts the columns that the expression needs. */
  | { readonly kind: 'column'; readonly use: number }
  | { readonly kind: 'row' }
  | { readonly kind: 'as number' | 'as wide'; readonly operand: Typed }
  | { readonly kind: 'not' | 'negate'; readonly operand: Typed }
  | {
      readonly kind: 'arithmetic';
      readonly operator: Arithmetic;
      readonly left: Typed;
      readonly right: Typed;
    }
  | {
      readonly kind: 'compare';
      readonly operators: readonly Comparison[];
      readonly operands: readonly Typed[];
    }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Typed[] }
  | {
      readonly kind: 'match';
      readonly operand: Typed;
      readonly how: Match;
      /** As it was written. */
      readonly pattern: string;
      readonly matches: (text: string) => boolean;
    }
  | {
      readonly kind: 'in';
      readonly operand: Typed;
      readonly list: ReadonlySet<number | bigint | string>;
    }
  | { readonly kind: 'is'; readonly what: 'null' | 'nan'; readonly operand: Typed }
  | {
      readonly kind: 'call';
      /** What it is called in `FUNCTIONS`. */
      readonly name: string;
      readonly function: NumberFunction;
      readonly operands: readonly Typed[];
    }
);

export type TypedOf<K extends Typed['kind']> = Extract<Typed, { kind: K }>;
