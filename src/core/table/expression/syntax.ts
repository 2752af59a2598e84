import type { Place } from './problem';

/** An expression as it was written: what the names mean is found by `check`. */
export type Syntax = Place & { readonly depth: number } & (
    | { readonly kind: 'number'; readonly value: number | bigint; readonly whole: boolean }
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'logical'; readonly value: boolean }
    | NameSyntax
    | { readonly kind: 'not' | 'negate'; readonly operand: Syntax }
    | {
        readonly kind: 'arithmetic';
        readonly operator: Arithmetic;
        readonly left: Syntax;
        readonly right: Syntax;
      }
    /** `a < b <= c`: one operator fewer than operands. */
    | {
        readonly kind: 'compare';
        readonly operators: readonly Comparison[];
        readonly operands: readonly Syntax[];
      }
    | { readonly kind: 'and' | 'or'; readonly operands: readonly Syntax[] }
    | {
        readonly kind: 'match';
        readonly how: Match;
        readonly operand: Syntax;
        readonly pattern: string;
      }
    | { readonly kind: 'in'; readonly operand: Syntax; readonly list: readonly Syntax[] }
    | { readonly kind: 'is'; readonly what: 'null' | 'nan'; readonly operand: Syntax }
    | { readonly kind: 'call'; readonly name: string; readonly operands: readonly Syntax[] }
  );

export interface NameSyntax {
  readonly kind: 'name';
  readonly name: string;
  /** In double quotes: a text, unless a column has this very name. */
  readonly perhapsText: boolean;
  /** In backquotes: nothing but the name of a column. */
  readonly column: boolean;
  /** Counted from 0, slowest axis first, as numpy does; empty where none is given. */
  readonly element: readonly number[];
}

export type Arithmetic = '+' | '-' | '*' | '/' | '%' | '**' | '&' | '|';
export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';
export type Match = 'like' | 'contains' | 'startswith' | 'endswith';
