import { RunningMedian } from '../image/median';
import { Moments } from '../image/moments';
import type { ColumnStore } from './column-store';
import { compareText } from './compare-text';
import { isComplex, isWide } from './element-type';
import { memberElements } from './member-elements';
import type { Elements, Members } from './members';
import type { Column, ElementType } from './table';
import { Turns } from './turns';
import { ValueCounts, valueText } from './value-counts';

/** A step is given at most this often; the last one always. */
const MILLISECONDS_PER_STEP = 250;

/** Values kept for the median: 256 MB of doubles. */
const MOST_KEPT = 32 * 2 ** 20;

/** What is known of the elements of a column that have been read. See `ColumnStatisticsReply`. */
export interface ColumnStatistics {
  /** Rows of the view read so far, and all of them. */
  readonly rows: number;
  readonly rowsInView: number;
  /** Elements that are there, and those that are missing; NaN and infinities are there. */
  readonly count: number;
  readonly missing: number;
  readonly nan: number;
  readonly infinite: number;
  /** Exact; of texts by code points, undefined for complex numbers. */
  readonly min: string | undefined;
  readonly max: string | undefined;
  /** Of finite real elements, logical ones as 0 and 1. NaN where there are none, undefined for others. */
  readonly sum: number | undefined;
  readonly mean: number | undefined;
  /** Of the population. */
  readonly deviation: number | undefined;
  /** Exact at the end, unless there were more elements than are kept: see `medianExact`. */
  readonly median: number | undefined;
  /** False where the median is known to one part in some thousands of its value. */
  readonly medianExact: boolean;
  readonly distinct: number | undefined;
  readonly frequent: readonly { readonly text: string; readonly count: number }[];
}

/**
 * Statistics of the elements of a column in the rows of a view, each step better than the one before; the
 * last has `rows` equal to `rowsInView`.
 *
 * @throws SkybucketError `cancelled`, or what reading throws.
 */
export async function* columnStatistics(
  store: ColumnStore,
  column: Column,
  members: Members,
  options: { signal?: AbortSignal | undefined; now?: (() => number) | undefined } = {},
): AsyncGenerator<ColumnStatistics> {
  const now = options.now ?? (() => performance.now());
  const turns = new Turns(options.signal);
  const rowsInView = members?.length ?? store.table.rowsPresent;
  const summary = new Summary(column.type, mostElements(column, rowsInView));
  let rows = 0;
  let last = now();
  for await (const some of memberElements(store, column, members, turns, options.signal)) {
    summary.add(some);
    rows = some.rowsGiven;
    if (now() - last >= MILLISECONDS_PER_STEP && rows < rowsInView) {
      last = now();
      yield { rows, rowsInView, ...summary.sofar(undefined) };
    }
  }
  yield { rows, rowsInView, ...summary.sofar(await summary.exactMedian(turns)) };
}

function mostElements({ shape, variable }: Column, rows: number): number {
  return variable ? Infinity : shape.reduce((product, length) => product * length, rows);
}

class Summary {
  private elements = 0;
  private missing = 0;
  private nan = 0;
  private infinite = 0;
  private readonly moments = new Moments();
  private readonly median: RunningMedian;
  private readonly counts: ValueCounts;
  /** Of 64-bit integers, exact. */
  private total = 0n;
  private low: bigint | string | undefined;
  private high: bigint | string | undefined;

  constructor(
    private readonly type: ElementType,
    most: number,
  ) {
    this.median = new RunningMedian(most, MOST_KEPT);
    this.counts = new ValueCounts(type);
  }

  add(some: Elements): void {
    const { values, missing } = some;
    const complex = isComplex(this.type);
    const length = complex ? values.length / 2 : values.length;
    this.elements += length;
    this.counts.add(some, length);
    for (let i = 0; i < length; i++) {
      this.missing += missing?.[i] === 1 ? 1 : 0;
    }
    if (this.type === 'text') {
      this.addTexts(values as readonly string[], missing);
    } else if (complex) {
      this.addComplex(values as Float64Array, missing);
    } else if (isWide(this.type)) {
      this.addWide(values as BigInt64Array, missing);
    } else {
      this.addNumbers(values as Float64Array, missing);
    }
  }

