import type { GlobState } from './glob';
import { FlatMatcher } from './glob-flat';
import type { ListEntry, ListPage } from './listing';
import { compareKeys } from './names';
import { isOrdered, type Walk } from './walk';
import type { WalkStep } from './walk-pool';

/** A folder, and what is left of the paths that lead into it. */
export interface FolderToVisit {
  readonly prefix: string;
  readonly states: readonly GlobState[];
}

export interface Sweeping {
  readonly found: (entries: readonly ListEntry[]) => void | Promise<void>;
  /** Lists one folder by itself. */
  readonly visit: (folder: FolderToVisit) => void;
}

/** Folders of one sweep; several go on at the same time. */
export const SWEEP_FOLDERS = 128;
/** A page of keys has to serve so many folders, else it is cheaper to list them one by one. */
const LEAST_SERVED = 8;
/** Folders that are listed one by one before a page of keys is tried again. */
const ONE_BY_ONE = 32;

export function worthSweeping(folders: number): boolean {
  return folders > LEAST_SERVED;
}

/**
 * The step that looks into many folders at once: it lists keys, whatever folder they are in, and where a page of
 * them spans several folders as a whole, that was one request for all of these. Where it does not, some folders are
 * visited one by one, and it tries again behind them.
 *
 * @param prefix what all folders begin with
 * @param folders in the order of keys
 */
export function sweepStep(
  walk: Walk,
  prefix: string,
  folders: readonly FolderToVisit[],
  sweeping: Sweeping,
): WalkStep {
  return async () => {
    const [first] = folders;
    if (first === undefined) {
      return;
    }
    if (!worthSweeping(folders.length)) {
      folders.toReversed().forEach(sweeping.visit);
      return;
    }
    // Left out is only the marker of the first folder itself.
    const page = await walk.page({ prefix, startAfter: first.prefix });
    const objects = page.entries.flatMap((entry) => (entry.kind === 'object' ? [entry] : []));
    const served = servedBy(folders, page, objects.at(-1)?.key);
    const found: ListEntry[] = [];
    for (const { prefix: folder, states } of folders.slice(0, served)) {
      const inside = objects.filter(({ key }) => key.startsWith(folder));
      found.push(...new FlatMatcher(folder, states).match(inside));
    }
    await sweeping.found(found);
    const left = folders.slice(served);
    const visited = served >= LEAST_SERVED ? 0 : ONE_BY_ONE;
    walk.pool.push(sweepStep(walk, prefix, left.slice(visited), sweeping));
    left.slice(0, visited).toReversed().forEach(sweeping.visit);
  };
}

/** How many folders from the first on the page holds as a whole. */
function servedBy(
  folders: readonly FolderToVisit[],
  page: ListPage,
  last: string | undefined,
): number {
  if (!isOrdered(page)) {
    return 0;
  }
  if (page.next === undefined || last === undefined) {
    return page.next === undefined ? folders.length : 0;
  }
  const open = folders.findIndex(
    ({ prefix }) => last.startsWith(prefix) || compareKeys(prefix, last) > 0,
  );
  return open < 0 ? folders.length : open;
}
