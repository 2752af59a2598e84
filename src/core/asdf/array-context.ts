import type { ReadOptions } from '../bytes/source';
import type { BlockBytes } from './block';

/** Where the elements of the arrays of a file come from. */
export interface ArrayContext {
  /**
   * @param source as an ndarray has it: 0-based, negative from the end.
   * @throws SkybucketError where there is no such block, or its header cannot be read.
   */
  block(source: number, options?: ReadOptions): Promise<BlockBytes>;
  /**
   * The first block of another ASDF file.
   *
   * @param uri as the file names it: it says what it likes, and whoever resolves it decides what may be read.
   * @throws SkybucketError where it may not be read, or is none.
   */
  file(uri: string, options?: ReadOptions): Promise<BlockBytes>;
}