  /** Undefined where there were more elements than are kept. */
  async exactMedian(turns: Turns): Promise<number | undefined> {
    const steps = this.median.exactInSteps();
    for (;;) {
      const { done, value } = steps.next();
      if (done === true) {
        return value;
      }
      if (turns.over) {
        await turns.next();
      }
    }
  }

  /** @param median the exact one, once it is known */
  sofar(median: number | undefined): Omit<ColumnStatistics, 'rows' | 'rowsInView'> {
    const { elements, missing, nan, infinite, type, counts } = this;
    const { min, max } = this.extremes();
    const real = type !== 'text' && !isComplex(type);
    return {
      ...{ count: elements - missing, missing, nan, infinite, min, max },
      ...(real ? this.ofNumbers(median) : NO_NUMBERS),
      distinct: counts.distinct,
      frequent: counts.frequent(),
    };
  }

  private ofNumbers(median: number | undefined): OfNumbers {
    const { moments } = this;
    const sum = isWide(this.type) ? Number(this.total) : moments.sum;
    return {
      sum: moments.finite === 0 ? NaN : sum,
      mean: sum / moments.finite,
      deviation: moments.deviation,
      // An exact median takes a while, and the next step would replace it.
      median: median ?? this.median.about(),
      medianExact: median !== undefined,
    };
  }

  private extremes(): { min: string | undefined; max: string | undefined } {
    const { low, high, moments } = this;
    if (low !== undefined) {
      return { min: String(low), max: String(high) };
    }
    const text = (placed: { value: number } | undefined): string | undefined =>
      placed && valueText(this.type, placed.value);
    return { min: text(moments.min), max: text(moments.max) };
  }

  private addNumbers(values: Float64Array | Int32Array, missing: Uint8Array | undefined): void {
    const single = (values as unknown) instanceof Float32Array;
    const finite = single ? new Float32Array(values.length) : new Float64Array(values.length);
    let count = 0;
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      if (missing?.[i] === 1) {
        continue;
      }
      if (value - value === 0) {
        finite[count++] = value;
      } else {
        this.nan += value === value ? 0 : 1;
        this.infinite += value === value ? 1 : 0;
      }
    }
    this.addFinite(finite.subarray(0, count));
  }

  private addWide(values: BigInt64Array, missing: Uint8Array | undefined): void {
    const finite = new Float64Array(values.length);
    let count = 0;
    let sum = 0n;
    let low = this.low as bigint | undefined;
    let high = this.high as bigint | undefined;
    for (let i = 0; i < values.length; i++) {
      if (missing?.[i] !== 1) {
        const value = values[i] as bigint;
        finite[count++] = Number(value);
        sum += value;
        low = low === undefined || value < low ? value : low;
        high = high === undefined || value > high ? value : high;
      }
    }
    this.total += sum;
    [this.low, this.high] = [low, high];
    this.addFinite(finite.subarray(0, count));
  }

  private addTexts(values: readonly string[], missing: Uint8Array | undefined): void {
    let low = this.low as string | undefined;
    let high = this.high as string | undefined;
    for (let i = 0; i < values.length; i++) {
      if (missing?.[i] !== 1) {
        const text = values[i] as string;
        low = low === undefined || compareText(text, low) < 0 ? text : low;
        high = high === undefined || compareText(text, high) > 0 ? text : high;
      }
    }
    [this.low, this.high] = [low, high];
  }

  private addComplex(values: Float64Array, missing: Uint8Array | undefined): void {
    for (let i = 0; 2 * i < values.length; i++) {
      const [real, imaginary] = [values[2 * i] as number, values[2 * i + 1] as number];
      if (missing?.[i] !== 1) {
        const isNumber = real === real && imaginary === imaginary;
        this.nan += isNumber ? 0 : 1;
        this.infinite += isNumber && real - real + (imaginary - imaginary) !== 0 ? 1 : 0;
      }
    }
  }

  private addFinite(finite: Float32Array | Float64Array): void {
    // Only the values count here, not where they are.
    this.moments.add({ x: 0, y: 0, values: finite });
    this.median.add(finite);
  }
}

type OfNumbers = Pick<ColumnStatistics, 'sum' | 'mean' | 'deviation' | 'median' | 'medianExact'>;

const NO_NUMBERS: OfNumbers = {
  sum: undefined,
  mean: undefined,
  deviation: undefined,
  median: undefined,
  medianExact: true,
};
