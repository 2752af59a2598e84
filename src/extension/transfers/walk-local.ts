import { lstat, readdir, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { SkybucketError, throwIfAborted } from '../../core/errors';
import { formatCount } from '../../protocol/figures';
import { MOST_FILES } from './list-below';

/** A file that is to be uploaded. */
export interface LocalFile {
  /** Below the folder, `/` between segments. */
  readonly path: string;
  readonly size: number;
}

export interface LocalFiles {
  /** Where they lie: absolute, with its links resolved. */
  readonly folder: string;
  readonly files: readonly LocalFile[];
  /** Links, sockets and other things that are no files; they are left out. */
  readonly leftOut: number;
}

export interface WalkedFiles extends LocalFiles {
  /** Folders with nothing in them, below the folder, `/` between segments and none at the end. */
  readonly emptyFolders: readonly string[];
}

/**
 * A file, or all files in a folder and below, in the order of their names. Links are not followed.
 *
 * @throws SkybucketError `local-file` where something cannot be read, `too-large`, `cancelled`
 */
export async function walkLocal(path: string, signal?: AbortSignal): Promise<WalkedFiles> {
  try {
    const folder = await realpath(dirname(path));
    const files: LocalFile[] = [];
    const emptyFolders: string[] = [];
    let leftOut = 0;
    const visit = async (below: string): Promise<void> => {
      throwIfAborted(signal);
      const stats = await lstat(join(folder, below));
      if (stats.isFile()) {
        files.push({ path: below, size: stats.size });
        checkCount(files.length);
      } else if (stats.isDirectory()) {
        const names = await readdir(join(folder, below));
        if (names.length === 0) {
          emptyFolders.push(below);
          checkCount(emptyFolders.length);
        }
        for (const name of names.sort()) {
          await visit(`${below}/${name}`);
        }
      } else {
        leftOut += 1;
      }
    };
    await visit(basename(path));
    return { folder, files, emptyFolders, leftOut };
  } catch (cause) {
    if (cause instanceof SkybucketError) {
      throw cause;
    }
    const hint = cause instanceof Error ? cause.message : String(cause);
    throw new SkybucketError('local-file', `“${path}” cannot be read.`, { hint, cause });
  }
}

function checkCount(count: number): void {
  if (count > MOST_FILES) {
    throw new SkybucketError(
      'too-large',
      `There are more than ${formatCount(MOST_FILES)} files in this folder.`,
      { hint: 'Upload the folders in it one after the other.' },
    );
  }
}
