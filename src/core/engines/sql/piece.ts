import { bounded } from './words';

/** A part of an expression in SQL, and how firmly it holds together. */
export interface Piece {
  readonly sql: string;
  readonly level: Level;
}

/** Operators bind their operands the tighter the higher they are. */
export type Level = 'or' | 'and' | 'not' | 'compare' | 'sum' | 'product' | 'atom';

const LEVELS: readonly Level[] = ['or', 'and', 'not', 'compare', 'sum', 'product', 'atom'];

export function piece(sql: string, level: Level = 'atom'): Piece {
  return { sql: bounded(sql), level };
}

/** In brackets where it would fall apart beside an operator of a level. */
export function inside({ sql, level }: Piece, of: Level): string {
  return LEVELS.indexOf(level) >= LEVELS.indexOf(of) ? sql : `(${sql})`;
}

/** `a AND b`, `a OR b`: what there is only one of stands alone. */
export function joined(pieces: readonly Piece[], how: 'and' | 'or'): Piece {
  const [only] = pieces;
  return only !== undefined && pieces.length === 1
    ? only
    : piece(
        pieces
          .map((one) => inside(one, how === 'or' ? 'and' : 'not'))
          .join(` ${how.toUpperCase()} `),
        how,
      );
}

export function negated(operand: Piece): Piece {
  return piece(`NOT ${inside(operand, 'atom')}`, 'not');
}

/** Neither true nor, where the operand is missing, false. */
export function never(operand: Piece): Piece {
  return piece(`${inside(operand, 'sum')} IS NULL AND CAST(NULL AS boolean)`, 'and');
}

/** `name(a, b)` */
export function called(name: string, ...operands: readonly string[]): Piece {
  return piece(`${name}(${operands.join(', ')})`);
}
