import { SkybucketError } from '../errors';
import { checkMemory } from '../fits/tables/reading-size';
import { worthwhileRanges, type Range } from '../fits/tables/row-pieces';
import type { ArrayRows } from './array-rows';
import type { Leaf } from './datatype';
import { leafMemory } from './leaf-reader';
import { bytesOfLeaf, elementsOf } from './table-columns';

/** Bytes between wanted ones that are as cheap to read as a request more, over a link and on a disk. */
const NEAR = { remote: 16 * 1024, local: 128 * 1024 };
/** Bytes that a slice of a scan reads, and the memory it may take for each. */
const SLICE_LENGTH = 4 * 2 ** 20;
const MEMORY_PER_BYTE = 8;
/** Reads of one plan and of a slice of a scan, and rows of one. */
const MOST_PIECES = 1_000_000;
const MOST_SLICE_PIECES = 4096;
const MOST_SLICE_ROWS = 2 ** 18;

/** What is read of each row for some columns. */
export class RowReading {
  readonly ranges: readonly Range[];
  /** Bytes of the ranges. */
  readonly stored: number;
  /** True where rows that follow on each other are read as one. */
  readonly wholeRows: boolean;

  /** @param most elements of a cell that are wanted. */
  constructor(
    { step, rowLength }: ArrayRows,
    readonly leaves: readonly Leaf[],
    readonly most: number,
    local: boolean,
  ) {
    const wanted = leaves.map((leaf) => bytesOfLeaf(leaf, Math.min(elementsOf(leaf), most)));
    this.ranges = worthwhileRanges(wanted, step ?? rowLength, local ? NEAR.local : NEAR.remote);
    this.stored = this.ranges.reduce((sum, [start, end]) => sum + end - start, 0);
    const [first] = this.ranges;
    this.wholeRows = first === undefined || (first[0] === 0 && first[1] === step);
  }

  /** Rows of a slice of a scan. */
  rowsPerSlice(): number {
    const made = this.leaves.reduce((sum, leaf) => sum + leafMemory(leaf, 1, this.most), 0);
    const perRow = Math.max(this.stored, made / MEMORY_PER_BYTE, 1);
    const mostRows = this.wholeRows ? MOST_SLICE_ROWS : MOST_SLICE_PIECES;
    return Math.max(1, Math.min(Math.floor(SLICE_LENGTH / perRow), mostRows));
  }

  /**
   * Before anything is allocated for it.
   *
   * @throws SkybucketError `too-large` if `rows` in `runs` that follow on each other take more than
   *   `mostMemory`.
   */
  check(rows: number, runs: number, mostMemory: number): void {
    const made = this.leaves.reduce((sum, leaf) => sum + leafMemory(leaf, rows, this.most), 0);
    checkMemory(Math.max(made, rows * this.stored), mostMemory);
    if ((this.wholeRows ? runs : rows * this.ranges.length) > MOST_PIECES) {
      throw new SkybucketError('too-large', `${rows} rows are more than can be read at once.`, {
        hint: 'Choose fewer rows.',
      });
    }
  }
}
