import type { Token } from './tokenize';

/** A SELECT with its clauses. Offsets are of the whole text. */
export interface Select {
  readonly from: number;
  /** Where its part of the query ends: at a bracket, UNION, or the end of the text. */
  readonly to: number;
  readonly clauses: readonly Clause[];
  /** What it gives, in order. */
  readonly outputs: readonly Output[];
  readonly tables: readonly TableReference[];
  /** The SELECT whose tables can be named here too, of which this is a part. */
  readonly outer: Select | undefined;
  /** What WITH names before it. */
  readonly named: readonly NamedQuery[];
}

export type ClauseName = 'SELECT' | 'FROM' | 'WHERE' | 'GROUP' | 'HAVING' | 'ORDER' | 'OFFSET';

export interface Clause {
  readonly name: ClauseName;
  /** Behind its first word. */
  readonly from: number;
  readonly to: number;
}

export type Output =
  | { readonly kind: 'column'; readonly name: string }
  /** `*`, or `t.*` with the path `['t']`. */
  | { readonly kind: 'all'; readonly path: readonly string[] };

export interface TableReference {
  /** Of its name, or of the query in brackets. */
  readonly from: number;
  readonly nameTo: number;
  readonly alias: string | undefined;
  /** Its name in parts, quotes taken off; empty for a query in brackets. */
  readonly path: readonly string[];
  /** What the query in brackets gives. */
  readonly query: Select | undefined;
}

export interface NamedQuery {
  readonly name: string;
  readonly columns: readonly string[] | undefined;
  readonly query: Select | undefined;
}

/** All that was understood of a text between two `;`. */
export interface ParsedQuery {
  /** The outermost first, each before what lies in it. */
  readonly selects: readonly Select[];
  /** Without blanks and comments. */
  readonly tokens: readonly Token[];
}
