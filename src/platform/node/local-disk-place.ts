import type { Stats } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { SkybucketError } from '../../core/errors';
import { numberedName } from '../../core/transfer/safe-name';
import type { OnExisting } from '../../core/transfer/transfer';
import { link, unlink } from './fs-calls';
import { errno, explainDisk, onDisk } from './local-disk-errors';
import { factsOf, isSameFile, type Place } from './local-disk-folders';
import { placeWithoutLinks } from './place-without-links';

/** More files of one name than anybody has. */
const MOST_NUMBERS = 10_000;

/**
 * Gives a whole file its name. What is there is replaced only by `overwrite`, and only where it is a file; a new name
 * comes by a hard link, which fails where something has it already.
 *
 * @param partial the path of the file, in the folder of the target
 * @param own facts of the file at `partial`
 * @param onNamed awaited while it has both names, where it comes to that
 * @returns the absolute path; undefined for `skip` where something is there
 * @throws SkybucketError `local-file`
 */
export async function placeFile(
  partial: string,
  own: Stats,
  { folder, name }: Place,
  onExisting: OnExisting,
  onNamed: (path: string) => Promise<void> = () => Promise.resolve(),
): Promise<string | undefined> {
  const given = own.nlink > 1 ? await nameGiven(own, { folder, name }) : undefined;
  if (given !== undefined) {
    await onNamed(given);
    await onDisk(partial, () => unlink(partial));
    return given;
  }
  for (let number = 1; number <= MOST_NUMBERS; number++) {
    const path = join(folder, number === 1 ? name : numberedName(name, number));
    if (onExisting === 'overwrite') {
      await replace(partial, path);
      await onNamed(path);
      return path;
    }
    const how = await onDisk(path, () => placeNew(partial, path));
    if (how !== 'taken') {
      await onNamed(path);
      if (how === 'linked') {
        await onDisk(partial, () => unlink(partial));
      }
      return path;
    }
    if (onExisting === 'skip') {
      await onDisk(partial, () => unlink(partial));
      return undefined;
    }
  }
  throw new SkybucketError('local-file', `There are too many files like ${join(folder, name)}.`, {
    hint: 'Choose another folder.',
  });
}

/**
 * The final name that a file has besides the one it had until it was whole: the process died between giving the one
 * and taking the other.
 */
export async function nameGiven(own: Stats, { folder, name }: Place): Promise<string | undefined> {
  for (let number = 1; number <= MOST_NUMBERS; number++) {
    const path = join(folder, number === 1 ? name : numberedName(name, number));
    const facts = await factsOf(path);
    if (facts === undefined) {
      return undefined;
    }
    if (isSameFile(own, facts)) {
      return path;
    }
  }
  return undefined;
}

/** Replaces a symbolic link itself, never what it points to. */
async function replace(partial: string, path: string): Promise<void> {
  const facts = await factsOf(path);
  if (facts !== undefined && !facts.isFile() && !facts.isSymbolicLink()) {
    throw new SkybucketError(
      'local-file',
      `${path} is ${facts.isDirectory() ? 'a folder' : 'no plain file'}, and is not replaced.`,
      { hint: 'Rename it, or choose another folder.' },
    );
  }
  await onDisk(path, () => rename(partial, path));
}

/** Gives a name that nothing has yet: the file has both then, where the file system knows that. */
async function placeNew(from: string, to: string): Promise<'linked' | 'moved' | 'taken'> {
  try {
    await link(from, to);
    return 'linked';
  } catch (error) {
    const code = errno(error);
    if (code === 'EEXIST') {
      return 'taken';
    }
    if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EROFS' || code === 'ENOENT') {
      throw explainDisk(to, error);
    }
    return (await placeWithoutLinks(from, to)) ? 'moved' : 'taken';
  }
}
