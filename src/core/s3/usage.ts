import type { S3Object } from './listing';
import { UsageFolders, type FolderUsage } from './usage-folders';
import type { ListKeys, WalkOptions, WalkPlace, WalkProgress } from './walk';
import { walkKeys } from './walk-keys';

/** Objects that have something in common: an ending, a storage class. */
export interface UsageShare {
  /** `.fits`, in lower case; empty for names without an ending. Or `STANDARD`. */
  readonly name: string;
  readonly objects: number;
  readonly bytes: number;
}

/** What lies below a prefix. */
export interface Usage {
  readonly objects: number;
  readonly bytes: number;
  /** Of these, keys that mark a folder: they end with `/`. */
  readonly markers: number;
  readonly root: FolderUsage;
  /** How many levels of folders are told apart; what is further down counts for the folder above. */
  readonly levels: number;
  /** False where there are too many folders on the first level to tell them apart. */
  readonly complete: boolean;
  /** Largest first. */
  readonly endings: readonly UsageShare[];
  /** Largest first. */
  readonly classes: readonly UsageShare[];
  readonly oldest: Date | undefined;
  readonly newest: Date | undefined;
}

/** So many endings are told apart; the rest count as {@link OTHER_ENDINGS}. */
const MOST_ENDINGS = 500;
export const OTHER_ENDINGS = '*';
/** What listings leave out where it is the usual one. */
const USUAL_CLASS = 'STANDARD';

/** Adds up objects as they are listed, in a bounded memory however many they are. */
export class UsageCounter {
  private readonly folders: UsageFolders;
  private readonly endings = new Map<string, Share>();
  private readonly classes = new Map<string, Share>();
  private objects = 0;
  private bytes = 0;
  private markers = 0;
  private oldest: Date | undefined;
  private newest: Date | undefined;

  /** @param prefix of the place whose objects are added */
  constructor(prefix: string, mostFolders?: number) {
    this.folders = new UsageFolders(prefix, mostFolders);
  }

  /** Objects and bytes so far. */
  get total(): Pick<Usage, 'objects' | 'bytes'> {
    return { objects: this.objects, bytes: this.bytes };
  }

  add({ key, size, storageClass, modified }: S3Object): void {
    this.objects += 1;
    this.bytes += size;
    this.folders.add(key, size);
    const marker = key.endsWith('/');
    this.markers += marker ? 1 : 0;
    if (!marker) {
      addTo(this.endings, endingOf(key), size);
    }
    addTo(this.classes, storageClass ?? USUAL_CLASS, size);
    if (modified !== undefined) {
      this.oldest = this.oldest === undefined || modified < this.oldest ? modified : this.oldest;
      this.newest = this.newest === undefined || modified > this.newest ? modified : this.newest;
    }
  }

  /** What there is by now. It takes as long as there are folders to sort. */
  usage(): Usage {
    const { objects, bytes, markers, folders, oldest, newest } = this;
    return {
      ...{ objects, bytes, markers, oldest, newest },
      root: folders.usage(),
      levels: folders.levels,
      complete: folders.complete,
      endings: largestFirst(this.endings),
      classes: largestFirst(this.classes),
    };
  }
}

/**
 * Counts everything below a prefix into a counter, which can be looked at meanwhile. The marker of the place
 * itself is not counted.
 *
 * @throws SkybucketError what listing throws, `cancelled`
 */
export function measureUsage(
  list: ListKeys,
  place: WalkPlace,
  counter: UsageCounter,
  options: WalkOptions = {},
): Promise<WalkProgress> {
  return walkKeys(list, place, {
    ...options,
    onObjects: (objects) => objects.forEach((object) => counter.add(object)),
  });
}

/** `.fits`, `.tar.gz`: of a packed file, also what is in it. Empty where the name has none. */
export function endingOf(key: string): string {
  const name = key.slice(key.lastIndexOf('/') + 1);
  const ending = /.((?:\.[a-z][a-z0-9]{0,7})?\.(?:gz|bz2|xz|z|zst)|\.[a-z0-9_-]{1,12})$/i.exec(
    name,
  );
  return ending?.[1]?.toLowerCase() ?? '';
}

interface Share {
  objects: number;
  bytes: number;
}

function addTo(shares: Map<string, Share>, name: string, size: number): void {
  const known = shares.has(name) || shares.size < MOST_ENDINGS ? name : OTHER_ENDINGS;
  const share = shares.get(known) ?? { objects: 0, bytes: 0 };
  share.objects += 1;
  share.bytes += size;
  shares.set(known, share);
}

function largestFirst(shares: ReadonlyMap<string, Share>): UsageShare[] {
  return [...shares]
    .map(([name, { objects, bytes }]) => ({ name, objects, bytes }))
    .sort((a, b) => b.bytes - a.bytes || b.objects - a.objects);
}
