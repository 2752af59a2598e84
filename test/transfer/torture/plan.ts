import type { TransferFile } from '../../../src/core/transfer/transfer';

/** What the child process is told; it is the same at every start. */
export interface TortureTask {
  readonly endpoint: string;
  readonly bucket: string;
  /** Where downloads go, and where uploads come from. */
  readonly folder: string;
  /** Where the queue and the journals are. */
  readonly state: string;
  /** Where it writes what became of each file when all is over. */
  readonly result: string;
  readonly downloads: readonly TransferFile[];
  readonly uploads: readonly TransferFile[];
}

export interface TortureResult {
  readonly files: readonly {
    readonly id: string;
    readonly state: string;
    /** Of one that failed. */
    readonly reason?: string | undefined;
    readonly warning?: string | undefined;
  }[];
}

export interface PlannedFile {
  readonly key: string;
  readonly size: number;
}

/** Numbers in [0, 1) that look random and follow from the seed (Lehmer's generator). */
export function chances(seed: number): () => number {
  let state = (seed * 48271 + 11) % 2147483647 || 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

const folders = ['', 'level 2/', 'level 2/a+b %20/', 'Größe/深い/'];

/**
 * Files of all sizes from nothing to `largest` bytes, evenly on a logarithmic scale but for the largest, which are
 * thinned out: 500 of up to 200 MB are 3 GB.
 */
export function planFiles(count: number, largest: number, prefix: string): PlannedFile[] {
  return Array.from({ length: count }, (_, index) => {
    const share = (index / Math.max(1, count - 1)) ** 1.7;
    const size = index === 0 ? 0 : Math.floor(largest ** share);
    const folder = folders[index % folders.length] ?? '';
    return { key: `${prefix}${folder}file-${String(index).padStart(4, '0')}.bin`, size };
  });
}

/** In an order that has nothing to do with their sizes. */
export function shuffled<T>(items: readonly T[], next: () => number): T[] {
  return items
    .map((item) => ({ item, place: next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
