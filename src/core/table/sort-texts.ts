import { compareText } from './compare-text';
import type { FillKeys, RowSort } from './row-sort';
import type { Turns } from './turns';
import type { WholeColumn } from './whole-column';

/** Characters that are sorted by as numbers; texts that agree in them are compared. */
const PREFIX = 16;

/** Characters in one 32-bit key: texts of Latin letters alone take half as many keys. */
const LATIN_PER_KEY = 4;
const ANY_PER_KEY = 2;

/** Below this, inserting is faster than merging. */
const SHORT = 12;

/** Steps between two looks at the clock. */
const STRIDE = 4096;

/**
 * Brings rows into the order of the code points of a column of text, what is missing last in both
 * directions. Stable.
 */
export async function sortTexts(
  sort: RowSort,
  column: WholeColumn,
  descending: boolean,
  turns: Turns,
): Promise<void> {
  const texts = column.values as readonly string[];
  const { missing } = column;
  const before = sort.rows.slice();
  const prefix = { before, texts, missing, flip: descending ? -1 : 0 };
  // Places in that order are sorted instead of rows, so that the texts are gone through as they lie.
  const latin = await sortByPrefix(sort, prefix, LATIN_PER_KEY, turns);
  const sorted =
    latin === 'impossible' ? await sortByPrefix(sort, prefix, ANY_PER_KEY, turns) : latin;
  for (let i = 0; i < before.length; i++) {
    sort.rows[i] = before[sort.rows[i] as number] as number;
    if (i % STRIDE === 0 && turns.over) {
      await turns.next();
    }
  }
  if (missing !== undefined) {
    await sort.by(missingLast(missing));
  }
  if (sorted === 'whole') {
    return;
  }
  const there = missing === undefined ? before.length : firstMissing(sort.rows, missing);
  const sign = descending ? -1 : 1;
  const compare = (a: number, b: number): number =>
    sign * compareText(texts[a] as string, texts[b] as string);
  await sortAlike(sort.rows.subarray(0, there), texts, compare, turns);
}

interface Prefix {
  readonly before: Uint32Array;
  readonly texts: readonly string[];
  readonly missing: Uint8Array | undefined;
  readonly flip: number;
}

/**
 * Sorts places in the order before by the first characters of their texts: `whole` where no text has others
 * that count, `impossible` where a character does not fit into its share of a key.
 */
async function sortByPrefix(
  sort: RowSort,
  { before, texts, missing, flip }: Prefix,
  perKey: number,
  turns: Turns,
): Promise<'whole' | 'begun' | 'impossible'> {
  for (let i = 0; i < sort.rows.length; i++) {
    sort.rows[i] = i;
  }
  const words = new Int32Array(before.length);
  const bits = 32 / perKey;
  let whole = true;
  for (let at = PREFIX - perKey; at >= 0; at -= perKey) {
    for (let i = 0; i < words.length; i++) {
      const row = before[i] as number;
      const text = missing?.[row] === 1 ? '' : (texts[row] as string);
      let word = 0;
      for (let k = at; k < at + perKey; k++) {
        // A text is filled up with NUL, which comes before all characters.
        const there = k < text.length;
        const unit = there ? unitAt(text, k) : 0;
        if (unit >>> bits !== 0) {
          return 'impossible';
        }
        whole &&= unit !== 0 || !there;
        word = (word << bits) | unit;
      }
      whole &&= text.length <= PREFIX;
      words[i] = word ^ flip;
      if (i % STRIDE === 0 && turns.over) {
        await turns.next();
      }
    }
    await sort.by((places, from, to, keys) => {
      for (let i = from; i < to; i++) {
        keys[i] = words[places[i] as number] as number;
      }
    });
  }
  return whole ? 'whole' : 'begun';
}

/** UTF-16 units in the order of the characters they are of: surrogates last. */
function unitAt(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return unit < 0xd800 ? unit : unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}

function missingLast(missing: Uint8Array): FillKeys {
  return (rows, from, to, keys) => {
    for (let i = from; i < to; i++) {
      keys[i] = missing[rows[i] as number] as number;
    }
  };
}

function firstMissing(rows: Uint32Array, missing: Uint8Array): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (missing[rows[middle] as number] === 1) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

/** Sorts the runs of rows whose texts agree in the characters they have been sorted by. */
async function sortAlike(
  rows: Uint32Array,
  texts: readonly string[],
  compare: (a: number, b: number) => number,
  turns: Turns,
): Promise<void> {
  let looked = 0;
  for (let from = 0; from < rows.length;) {
    const first = texts[rows[from] as number] as string;
    let to = from + 1;
    let differ = false;
    for (; to < rows.length; to++) {
      const text = texts[rows[to] as number] as string;
      if (text !== first) {
        if (!alike(first, text)) {
          break;
        }
        differ = true;
      }
    }
    if (differ) {
      await mergeSort(rows.subarray(from, to), compare, turns);
    }
    from = to;
    if (from - looked >= STRIDE) {
      looked = from;
      if (turns.over) {
        await turns.next();
      }
    }
  }
}

/** True where sorting by the first characters left their order open. */
function alike(a: string, b: string): boolean {
  // From the end: neighbours in the order begin alike. A text that ends is filled up with NUL.
  for (let at = Math.min(PREFIX, Math.max(a.length, b.length)) - 1; at >= 0; at--) {
    if ((a.charCodeAt(at) || 0) !== (b.charCodeAt(at) || 0)) {
      return false;
    }
  }
  return true;
}

/** Stable; `compare` is asked in the order of the rows. */
async function mergeSort(
  rows: Uint32Array,
  compare: (a: number, b: number) => number,
  turns: Turns,
): Promise<void> {
  const { length } = rows;
  for (let from = 0; from < length; from += SHORT) {
    insertionSort(rows, from, Math.min(from + SHORT, length), compare);
    if (from % STRIDE < SHORT && turns.over) {
      await turns.next();
    }
  }
  let source = rows;
  let target = length > SHORT ? new Uint32Array(length) : rows;
  for (let width = SHORT; width < length; width *= 2) {
    for (let start = 0; start < length; start += 2 * width) {
      const middle = Math.min(start + width, length);
      const end = Math.min(start + 2 * width, length);
      let left = start;
      let right = middle;
      for (let i = start; i < end; i++) {
        const takeLeft =
          left < middle &&
          (right >= end || compare(source[left] as number, source[right] as number) <= 0);
        target[i] = source[takeLeft ? left++ : right++] as number;
        if (i % STRIDE === 0 && turns.over) {
          await turns.next();
        }
      }
    }
    [source, target] = [target, source];
  }
  if (source !== rows) {
    rows.set(source);
  }
}

function insertionSort(
  rows: Uint32Array,
  from: number,
  to: number,
  compare: (a: number, b: number) => number,
): void {
  for (let i = from + 1; i < to; i++) {
    const row = rows[i] as number;
    let at = i;
    while (at > from && compare(rows[at - 1] as number, row) > 0) {
      rows[at] = rows[at - 1] as number;
      at -= 1;
    }
    rows[at] = row;
  }
}
