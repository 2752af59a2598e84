import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { SkybucketError } from '../../core/errors';
import type { LocalSource, LocalTarget } from '../../core/transfer/local-disk';
import { onDisk } from './local-disk-errors';
import type { Folders } from './local-disk-folders';

const READ = constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NOFOLLOW);

/** @throws SkybucketError `not-found` where there is none, `local-file` for what is no plain file */
export async function openLocalSource(folders: Folders, target: LocalTarget): Promise<LocalSource> {
  const place = await folders.enter(target, false);
  if (place === undefined) {
    throw new SkybucketError('not-found', `${join(target.folder, target.path)} does not exist.`);
  }
  const path = join(place.folder, place.name);
  const handle = await onDisk(path, () => open(path, READ));
  try {
    const facts = await onDisk(path, () => handle.stat());
    if (!facts.isFile()) {
      throw new SkybucketError('local-file', `${path} is no plain file.`, {
        hint: 'Only files are uploaded; choose a folder as such.',
      });
    }
    return new NodeLocalSource(path, handle, facts.size, facts.mtimeMs);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

class NodeLocalSource implements LocalSource {
  constructor(
    private readonly path: string,
    private readonly handle: FileHandle,
    readonly size: number,
    readonly modified: number,
  ) {}

  /** @throws SkybucketError `changed` where the file became shorter */
  async read(position: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length);
    for (let filled = 0; filled < length;) {
      const { bytesRead } = await onDisk(this.path, () =>
        this.handle.read(bytes, filled, length - filled, position + filled),
      );
      if (bytesRead === 0) {
        throw new SkybucketError('changed', `${this.path} became shorter while it was read.`, {
          hint: 'Try again when no other program writes to it.',
          retryable: true,
        });
      }
      filled += bytesRead;
    }
    return bytes;
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}
