import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SkybucketError } from '../../core/errors';
import { errno, onDisk } from './local-disk-errors';
import { syncFolder } from './local-disk-folders';

/** The text of a file, undefined where there is none. @throws SkybucketError `too-large`, `local-file` */
export async function readText(path: string, mostBytes: number): Promise<string | undefined> {
  return onDisk(path, async () => {
    try {
      if ((await stat(path)).size > mostBytes) {
        throw new SkybucketError('too-large', `${path} is larger than it can rightly be.`);
      }
      return await readFile(path, 'utf8');
    } catch (error) {
      if (errno(error) === 'ENOENT') {
        return undefined;
      }
      throw error;
    }
  });
}

/** Replaces a file by another text, whole or not at all, also when the machine dies. */
export async function replaceText(path: string, text: string): Promise<void> {
  const other = `${path}.new`;
  await onDisk(path, async () => {
    try {
      const handle = await open(other, 'w', 0o600);
      try {
        await handle.writeFile(text);
        await handle.datasync();
      } finally {
        await handle.close();
      }
      await rename(other, path);
    } catch (error) {
      await rm(other, { force: true }).catch(() => undefined);
      throw error;
    }
  });
  await syncFolder(dirname(path));
}

/** Appends in one write, so that nobody else's line comes in between. */
export async function appendText(path: string, text: string, last = false): Promise<void> {
  await onDisk(path, async () => {
    const handle = await open(path, 'a', 0o600);
    try {
      await handle.writeFile(text);
      if (last) {
        await handle.datasync();
      }
    } finally {
      await handle.close();
    }
  });
}
