import { createHash, randomBytes } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { DiskStore, StoredObject } from '../../core/bytes/disk-store';

const OBJECT = /^[0-9a-f]{64}$/;
const PACK = /^[0-9a-f]{24}\.pack$/;
const PARTIAL = /^[0-9a-f]{24}\.partial$/;
/** No write takes so long: its window was closed in the middle of it. */
const ABANDONED_MS = 60 * 60 * 1000;

/**
 * Packs in a folder of their own for each object. A pack is written under another name beside the
 * folders and renamed when it is whole. Nothing in the folder is touched that has no name of ours.
 */
export class NodeDiskStore implements DiskStore {
  readonly crc32: (bytes: Uint8Array) => number = (bytes) => crc32(bytes);

  /** @param root need not exist; it is made when something is first written. */
  constructor(private readonly root: string) {}

  idOf(key: string): string {
    return createHash('sha256').update(key).digest('hex');
  }

  async objects(): Promise<StoredObject[]> {
    const objects: StoredObject[] = [];
    for (const entry of await entries(this.root)) {
      if (entry.isDirectory() && OBJECT.test(entry.name)) {
        const object = await this.weigh(entry.name);
        objects.push(...(object ? [object] : []));
      } else if (entry.isFile() && PARTIAL.test(entry.name)) {
        await removeAbandoned(join(this.root, entry.name));
      }
    }
    return objects;
  }

  async packs(id: string): Promise<string[]> {
    const found = await entries(this.folder(id));
    return found.filter((entry) => entry.isFile() && PACK.test(entry.name)).map(({ name }) => name);
  }

  async read(
    id: string,
    pack: string,
    position: number,
    length: number,
  ): Promise<Uint8Array | undefined> {
    const handle = await ifThere(open(join(this.folder(id), pack), 'r'));
    if (!handle) {
      return undefined;
    }
    try {
      const bytes = new Uint8Array(length);
      let filled = 0;
      for (let read = 1; filled < length && read > 0; filled += read) {
        ({ bytesRead: read } = await handle.read(
          bytes,
          filled,
          length - filled,
          position + filled,
        ));
      }
      return bytes.subarray(0, filled);
    } finally {
      await handle.close();
    }
  }

  async write(id: string, chunks: readonly Uint8Array[]): Promise<string> {
    await mkdir(this.root, { recursive: true, mode: 0o700 });
    const name = randomBytes(12).toString('hex');
    const partial = join(this.root, `${name}.partial`);
    try {
      const handle = await open(partial, 'wx', 0o600);
      try {
        for (const chunk of chunks) {
          await handle.writeFile(chunk);
        }
      } finally {
        await handle.close();
      }
      const pack = join(this.folder(id), `${name}.pack`);
      await this.place(partial, id, pack);
      return `${name}.pack`;
    } catch (error) {
      await rm(partial, { force: true }).catch(() => undefined);
      throw error;
    }
  }

  async touch(id: string): Promise<void> {
    const now = new Date();
    await ifThere(utimes(this.folder(id), now, now));
  }

  async remove(id: string, pack?: string): Promise<void> {
    const path = pack === undefined ? this.folder(id) : join(this.folder(id), pack);
    // Another window may read a pack just now, or add one.
    await rm(path, { recursive: true, force: true, maxRetries: 3, retryDelay: 50 });
  }

  private folder(id: string): string {
    return join(this.root, id);
  }

  private async place(partial: string, id: string, pack: string): Promise<void> {
    await mkdir(this.folder(id), { recursive: true, mode: 0o700 });
    const placed = await ifThere(rename(partial, pack).then(() => true));
    if (!placed) {
      // Another window removed the folder in between.
      await mkdir(this.folder(id), { recursive: true, mode: 0o700 });
      await rename(partial, pack);
    }
  }

  private async weigh(id: string): Promise<StoredObject | undefined> {
    const folder = this.folder(id);
    const packs = await this.packs(id);
    const stats = await Promise.all(packs.map((pack) => ifThere(stat(join(folder, pack)))));
    const bytes = stats.reduce((sum, found) => sum + (found?.size ?? 0), 0);
    const own = await ifThere(stat(folder));
    return own && { id, bytes, usedAt: own.mtimeMs };
  }
}

async function entries(folder: string): Promise<Dirent[]> {
  return (await ifThere(readdir(folder, { withFileTypes: true }))) ?? [];
}

async function removeAbandoned(path: string): Promise<void> {
  const found = await ifThere(stat(path));
  if (found && Date.now() - found.mtimeMs > ABANDONED_MS) {
    await rm(path, { force: true });
  }
}

/** Undefined where there is nothing of that name (any more). */
async function ifThere<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}
