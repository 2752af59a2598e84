import { sentence, SkybucketError } from '../errors';
import { readIndex } from './disk-index';
import { DiskObject, type DiskObjectHost, type StoredBlock } from './disk-object';
import { type Block, type BlockEntry, encodePack, layBlocks, PACK_BLOCKS } from './disk-pack';
import { DiskRoom } from './disk-room';
import type { DiskStore } from './disk-store';

const MIB = 1024 * 1024;
/** Written as soon as so much waits. */
const ENOUGH = 4 * MIB;
/** Written when nothing has come for so long. */
const QUIET_MS = 5_000;
/** A disk that is slower than the network by so much is left alone: bytes beyond are not kept. */
const MOST_WAITING = 64 * MIB;
/** A disk that takes so long is no use. */
const SLOWEST_MS = 5_000;
/** Blocks last read, at most 16 MiB: rows next to each other are in the same ones. */
const BLOCKS_HELD = 64;
/** Objects whose index is kept after they were opened. */
const OBJECTS_HELD = 32;
/** Keys of S3 have 1,024 bytes at most, which percent-encoding may triple twice. */
const LONGEST_KEY = 16_384;

/**
 * Bytes of objects on disk, beyond the session. Least recently opened *objects* go first, never more
 * than a bound is kept. It is only ever a help: what it cannot give is fetched, and when the disk
 * fails it is off for the rest of the session and says so once.
 *
 * A key names one version of an object (address and identity). Nothing touches the disk before the
 * first object is opened.
 */
export class DiskCache implements DiskObjectHost {
  private readonly objects = new Map<string, Promise<DiskObject>>();
  /** Least recently used first. */
  private readonly blocks = new Map<StoredBlock, Promise<Uint8Array | undefined>>();
  private readonly room: DiskRoom;
  private readonly unwritten = new Set<DiskObject>();
  /** Bytes that wait for a flush, and those a flush is writing. */
  private waiting = 0;
  private writing = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** What changes the folder goes one after the other. Never rejects. */
  private work: Promise<void> = Promise.resolve();
  private broken = false;

  /** @param onBroken told once why the disk is no use. */
  constructor(
    private readonly store: DiskStore,
    private bound: number,
    private readonly onBroken: (error: unknown) => void,
  ) {
    this.room = new DiskRoom(store, (id) => this.evicted(id));
  }

  /** What is kept under `key`; undefined where nothing can be. Never rejects. */
  async open(key: string): Promise<DiskObject | undefined> {
    if (!this.on || key.length > LONGEST_KEY) {
      return undefined;
    }
    const id = this.store.idOf(key);
    const opening = this.objects.get(id) ?? this.read(id, key);
    this.objects.delete(id);
    this.objects.set(id, opening);
    dropFirst(this.objects, OBJECTS_HELD);
    return this.attempt(() => opening);
  }

  get on(): boolean {
    return this.bound > 0 && !this.broken;
  }

  get accepting(): boolean {
    return this.on && this.waiting + this.writing < MOST_WAITING;
  }

  added(object: DiskObject, bytes: number): void {
    this.unwritten.add(object);
    this.waiting += bytes;
    clearTimeout(this.timer);
    if (this.waiting >= ENOUGH) {
      void this.flush();
    } else {
      this.timer = setTimeout(() => void this.flush(), QUIET_MS);
    }
  }

  load({ id }: DiskObject, block: StoredBlock): Promise<Uint8Array | undefined> {
    const bytes = this.blocks.get(block) ?? this.readBlock(id, block);
    this.blocks.delete(block);
    this.blocks.set(block, bytes);
    dropFirst(this.blocks, BLOCKS_HELD);
    return bytes;
  }

  /** Writes what waits. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    return this.enqueue(async () => {
      for (const object of this.unwritten) {
        this.unwritten.delete(object);
        await this.write(object);
      }
    });
  }

  /** What is beyond the new bound is removed; 0 turns it off. */
  resize(maxBytes: number): Promise<void> {
    const shrinks = maxBytes < this.bound;
    this.bound = maxBytes;
    return this.enqueue(async () => {
      if (shrinks) {
        this.blocks.clear();
        await this.room.make(0, maxBytes, undefined);
      }
    });
  }

