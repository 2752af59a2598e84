import type { DiskStore, StoredObject } from './disk-store';

/** Once something must go, more than need be goes, so that not every write has to look again. */
const FILLED_AFTER = 0.9;
/** Other windows write too, so what is there is looked at again after this part of the bound. */
const LOOK_AGAIN = 1 / 16;

/** Keeps what is on disk within a bound. */
export class DiskRoom {
  /** As last seen, and what was written since; undefined before it is first needed. */
  private total: number | undefined;
  private sinceSeen = 0;

  /** @param onEvicted told the id of every object that is removed. */
  constructor(
    private readonly store: DiskStore,
    private readonly onEvicted: (id: string) => void,
  ) {}

  /**
   * Makes room for `bytes`: the objects least recently used go, the one they belong to last of all.
   * False if they are too many altogether.
   */
  async make(bytes: number, bound: number, writer: string | undefined): Promise<boolean> {
    if (bytes > bound) {
      return false;
    }
    const isFresh = this.total !== undefined && this.sinceSeen <= bound * LOOK_AGAIN;
    if (isFresh && (this.total ?? 0) + bytes <= bound) {
      return true;
    }
    const objects = await this.look();
    let total = objects.reduce((sum, object) => sum + object.bytes, 0);
    if (total + bytes > bound) {
      const lastUse = ({ id, usedAt }: StoredObject): number => (id === writer ? Infinity : usedAt);
      for (const object of objects.sort((a, b) => lastUse(a) - lastUse(b))) {
        const most = object.id === writer ? bound : bound * FILLED_AFTER;
        if (total + bytes <= most) {
          break;
        }
        await this.remove(object.id);
        total -= object.bytes;
      }
    }
    this.total = total;
    return true;
  }

  taken(bytes: number): void {
    this.total = (this.total ?? 0) + bytes;
    this.sinceSeen += bytes;
  }

  /** Removes all there is. */
  async clear(): Promise<void> {
    for (const { id } of await this.look()) {
      await this.remove(id);
    }
    this.total = 0;
  }

  private look(): Promise<StoredObject[]> {
    this.sinceSeen = 0;
    return this.store.objects();
  }

  private async remove(id: string): Promise<void> {
    await this.store.remove(id);
    this.onEvicted(id);
  }
}
