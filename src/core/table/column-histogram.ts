import { SkybucketError } from '../errors';
import { histogramOf } from '../image/histogram';
import type { ColumnStore } from './column-store';
import { isNumeric } from './element-type';
import { memberElements } from './member-elements';
import type { Elements, Members } from './members';
import type { Column } from './table';
import { Turns } from './turns';

export interface ColumnHistogram {
  /** Edges of the first and the last bin; equal where all values are. */
  readonly low: number;
  readonly high: number;
  readonly counts: number[];
  /** Finite values below and above the bins. */
  readonly below: number;
  readonly above: number;
}

export interface ColumnHistogramOptions {
  readonly bins: number;
  /** Left out: from the smallest to the largest finite value. */
  readonly range?: readonly [number, number] | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called with the share of the work that is done. */
  readonly onProgress?: ((done: number) => void) | undefined;
}

/**
 * Counts of the finite values of a column in the rows of a view, as numpy's `histogram` gives them.
 *
 * @throws SkybucketError `protocol` for a column that is not of one number a row, or bins that cannot be
 *   made; `cancelled`, or what reading throws.
 */
export async function columnHistogram(
  store: ColumnStore,
  column: Column,
  members: Members,
  options: ColumnHistogramOptions,
): Promise<ColumnHistogram> {
  checkNumeric(column);
  const { bins, signal } = options;
  const turns = new Turns(signal);
  const rows = Math.max(1, store.table.rowsPresent);
  const passes = options.range === undefined ? 2 : 1;
  const [low, high] = options.range ?? (await rangeOf());
  const counts = new Array<number>(bins).fill(0);
  let [below, above] = [0, 0];
  for await (const some of memberElements(store, column, members, turns, signal)) {
    const part = histogramOf(finiteOf(some), low, high, bins);
    for (let bin = 0; bin < bins; bin++) {
      counts[bin] = (counts[bin] as number) + (part.counts[bin] as number);
    }
    below += part.below;
    above += part.above;
    options.onProgress?.((passes - 1 + some.rowsRead / rows) / passes);
  }
  return { low, high, counts, below, above };

  async function rangeOf(): Promise<readonly [number, number]> {
    let [least, most] = [Infinity, -Infinity];
    for await (const some of memberElements(store, column, members, turns, signal)) {
      for (const value of finiteOf(some)) {
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
      options.onProgress?.(some.rowsRead / rows / 2);
    }
    return least <= most ? [least, most] : [0, 0];
  }
}

/** @throws SkybucketError `protocol` */
export function checkNumeric(column: Column | undefined): void {
  if (column === undefined || !isNumeric(column)) {
    throw new SkybucketError('protocol', 'A plot is of columns that have one number a row.');
  }
}

function finiteOf({ values, missing }: Elements): Float64Array {
  const finite = new Float64Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const value = Number(values[i]);
    if (missing?.[i] !== 1 && value - value === 0) {
      finite[count++] = value;
    }
  }
  return finite.subarray(0, count);
}
