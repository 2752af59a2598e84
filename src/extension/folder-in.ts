import { lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { SkybucketError } from '../core/errors';
import { visibleName } from './views/display';

/**
 * A folder of that name, made where it is not there; never one that a link leads elsewhere.
 *
 * @param parent absolute, with its links resolved or not
 * @param name one path segment; see `safeFileName`
 * @returns its path below `parent` as that was given
 * @throws SkybucketError `local-file`
 */
export async function folderIn(parent: string, name: string): Promise<string> {
  const path = join(parent, name);
  try {
    await mkdir(path, { recursive: true });
    // Not by the name it has really: that may differ in case, or in the form of accents.
    if ((await lstat(path)).isDirectory()) {
      return path;
    }
  } catch (cause) {
    const hint = cause instanceof Error ? cause.message : String(cause);
    throw new SkybucketError('local-file', `The folder “${visibleName(name)}” cannot be made.`, {
      ...{ hint, cause },
    });
  }
  throw new SkybucketError(
    'local-file',
    `“${visibleName(name)}” leads out of the download folder.`,
    {
      hint: 'Rename it, or choose another download folder.',
    },
  );
}