  /**
   * Removes everything, also what other windows keep. Works when it is off, too.
   *
   * @throws SkybucketError `local-file`
   */
  async clear(): Promise<void> {
    let problem: unknown;
    await this.enqueue(async () => {
      this.dropWaiting();
      this.blocks.clear();
      await this.room.clear().catch((error: unknown) => (problem = error));
    });
    if (problem !== undefined) {
      throw new SkybucketError('local-file', 'Not all of the cache on disk could be removed.', {
        hint: `The system says: ${sentence(problem)}`,
        cause: problem,
      });
    }
  }

  /** Writes what waits; nothing is kept from now on. */
  async close(): Promise<void> {
    await this.flush();
    this.bound = 0;
  }

  private read(id: string, key: string): Promise<DiskObject> {
    const object = new DiskObject(id, key, this);
    return readIndex(this.store, object).then(() => object);
  }

  private readBlock(
    id: string,
    { pack, position, length, crc }: StoredBlock,
  ): Promise<Uint8Array | undefined> {
    return this.attempt(async () => {
      const bytes = this.on ? await this.store.read(id, pack, position, length) : undefined;
      if (!bytes || (bytes.length === length && this.store.crc32(bytes) === crc)) {
        return bytes;
      }
      // Left there, it would stand before what is fetched in its place.
      await this.store.remove(id, pack);
      return undefined;
    });
  }

  private async write(object: DiskObject): Promise<void> {
    const pieces = object.waiting();
    const bytes = pieces.reduce((sum, piece) => sum + piece.bytes.length, 0);
    this.waiting -= bytes;
    this.writing += bytes;
    const packs: { readonly name: string; readonly entries: BlockEntry[] }[] = [];
    try {
      const blocks = layBlocks(pieces);
      for (let some = take(blocks); this.on && some.length > 0; some = take(blocks)) {
        const { chunks, entries } = encodePack(object.key, some, this.store.crc32);
        const size = chunks.reduce((sum, { length }) => sum + length, 0);
        if (!(await this.room.make(size, this.bound, object.id))) {
          break;
        }
        packs.push({ name: await this.store.write(object.id, chunks), entries });
        this.room.taken(size);
      }
    } finally {
      this.writing -= bytes;
      object.settle(pieces);
      packs.forEach(({ name, entries }) => object.addPack(name, entries));
    }
  }

  private dropWaiting(): void {
    for (const object of this.unwritten) {
      object.settle(object.waiting());
    }
    this.unwritten.clear();
    this.waiting = 0;
  }

  private evicted(id: string): void {
    void this.objects.get(id)?.then(
      (object) => object.evicted(),
      () => undefined,
    );
  }

  private enqueue(work: () => Promise<void>): Promise<void> {
    return (this.work = this.work.then(work).catch((error: unknown) => this.fail(error)));
  }

  private async attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new SkybucketError('timeout', 'The disk of the cache does not answer.'));
      }, SLOWEST_MS);
    });
    try {
      return await Promise.race([work(), tooLate]);
    } catch (error) {
      this.fail(error);
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }

  private fail(error: unknown): void {
    if (!this.broken) {
      this.broken = true;
      this.dropWaiting();
      this.objects.clear();
      this.blocks.clear();
      this.onBroken(error);
    }
  }
}

/** The blocks of the next pack. */
function take(blocks: Iterator<Block>): Block[] {
  const taken: Block[] = [];
  while (taken.length < PACK_BLOCKS) {
    const next = blocks.next();
    if (next.done) {
      break;
    }
    taken.push(next.value);
  }
  return taken;
}

function dropFirst(map: Map<unknown, unknown>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) {
      return;
    }
    map.delete(key);
  }
}
