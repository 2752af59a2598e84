import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SkybucketError } from '../../core/errors';

/** Files whose sizes are asked for at a time. */
const PARALLEL = 32;

export interface FolderEntry {
  readonly name: string;
  readonly kind: 'folder' | 'file';
  /** Of a file, bytes. */
  readonly size: number;
}

/**
 * What lies in a folder of this computer, in the order of names; links count as what they lead to, and what is
 * neither a file nor a folder is left out. Undefined for a folder that is not there.
 *
 * @throws SkybucketError `local-file` where it cannot be read
 */
export async function readFolder(path: string): Promise<FolderEntry[] | undefined> {
  let found: Dirent[];
  try {
    found = await readdir(path, { withFileTypes: true });
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') {
      return undefined;
    }
    const hint = cause instanceof Error ? cause.message : String(cause);
    throw new SkybucketError('local-file', `${path} cannot be listed.`, { hint, cause });
  }
  found.sort((a, b) => (a.name < b.name ? -1 : 1));
  const entries: FolderEntry[] = [];
  for (let at = 0; at < found.length; at += PARALLEL) {
    const some = await Promise.all(found.slice(at, at + PARALLEL).map((one) => look(path, one)));
    entries.push(...some.filter((entry) => entry !== undefined));
  }
  return entries;
}

async function look(path: string, found: Dirent): Promise<FolderEntry | undefined> {
  const { name } = found;
  if (found.isDirectory()) {
    return { name, kind: 'folder', size: 0 };
  }
  try {
    const stats = await stat(join(path, name));
    return stats.isDirectory()
      ? { name, kind: 'folder', size: 0 }
      : stats.isFile()
        ? { name, kind: 'file', size: stats.size }
        : undefined;
  } catch {
    // Gone meanwhile, or a link that leads nowhere.
    return undefined;
  }
}
