import { MemorySource } from '../../src/core/bytes/memory-source';
import { SpanReader } from '../../src/core/bytes/span-reader';
import { NO_OTHER_FILES, type OtherFiles } from '../../src/worker/other-files';
import type { Random } from './random';

/** What is around a file that is asked about. */
export interface Surroundings {
  readonly label: string;
  /** Every byte is at hand. */
  readonly local: boolean;
  readonly others: OtherFiles;
  /** Parts that are looked at beside the one that was changed. */
  readonly otherParts: number;
  /** Share of the questions that are taken back while they are answered. */
  readonly cancelled: number;
  /**
   * Rows or pixels of which all can be asked: what is asked of more is taken back soon, and has to end then.
   * A few bytes of ASDF can be as many elements as one likes.
   */
  readonly most: number;
}

export const FITS_SURROUNDINGS: Surroundings = {
  label: 'fuzz.fits',
  local: true,
  others: NO_OTHER_FILES,
  otherParts: 1,
  cancelled: 0,
  most: Infinity,
};

/** What it says is in other files is in itself. */
export function asdfSurroundings(bytes: Uint8Array, random: Random): Surroundings {
  const label = random.chance(0.7) ? 'fuzz.asdf' : 'fuzz.dat';
  const local = random.chance(0.6);
  return {
    label,
    local,
    others: { open: async (uri) => new SpanReader(new MemorySource(uri, bytes), { local }) },
    otherParts: 2,
    cancelled: random.chance(0.1) ? 0.2 : 0,
    most: 100_000,
  };
}
