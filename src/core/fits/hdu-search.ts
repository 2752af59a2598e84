import type { ByteReader } from '../bytes/reader';
import type { ReadOptions } from '../bytes/source';
import { BLOCK_LENGTH } from './data-size';
import { startsHeader } from './header-start';

/** Bytes that are read of one file to find HDUs in it: where that costs transfer, and where it does not. */
const BUDGET = 1024 * 1024;
const BUDGET_AT_HAND = 256 * 1024 * 1024;
/** Whole blocks; each read is twice as long as the one before. */
const FIRST_BLOCKS = 16;
const MOST_BLOCKS = 1024;

/** Looks for the next HDU where a header does not tell where its data end. */
export class HduSearch {
  private budget: number;

  constructor(private readonly reader: ByteReader) {
    this.budget = reader.local ? BUDGET_AT_HAND : BUDGET;
  }

  /** The first block in `[from, to)` that starts a header; undefined where none is near. */
  async next(from: number, to: number, options: ReadOptions): Promise<number | undefined> {
    let blocks = FIRST_BLOCKS;
    for (let at = from; at + BLOCK_LENGTH <= to && this.budget > 0;) {
      const bytes = await this.reader.read(at, Math.min(blocks * BLOCK_LENGTH, to - at), options);
      this.budget -= bytes.length;
      for (let i = 0; i < bytes.length; i += BLOCK_LENGTH) {
        if (startsHeader(bytes, i)) {
          return at + i;
        }
      }
      at += bytes.length;
      blocks = Math.min(2 * blocks, MOST_BLOCKS);
    }
    return undefined;
  }
}
