import { randomBytes } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { access, open, statfs, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { SkybucketError } from '../../core/errors';
import type {
  LocalDisk,
  LocalFacts,
  LocalSource,
  LocalTarget,
} from '../../core/transfer/local-disk';
import { isTransferId } from '../../core/transfer/queue-ids';
import { partialName } from '../../core/transfer/safe-name';
import { errno, folderForbidden, noRoom, onDisk } from './local-disk-errors';
import { factsOf, Folders } from './local-disk-folders';
import { NodePartialFile } from './local-disk-partial';
import { openLocalSource } from './local-disk-source';

const SMALL = 1024 * 1024;

/**
 * The files of this machine. Nothing is written outside of the folder of a batch, nothing goes through a symbolic link
 * below it, and nothing has its final name before it is whole and on the disk.
 */
export class NodeLocalDisk implements LocalDisk {
  private readonly folders = new Folders();
  private readonly partials = new Set<NodePartialFile>();
  /** One at a time looks at the free space and takes of it. */
  private reserving: Promise<unknown> = Promise.resolve();

  async look(target: LocalTarget): Promise<LocalFacts | undefined> {
    const place = await this.folders.enter(target, false);
    const facts = place && (await factsOf(join(place.folder, place.name)));
    return facts && { kind: kindOf(facts), size: facts.size, modified: facts.mtimeMs };
  }

  async openPartial(
    target: LocalTarget,
    id: string,
    size: number | undefined,
    beforeNew?: () => Promise<void>,
  ): Promise<NodePartialFile> {
    checkId(id);
    const context = {
      folders: this.folders,
      onClose: (closed: NodePartialFile) => void this.partials.delete(closed),
    };
    const opened = NodePartialFile.open(context, target, id, beforeNew);
    const file = await opened.catch((error: unknown) => throwForbidden(target.folder, error));
    this.partials.add(file);
    // A small new file is written at once: a disk that is full says so early enough.
    if (size !== undefined && (size > SMALL || !file.isNew)) {
      try {
        await this.inTurn(() => this.reserve(file, size));
      } catch (error) {
        await (file.isNew ? file.discard() : file.close());
        throw error;
      }
    }
    return file;
  }

  async removePartial(target: LocalTarget, id: string): Promise<void> {
    checkId(id);
    const place = await this.folders.enter(target, false);
    if (place === undefined) {
      return;
    }
    const path = join(place.folder, partialName(place.name, id));
    const facts = await factsOf(path);
    if (facts !== undefined && !facts.isDirectory()) {
      await onDisk(path, () => unlink(path)).catch(ignoreGone);
    }
  }

  openSource(target: LocalTarget): Promise<LocalSource> {
    return openLocalSource(this.folders, target);
  }

  async ignoresCase(folder: string): Promise<boolean> {
    const name = `.skybucket-case-${randomBytes(6).toString('hex')}`;
    const path = join(folder, name);
    try {
      await (await open(path, 'wx')).close();
    } catch {
      // A folder that cannot be written to fails with its own reason later; this is what systems mostly do.
      return process.platform === 'win32' || process.platform === 'darwin';
    }
    try {
      return (await factsOf(join(folder, name.toUpperCase()))) !== undefined;
    } finally {
      await unlink(path).catch(() => undefined);
    }
  }

  /**
   * Bytes that this user can still write to the disk of a folder, without those that downloads under way there will
   * still take.
   *
   * @throws SkybucketError `local-file`
   */
  async room(folder: string): Promise<number> {
    const device = (await factsOf(folder))?.dev;
    const { bavail, bsize } = await onDisk(folder, () => statfs(folder));
    let free = bavail * bsize;
    for (const file of this.partials) {
      if (file.room > 0 && (await factsOf(file.folder))?.dev === device) {
        free -= file.room;
      }
    }
    return free;
  }

  private async reserve(file: NodePartialFile, size: number): Promise<void> {
    const missing = await file.missing(size);
    const free = missing === 0 ? 0 : await this.room(file.folder);
    if (missing > free) {
      throw noRoom(file.folder, missing, free);
    }
    await file.reserve(size, missing);
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.reserving.then(work);
    this.reserving = mine.catch(() => undefined);
    return mine;
  }
}

function kindOf(facts: Stats): LocalFacts['kind'] {
  if (facts.isFile()) {
    return 'file';
  }
  return facts.isDirectory() ? 'folder' : facts.isSymbolicLink() ? 'link' : 'other';
}

function checkId(id: string): void {
  if (!isTransferId(id)) {
    throw new SkybucketError('local-file', 'A transfer has no id that a file name can hold.');
  }
}

/** Where nothing can be written to the folder of a batch at all, that is the trouble. */
async function throwForbidden(folder: string, error: unknown): Promise<never> {
  const code = error instanceof SkybucketError ? errno(error.cause) : undefined;
  if (code === 'EACCES' || code === 'EPERM') {
    await access(folder, constants.W_OK).catch((cause: unknown) => {
      throw folderForbidden(folder, cause);
    });
  }
  throw error;
}

function ignoreGone(error: unknown): void {
  if (!(error instanceof SkybucketError) || errno(error.cause) !== 'ENOENT') {
    throw error;
  }
}
