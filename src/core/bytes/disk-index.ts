import type { DiskObject } from './disk-object';
import { type BlockEntry, decodeHead, headLength } from './disk-pack';
import type { DiskStore } from './disk-store';

/** Most heads are shorter, so that one read brings them. */
const FIRST_READ = 16 * 1024;
/** At a time. */
const PARALLEL = 16;
/** Bounds of what opening one object can cost; packs beyond are left unread. */
const MOST_PACKS = 2048;
const MOST_SPANS = 500_000;

/** Tells `object` what its packs on disk have. A pack that is damaged or not its own has nothing. */
export async function readIndex(store: DiskStore, object: DiskObject): Promise<void> {
  const packs = (await store.packs(object.id)).slice(0, MOST_PACKS);
  let spans = 0;
  for (let at = 0; at < packs.length && spans < MOST_SPANS; at += PARALLEL) {
    const some = packs.slice(at, at + PARALLEL);
    const indexes = await Promise.all(some.map((pack) => readEntries(store, object, pack)));
    some.forEach((pack, index) => {
      const entries = indexes[index] ?? [];
      object.addPack(pack, entries);
      spans += entries.reduce((sum, entry) => sum + entry.spans.length, 0);
    });
  }
  if (packs.length > 0) {
    await store.touch(object.id);
  }
}

async function readEntries(
  store: DiskStore,
  { id, key }: DiskObject,
  pack: string,
): Promise<BlockEntry[] | undefined> {
  const start = await store.read(id, pack, 0, FIRST_READ);
  const length = start && headLength(start);
  if (!start || length === undefined) {
    return undefined;
  }
  const head = length > start.length ? await store.read(id, pack, 0, length) : start;
  return head && decodeHead(head.subarray(0, length), key, store.crc32);
}
