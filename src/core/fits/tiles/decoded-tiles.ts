import { cancelled } from '../../errors';
import { Stop, type StopSignal } from './stop';
import type { DecodedTile } from './tile-job';

/** What a tile that is broken counts as: its error. */
const ERROR_BYTES = 512;

/** Makes the tiles that are neither kept nor under way. Positions are those in the keys asked for. */
export interface TileMaker {
  /** Which of these are made together. */
  groups(positions: readonly number[]): readonly (readonly number[])[];
  /**
   * The tiles of each group. One that nobody wants by the time its bytes are there is left out
   * (undefined); the signal is that of a group nobody wants anything of.
   */
  make(
    groups: readonly (readonly number[])[],
    wanted: readonly WantedTiles[],
  ): readonly Promise<readonly (DecodedTile | undefined)[]>[];
}

/** Who still waits for the tiles of a group. */
export interface WantedTiles extends StopSignal {
  /** Asked once, before they are decoded: from then on, what is not wanted is forgotten. */
  wanted(): readonly boolean[];
}

/** Positions whose tiles arrive together. */
export interface Awaited {
  readonly positions: readonly number[];
  readonly tiles: Promise<readonly DecodedTile[]>;
}

/** Tiles that are read, decoded and kept together. */
class Group extends Stop implements WantedTiles {
  /** How many wait for each of them, and in all. */
  readonly waiting: number[];
  waiters = 0;
  bytes = 0;
  made: Promise<readonly (DecodedTile | undefined)[]> = Promise.resolve([]);

  constructor(
    readonly keys: readonly string[],
    private readonly forget: (key: string) => void,
  ) {
    super();
    this.waiting = keys.map(() => 0);
  }

  wanted(): readonly boolean[] {
    return this.waiting.map((count, k) => {
      if (count === 0) {
        this.forget(this.keys[k] as string);
      }
      return count > 0;
    });
  }
}

interface Place {
  readonly group: Group;
  /** Which of the group. */
  readonly k: number;
}

/**
 * Tiles that are decoded once for all who want them: those used last are kept, up to a bound of bytes,
 * and those under way are shared. What the last has left who waited for it is given up.
 *
 * They are handled in groups, because an image may have a million of them: a promise and a place in the
 * cache for each would take longer than decoding them.
 */
export class DecodedTiles {
  private readonly places = new Map<string, Place>();
  /** The one used last stands last. */
  private readonly kept = new Set<Group>();
  private keptBytes = 0;

  /** @param mostBytes kept; one group that is larger is kept alone. */
  constructor(private readonly mostBytes: number) {}

  /**
   * The tiles of the keys, no two of which are equal. Each promise rejects with `cancelled` as soon as
   * the signal aborts.
   */
  get(keys: readonly string[], signal: AbortSignal, maker: TileMaker): readonly Awaited[] {
    if (signal.aborted) {
      return [{ positions: [...keys.keys()], tiles: handled(Promise.reject(cancelled())) }];
    }
    this.begin(keys, maker);
    const positions = new Map<Group, number[]>();
    keys.forEach((key, at) => {
      const { group } = this.places.get(key) as Place;
      const some = positions.get(group);
      if (some) {
        some.push(at);
      } else {
        positions.set(group, [at]);
      }
    });
    const leaving: (() => void)[] = [];
    const awaited = [...positions].map(([group, some]) => ({
      positions: some,
      tiles: handled(this.join(group, keys, some, leaving)),
    }));
    const leave = (): void => leaving.forEach((each) => each());
    signal.addEventListener('abort', leave, { once: true });
    void Promise.allSettled(awaited.map(({ tiles }) => tiles)).then(() =>
      signal.removeEventListener('abort', leave),
    );
    return awaited;
  }

  private begin(keys: readonly string[], maker: TileMaker): void {
    const missing = [...keys.keys()].filter((at) => !this.places.has(keys[at] as string));
    if (missing.length === 0) {
      return;
    }
    const positions = maker.groups(missing);
    const groups = positions.map((some) => {
      const group: Group = new Group(
        some.map((at) => keys[at] as string),
        (key) => this.forget(key, group),
      );
      group.keys.forEach((key, k) => this.places.set(key, { group, k }));
      return group;
    });
    maker.make(positions, groups).forEach((made, i) => {
      const group = groups[i] as Group;
      group.made = handled(
        made.then(
          (tiles) => {
            this.keep(group, tiles);
            return tiles;
          },
          (error: unknown) => {
            this.drop(group);
            throw error;
          },
        ),
      );
    });
  }

  private join(
    group: Group,
    keys: readonly string[],
    positions: readonly number[],
    leaving: (() => void)[],
  ): Promise<readonly DecodedTile[]> {
    const ks = positions.map((at) => (this.places.get(keys[at] as string) as Place).k);
    if (this.kept.delete(group)) {
      this.kept.add(group);
    }
    ks.forEach((k) => (group.waiting[k] = (group.waiting[k] as number) + 1));
    group.waiters += 1;
    return new Promise((resolve, reject) => {
      let waits = true;
      group.made.then(
        (tiles) => {
          waits = false;
          resolve(ks.map((k) => tiles[k] as DecodedTile));
        },
        (error: unknown) => {
          waits = false;
          reject(error as Error);
        },
      );
      leaving.push(() => {
        if (!waits) {
          return;
        }
        waits = false;
        ks.forEach((k) => (group.waiting[k] = (group.waiting[k] as number) - 1));
        group.waiters -= 1;
        if (group.waiters === 0 && !this.kept.has(group)) {
          // Forgotten first: whoever asks from now on must not join what is being torn down.
          this.drop(group);
          group.abort();
        }
        reject(cancelled());
      });
    });
  }

  private forget(key: string, group: Group): void {
    if (this.places.get(key)?.group === group) {
      this.places.delete(key);
    }
  }

  private drop(group: Group): void {
    group.keys.forEach((key) => this.forget(key, group));
  }

  private keep(group: Group, tiles: readonly (DecodedTile | undefined)[]): void {
    if (!group.keys.some((key) => this.places.get(key)?.group === group)) {
      return;
    }
    group.bytes = tiles.reduce((sum, tile) => sum + bytesOf(tile), 0);
    this.kept.add(group);
    this.keptBytes += group.bytes;
    for (const oldest of this.kept) {
      if (this.keptBytes <= this.mostBytes || oldest === group) {
        return;
      }
      this.kept.delete(oldest);
      this.keptBytes -= oldest.bytes;
      this.drop(oldest);
    }
  }
}

function bytesOf(tile: DecodedTile | undefined): number {
  return tile === undefined ? 0 : 'byteLength' in tile ? tile.byteLength : ERROR_BYTES;
}

/** Callers await one after the other; a failure of a later one is not unhandled. */
function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
