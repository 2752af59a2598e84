import { randomBytes } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { link, lstat, open, realpath, rename, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { cancelled, SkybucketError } from '../../core/errors';
import type { DownloadSink } from '../../core/transfer/download';
import { numberedName, partialName } from '../../core/transfer/safe-name';
import { errno } from './local-disk-errors';
import { placeWithoutLinks } from './place-without-links';

export type OnExisting = 'overwrite' | 'keep-both' | 'cancel';

export interface FileSinkOptions {
  /** An existing folder. Links in its path are resolved once, here. */
  readonly folder: string;
  /** One path segment; see `safeFileName`. */
  readonly name: string;
  /** Asked whenever something of that name is there: before the download, and after it if it came since. */
  readonly onExisting: (name: string) => Promise<OnExisting>;
}

/**
 * A file that has its final name only when it is whole. Until then it is a hidden file beside the
 * target, opened so that it can be nobody else's. The final name is given by a hard link, which fails
 * where something is there already: nothing is ever overwritten that the user was not asked about.
 */
export class FileSink implements DownloadSink {
  private done = false;

  private constructor(
    private readonly handle: FileHandle,
    private readonly folder: string,
    private readonly partial: string,
    private readonly name: string,
    private answer: OnExisting | undefined,
    private readonly onExisting: FileSinkOptions['onExisting'],
  ) {}

  /** @throws SkybucketError `cancelled` when the user says so, `local-file` when it cannot be written. */
  static async create(options: FileSinkOptions): Promise<FileSink> {
    const { name, onExisting } = options;
    return explained(options.folder, async () => {
      const folder = await realpath(options.folder);
      if (basename(name) !== name || dirname(join(folder, name)) !== folder) {
        throw new SkybucketError(
          'local-file',
          'The file name of a download must stay in its folder.',
        );
      }
      const answer = (await exists(join(folder, name))) ? await onExisting(name) : undefined;
      if (answer === 'cancel') {
        throw cancelled();
      }
      const partial = join(folder, partialName(name, randomBytes(6).toString('hex')));
      const handle = await open(partial, 'wx');
      return new FileSink(handle, folder, partial, name, answer, onExisting);
    });
  }

  async write(position: number, bytes: Uint8Array): Promise<void> {
    await explained(this.folder, async () => {
      for (let written = 0; written < bytes.length;) {
        const rest = bytes.length - written;
        const result = await this.handle.write(bytes, written, rest, position + written);
        written += result.bytesWritten;
      }
    });
  }

  async commit(size: number): Promise<string> {
    return explained(this.folder, async () => {
      await this.handle.sync();
      const { size: held } = await this.handle.stat();
      if (held !== size) {
        throw new SkybucketError('truncated', `The download has ${held} bytes instead of ${size}.`);
      }
      await this.handle.close();
      const path = await this.place();
      this.done = true;
      return path;
    });
  }

  async discard(): Promise<void> {
    if (this.done) {
      return;
    }
    this.done = true;
    // Both may have happened already; what counts is that nothing is left.
    await this.handle.close().catch(() => undefined);
    await unlink(this.partial).catch(() => undefined);
  }

  private async place(): Promise<string> {
    for (let number = 1; ;) {
      const path = join(this.folder, number === 1 ? this.name : numberedName(this.name, number));
      if (this.answer === 'overwrite') {
        // Replaces a symbolic link itself, never what it points to; fails on a folder.
        await rename(this.partial, path);
        return path;
      }
      if (await placeNew(this.partial, path)) {
        return path;
      }
      this.answer ??= await this.onExisting(this.name);
      if (this.answer === 'cancel') {
        throw cancelled();
      }
      if (this.answer === 'keep-both') {
        number += 1;
      }
    }
  }
}

/** Moves to a name that nothing has yet; false where something has. */
async function placeNew(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
  } catch (error) {
    if (errno(error) === 'EEXIST') {
      return false;
    }
    return placeWithoutLinks(from, to);
  }
  await unlink(from);
  return true;
}

/** True for a dangling symbolic link as well: the name is taken. */
async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (errno(error) === 'ENOENT') {
      return false;
    }
    throw error;
  }
}

async function explained<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = errno(error);
    if (error instanceof SkybucketError || code === undefined) {
      throw error;
    }
    throw new SkybucketError(
      'local-file',
      REASONS[code] ?? `The file could not be written (${code}).`,
      {
        hint: `Folder: ${folder}`,
        cause: error,
      },
    );
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'The folder does not exist.',
  EACCES: 'The folder may not be written to.',
  EPERM: 'The folder may not be written to.',
  EROFS: 'The folder is read-only.',
  ENOSPC: 'There is no space left in the folder.',
  EDQUOT: 'The disk quota of the folder is used up.',
  EISDIR: 'A folder of that name exists already.',
  ENOTDIR: 'What should be the folder is a file.',
  ENAMETOOLONG: 'The file name is too long for the folder.',
};
