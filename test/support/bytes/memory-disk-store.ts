import { crc32 } from 'node:zlib';
import type { DiskStore, StoredObject } from '../../../src/core/bytes/disk-store';

type Operation = 'objects' | 'packs' | 'read' | 'write' | 'touch' | 'remove';

/** A disk in memory that can be watched, held up and made to fail. Ids are the keys themselves. */
export class MemoryDiskStore implements DiskStore {
  readonly crc32 = (bytes: Uint8Array): number => crc32(bytes);
  readonly content = new Map<string, { packs: Map<string, Uint8Array>; usedAt: number }>();
  readonly log: Operation[] = [];
  /** Called before every operation; may throw, or wait. */
  before: (operation: Operation) => Promise<void> | void = () => undefined;
  private clock = 0;
  private names = 0;

  get bytes(): number {
    return [...this.content.values()]
      .flatMap(({ packs }) => [...packs.values()])
      .reduce((sum, { length }) => sum + length, 0);
  }

  /** The packs of every object, to be damaged. */
  get packFiles(): Uint8Array[] {
    return [...this.content.values()].flatMap(({ packs }) => [...packs.values()]);
  }

  /** Replaces every pack. */
  change(edit: (pack: Uint8Array) => Uint8Array): void {
    for (const { packs } of this.content.values()) {
      packs.forEach((pack, name) => packs.set(name, edit(pack)));
    }
  }

  idOf(key: string): string {
    return key;
  }

  async objects(): Promise<StoredObject[]> {
    await this.begin('objects');
    return [...this.content].map(([id, { packs, usedAt }]) => ({
      id,
      bytes: [...packs.values()].reduce((sum, { length }) => sum + length, 0),
      usedAt,
    }));
  }

  async packs(id: string): Promise<string[]> {
    await this.begin('packs');
    return [...(this.content.get(id)?.packs.keys() ?? [])];
  }

  async read(
    id: string,
    pack: string,
    position: number,
    length: number,
  ): Promise<Uint8Array | undefined> {
    await this.begin('read');
    return this.content
      .get(id)
      ?.packs.get(pack)
      ?.slice(position, position + length);
  }

  async write(id: string, chunks: readonly Uint8Array[]): Promise<string> {
    await this.begin('write');
    const name = `pack ${++this.names}`;
    const object = this.content.get(id) ?? { packs: new Map<string, Uint8Array>(), usedAt: 0 };
    object.packs.set(name, new Uint8Array(Buffer.concat(chunks)));
    object.usedAt = ++this.clock;
    this.content.set(id, object);
    return name;
  }

  async touch(id: string): Promise<void> {
    await this.begin('touch');
    const object = this.content.get(id);
    if (object) {
      object.usedAt = ++this.clock;
    }
  }

  async remove(id: string, pack?: string): Promise<void> {
    await this.begin('remove');
    if (pack === undefined) {
      this.content.delete(id);
    } else {
      this.content.get(id)?.packs.delete(pack);
    }
  }

  private async begin(operation: Operation): Promise<void> {
    this.log.push(operation);
    await this.before(operation);
  }
}
