import { ExpressionError, type Place } from './problem';

/** A column as an expression sees it. */
export interface ExpressionColumn {
  readonly name: string;
  /** `integer`: exact as a double. `wide`: integers of 64 bits. */
  readonly type: 'integer' | 'wide' | 'float' | 'text' | 'logical' | 'complex';
  /** Of a cell, slowest axis first; empty for one element a row. */
  readonly shape: readonly number[];
  /** Each cell has a length of its own; `shape` is empty then. */
  readonly variable: boolean;
  /** Why it cannot be read. */
  readonly problem: string | undefined;
}

/** Names longer than this are not compared letter by letter. */
const LONGEST_COMPARED = 64;

/**
 * The position of the column: that of the very name, else of the only one that differs in case. `$3` is
 * the third column. Undefined where there is none.
 *
 * @throws ExpressionError where several fit.
 */
export function findColumn(
  name: string,
  columns: readonly ExpressionColumn[],
  place: Place,
): number | undefined {
  const exact = positions(columns, (other) => other === name);
  const wanted = name.toLowerCase();
  const found =
    exact.length > 0 ? exact : positions(columns, (other) => other.toLowerCase() === wanted);
  if (found.length > 1) {
    const numbers = found.map((position) => `$${position + 1}`);
    const which = found.length > 5 ? [...numbers.slice(0, 5), '…'] : numbers;
    throw new ExpressionError(
      `${found.length} columns have the name “${name}”.`,
      place,
      exact.length > 0
        ? `Say which one by its number: ${which.join(', ')}.`
        : 'Write it with the capitals it has.',
    );
  }
  return found[0] ?? numbered(name, columns);
}

/** The name that was probably meant, of a column or a function. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase();
  let best: string | undefined;
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of known) {
    if (candidate.length <= LONGEST_COMPARED && wanted.length <= LONGEST_COMPARED) {
      const distance = editDistance(wanted, candidate.toLowerCase());
      if (distance < least) {
        least = distance;
        best = candidate;
      }
    }
  }
  return best;
}

/** As an expression has to write it. */
export function written(name: string): string {
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) ? name : `\`${name.replaceAll('`', '``')}\``;
}

function positions(
  columns: readonly ExpressionColumn[],
  fits: (name: string) => boolean,
): number[] {
  return columns.flatMap(({ name }, position) => (fits(name) ? [position] : []));
}

function numbered(name: string, columns: readonly ExpressionColumn[]): number | undefined {
  const position = /^\$[1-9][0-9]{0,8}$/.test(name) ? Number(name.slice(1)) - 1 : -1;
  return position >= 0 && position < columns.length ? position : undefined;
}

/** Letters to insert, leave out, replace or swap with their neighbour. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(
        (last[j] as number) + 1,
        (row[j - 1] as number) + 1,
        (last[j - 1] as number) + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (before[j - 2] as number) + 1);
      }
      row.push(cost);
    }
    before = last;
    last = row;
  }
  return last[b.length] as number;
}
