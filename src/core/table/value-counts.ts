import { compareText } from './compare-text';
import { isComplex } from './element-type';
import { exactElementText } from './format';
import type { Elements } from './members';
import type { ElementArray, ElementType } from './table';

/** Different values that are counted; where there are more, how many is not known. */
const MOST_DISTINCT = 10_000;

/** Bytes of text among them. */
const MOST_CHARACTERS = 2_000_000;

/** The most frequent values that are told. */
const MOST_TOLD = 10;

type Value = number | bigint | string;

/** How often each value occurs, as long as there are few different ones. NaN is no value. */
export class ValueCounts {
  /** Undefined once there were too many. */
  private counts: Map<Value, number> | undefined = new Map();
  private characters = 0;

  constructor(private readonly type: ElementType) {}

  add({ values, missing }: Elements, length: number): void {
    const complex = isComplex(this.type);
    for (let i = 0; i < length && this.counts !== undefined; i++) {
      if (missing?.[i] !== 1) {
        const value = complex ? textOf(this.type, values, i) : (values[i] as Value);
        if (value === value && !(complex && (value as string).includes('NaN'))) {
          this.count(this.counts, value);
        }
      }
    }
  }

  get distinct(): number | undefined {
    return this.counts?.size;
  }

  /** The most frequent first, of equally frequent ones the smallest; none where there were too many. */
  frequent(): { readonly text: string; readonly count: number }[] {
    return [...(this.counts ?? [])]
      .sort(([a, often], [b, other]) => other - often || compare(a, b))
      .slice(0, MOST_TOLD)
      .map(([value, count]) => ({ text: valueText(this.type, value), count }));
  }

  private count(counts: Map<Value, number>, value: Value): void {
    const before = counts.get(value);
    counts.set(value, (before ?? 0) + 1);
    if (before === undefined) {
      this.characters += typeof value === 'string' ? value.length : 0;
      if (counts.size > MOST_DISTINCT || this.characters > MOST_CHARACTERS) {
        this.counts = undefined;
      }
    }
  }
}

/** A value of a real type, or a text, as the exact text of an element. */
export function valueText(type: ElementType, value: Value): string {
  return typeof value === 'number' ? textOf(type, Float64Array.of(value), 0) : String(value);
}

function textOf(type: ElementType, values: ElementArray, at: number): string {
  const part = { column: 0, values, starts: undefined, lengths: undefined, missing: undefined };
  return String(exactElementText(part, at, type));
}

function compare(a: Value, b: Value): number {
  if (typeof a === 'string' || typeof b === 'string') {
    return compareText(String(a), String(b));
  }
  return a < b ? -1 : a > b ? 1 : 0;
}
