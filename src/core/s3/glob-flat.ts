import { type GlobState, matchNames, wantsFolders } from './glob';
import type { ListEntry, S3Object } from './listing';

/** Finds what matches among objects that are listed without folders. */
export class FlatMatcher {
  private readonly forObjects: readonly GlobState[];
  private readonly forFolders: readonly GlobState[];
  /** Folders that were given already: ranges of keys may share one. */
  private readonly given = new Set<string>();

  /** @param folder the prefix that the paths go on from, empty or ending with `/` */
  constructor(
    private readonly folder: string,
    states: readonly GlobState[],
  ) {
    this.forObjects = states.filter(({ path }) => !path.folder);
    this.forFolders = states.filter(wantsFolders);
  }

  /** The objects that match, and the folders above them that do, each of these once. */
  match(objects: readonly S3Object[]): ListEntry[] {
    const found: ListEntry[] = [];
    let above: readonly string[] = [];
    for (const object of objects) {
      if (!object.key.startsWith(this.folder)) {
        continue;
      }
      const names = object.key.slice(this.folder.length).split('/');
      if (this.forFolders.length > 0) {
        this.addFolders(names, sharedNames(above, names), found);
        above = names;
      }
      // A key that ends with a slash marks a folder.
      if (names.at(-1) !== '' && this.forObjects.some((state) => matchNames(state, names))) {
        found.push(object);
      }
    }
    return found;
  }

  private addFolders(names: readonly string[], from: number, found: ListEntry[]): void {
    for (let depth = from + 1; depth < names.length; depth++) {
      const folders = names.slice(0, depth);
      if (this.forFolders.some((state) => matchNames(state, folders))) {
        const prefix = `${this.folder}${folders.join('/')}/`;
        if (!this.given.has(prefix)) {
          this.given.add(prefix);
          found.push({ kind: 'folder', name: folders.at(-1) ?? '', prefix });
        }
      }
    }
  }
}

/** In how many folders both are. */
function sharedNames(a: readonly string[], b: readonly string[]): number {
  const most = Math.min(a.length, b.length) - 1;
  let count = 0;
  while (count < most && a[count] === b[count]) {
    count += 1;
  }
  return Math.max(0, count);
}
