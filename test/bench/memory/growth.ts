import type { Row } from '../contest';

export const OPENS = 20;

/** Opens before those: code is compiled and pools are filled in them. */
export const WARM_UP = 2;

/** First and last runs that are compared. */
const ENDS = 5;

/**
 * The first opens beside the last ones: what grows from one to the next shows. The least of each five is
 * taken, because an allocator gives back what it has when it sees fit, and never holds less than is used.
 */
export function growth(who: string, unit: string, all: readonly number[]): Row {
  const values = all.slice(WARM_UP);
  const first = Math.min(...values.slice(0, ENDS));
  const last = Math.min(...values.slice(-ENDS));
  return {
    workload: 'memory',
    who,
    figures: {
      'first five': first,
      'last five': last,
      'per open': (last - first) / (OPENS - ENDS),
    },
    note: unit,
  };
}

export function print(rows: readonly Row[]): void {
  for (const row of rows) {
    process.stdout.write(`${JSON.stringify(row)}\n`);
  }
}
