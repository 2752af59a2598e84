/** What lies below a prefix, all folders in it included. */
export interface FolderUsage {
  /** Its last name; empty for the place itself, and for a folder without a name. */
  readonly name: string;
  /** The whole prefix. */
  readonly prefix: string;
  readonly objects: number;
  /** Bytes. */
  readonly bytes: number;
  /** Of these, the objects that are in no folder further down that is known. */
  readonly own: { readonly objects: number; readonly bytes: number };
  /** Folders in it, largest first. */
  readonly folders: readonly FolderUsage[];
}

/** Folders below that are counted as one with theirs. */
const DEEPEST = 8;
/** So many folders are told apart; a bucket may have millions. */
export const MOST_FOLDERS = 20_000;

interface Counted {
  objects: number;
  bytes: number;
  readonly folders: Map<string, Counted>;
}

/**
 * Adds up objects by folder, in a bounded memory: where folders become too many, the deepest level goes, and its
 * objects count for the folders above it; folders of the first level that are too many are counted as one.
 */
export class UsageFolders {
  private readonly root = empty();
  private known = 0;
  private deepest = DEEPEST;
  private lost = false;

  constructor(
    private readonly prefix: string,
    private readonly most = MOST_FOLDERS,
  ) {}

  /** How many levels are told apart. */
  get levels(): number {
    return this.deepest;
  }

  /** False where some folders of the first level are missing from it. */
  get complete(): boolean {
    return !this.lost;
  }

  add(key: string, size: number): void {
    let folder = this.root;
    let from = this.prefix.length;
    count(folder, size);
    for (let level = 0; level < this.deepest; level++) {
      const slash = key.indexOf('/', from);
      if (slash < 0) {
        return;
      }
      const next = this.folderIn(folder, key.slice(from, slash), level);
      if (next === undefined) {
        return;
      }
      count(next, size);
      folder = next;
      from = slash + 1;
    }
  }

  /** What there is by now. */
  usage(): FolderUsage {
    return this.usageOf(this.root, '', this.prefix);
  }

  /** Undefined where it is not told apart from the one that it is in, which lies `level` folders down. */
  private folderIn(folder: Counted, name: string, level: number): Counted | undefined {
    const known = folder.folders.get(name);
    if (known !== undefined) {
      return known;
    }
    if (this.known >= this.most) {
      this.makeRoom();
      // The folder may be of a level that is no longer told apart.
      if (this.known >= this.most || level >= this.deepest) {
        return undefined;
      }
    }
    const made = empty();
    folder.folders.set(name, made);
    this.known += 1;
    return made;
  }

  private makeRoom(): void {
    while (this.known >= this.most && this.deepest > 1) {
      this.deepest -= 1;
      this.known -= forget(this.root, this.deepest);
    }
    this.lost ||= this.known >= this.most;
  }

  private usageOf(counted: Counted, name: string, prefix: string): FolderUsage {
    const { objects, bytes } = counted;
    const folders = [...counted.folders]
      .map(([child, below]) => this.usageOf(below, child, `${prefix}${child}/`))
      .sort((a, b) => b.bytes - a.bytes || b.objects - a.objects);
    const own = {
      objects: objects - folders.reduce((sum, folder) => sum + folder.objects, 0),
      bytes: bytes - folders.reduce((sum, folder) => sum + folder.bytes, 0),
    };
    return { name, prefix, objects, bytes, own, folders };
  }
}

function empty(): Counted {
  return { objects: 0, bytes: 0, folders: new Map() };
}

function count(folder: Counted, size: number): void {
  folder.objects += 1;
  folder.bytes += size;
}

/** Forgets the folders that many levels down, and says how many these were. */
function forget(folder: Counted, levels: number): number {
  if (levels > 0) {
    return [...folder.folders.values()].reduce((sum, child) => sum + forget(child, levels - 1), 0);
  }
  const gone = folder.folders.size;
  folder.folders.clear();
  return gone;
}
