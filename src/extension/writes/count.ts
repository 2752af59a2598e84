import { countOf, formatBytes } from '../../protocol/figures';
import { objectsBelow } from './below';
import type { Chosen } from './place';
import type { WorkOptions, WriteTools } from './tools';

/** What is chosen, in figures. */
export interface Counted {
  readonly objects: number;
  readonly bytes: number;
  /** That hold objects: those chosen, and those below them. */
  readonly folders: number;
}

/**
 * Counts the objects of what is chosen, in one request for each 1,000 of a folder. Memory does not grow with them.
 *
 * @throws SkybucketError `cancelled`, or what the listing says
 */
export async function countChosen(
  tools: WriteTools,
  chosen: readonly Chosen[],
  options: WorkOptions & { readonly onProgress?: (counted: Counted) => void },
): Promise<Counted> {
  let objects = 0;
  let bytes = 0;
  let folders = 0;
  for (const one of chosen) {
    if (one.kind === 'object') {
      objects += 1;
      bytes += one.size;
      continue;
    }
    folders += 1;
    let before = one.place.key;
    for await (const page of objectsBelow(tools, one.place, options)) {
      for (const { key, size } of page) {
        objects += 1;
        bytes += size;
        folders += newFolders(before, key, one.place.key.length);
        before = key;
      }
      options.onProgress?.({ objects, bytes, folders });
    }
  }
  return { objects, bytes, folders };
}

/**
 * How many folders a key is in that the key before it was not. Keys of one folder follow each other in a listing, so
 * that no folder is met twice.
 */
function newFolders(before: string, key: string, start: number): number {
  let common = start;
  while (common < before.length && before[common] === key[common]) {
    common += 1;
  }
  let count = 0;
  for (let at = common; at < key.length; at++) {
    if (key[at] === '/') {
      count += 1;
    }
  }
  return count;
}

export const NOTHING: Counted = { objects: 0, bytes: 0, folders: 0 };

export function sumOf(all: readonly Counted[]): Counted {
  return all.reduce(
    (sum, { objects, bytes, folders }) => ({
      objects: sum.objects + objects,
      bytes: sum.bytes + bytes,
      folders: sum.folders + folders,
    }),
    NOTHING,
  );
}

/** `1,234 objects (5.6 GB) in 3 folders`. */
export function countWords({ objects, bytes, folders }: Counted): string {
  const what = `${countOf(objects, 'object')} (${formatBytes(bytes)})`;
  return folders === 0 ? what : `${what} in ${countOf(folders, 'folder')}`;
}
