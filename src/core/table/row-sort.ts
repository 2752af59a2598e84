import type { Turns } from './turns';

/** Bits sorted by in one pass: three passes see all 32, and their counts stay in the nearest cache. */
const DIGIT_BITS = 11;
const DIGITS = 2 ** DIGIT_BITS;
const PASSES = 3;

/** Rows between two looks at the clock. */
const STRIDE = 32_768;

/**
 * Writes a 32-bit key for each of the rows `[from, to)` of an order: as unsigned integers, the keys are in
 * the order wanted of the rows.
 */
export type FillKeys = (rows: Uint32Array, from: number, to: number, keys: Int32Array) => void;

/**
 * Brings rows into the order of keys: a radix sort, stable, in time proportional to their number whatever the
 * keys are. Longer keys are sorted by word by word, the lowest word first.
 */
export class RowSort {
  private others: Uint32Array = new Uint32Array(0);
  private keys: Int32Array = new Int32Array(0);
  private otherKeys: Int32Array = new Int32Array(0);

  /** @param rows is overwritten. */
  constructor(
    public rows: Uint32Array,
    private readonly turns: Turns,
  ) {}

  async by(fill: FillKeys): Promise<void> {
    const { length } = this.rows;
    if (this.keys.length < length) {
      await this.makeRoom(length);
    }
    const counts = Array.from({ length: PASSES }, () => new Uint32Array(DIGITS));
    for (let from = 0; from < length; from += STRIDE) {
      const to = Math.min(from + STRIDE, length);
      fill(this.rows, from, to, this.keys);
      count(this.keys, from, to, counts);
      if (this.turns.over) {
        await this.turns.next();
      }
    }
    for (const [pass, starts] of counts.entries()) {
      // Where all keys have the same digit, as high ones often do, they are in its order already.
      if (!starts.includes(length)) {
        await this.scatter(starts, pass * DIGIT_BITS);
        [this.rows, this.others] = [this.others, this.rows];
        [this.keys, this.otherKeys] = [this.otherKeys, this.keys];
      }
    }
  }

  /** Hundreds of MB cannot be had within one turn. */
  private async makeRoom(length: number): Promise<void> {
    this.others = new Uint32Array(length);
    await this.turns.next();
    this.keys = new Int32Array(length);
    await this.turns.next();
    this.otherKeys = new Int32Array(length);
    await this.turns.next();
  }

  /** Takes `counts` and leaves other numbers there. */
  private async scatter(counts: Uint32Array, shift: number): Promise<void> {
    let start = 0;
    for (let digit = 0; digit < DIGITS; digit++) {
      const count = counts[digit] as number;
      counts[digit] = start;
      start += count;
    }
    const { length } = this.rows;
    for (let from = 0; from < length; from += STRIDE) {
      const to = Math.min(from + STRIDE, length);
      scatterSome(this.rows, this.keys, this.others, this.otherKeys, from, to, counts, shift);
      if (this.turns.over) {
        await this.turns.next();
      }
    }
  }
}

function count(keys: Int32Array, from: number, to: number, counts: readonly Uint32Array[]): void {
  const [low, middle, high] = counts as [Uint32Array, Uint32Array, Uint32Array];
  for (let i = from; i < to; i++) {
    const key = keys[i] as number;
    (low[key & (DIGITS - 1)] as number)++;
    (middle[(key >>> DIGIT_BITS) & (DIGITS - 1)] as number)++;
    (high[key >>> (2 * DIGIT_BITS)] as number)++;
  }
}

function scatterSome(
  rows: Uint32Array,
  keys: Int32Array,
  intoRows: Uint32Array,
  intoKeys: Int32Array,
  from: number,
  to: number,
  next: Uint32Array,
  shift: number,
): void {
  for (let i = from; i < to; i++) {
    const key = keys[i] as number;
    const digit = (key >>> shift) & (DIGITS - 1);
    const at = next[digit] as number;
    intoKeys[at] = key;
    intoRows[at] = rows[i] as number;
    next[digit] = at + 1;
  }
}
