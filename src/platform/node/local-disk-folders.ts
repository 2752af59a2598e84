import type { Stats } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { SkybucketError } from '../../core/errors';
import { safeFileName } from '../../core/transfer/safe-name';
import type { LocalTarget } from '../../core/transfer/local-disk';
import { lstat } from './fs-calls';
import { errno, explainDisk, folderGone } from './local-disk-errors';

/** Where a target is: the folder it lies in, and its name there. */
export interface Place {
  readonly folder: string;
  readonly name: string;
}

/** How long a folder that was looked at is taken for what it was: thousands of small files share a look. */
const TRUSTED_MS = 250;
const MOST_TRUSTED = 1000;
const KEEP_AFTER_MS = 1_000;

/** The folders of downloads: entered, made, and made to last. */
export class Folders {
  private readonly trusted = new Map<string, number>();
  /** Looks under way, by folder, with and without making it. */
  private readonly entering = {
    make: new Map<string, Promise<boolean>>(),
    look: new Map<string, Promise<boolean>>(),
  };
  private readonly unkept = new Set<string>();

  /**
   * Walks from the folder of a batch down to the one that holds the target. Each folder on the way is a real one: a
   * symbolic link would lead out of what the user chose. The batch's own folder may lie behind links; it was resolved
   * when it was chosen.
   *
   * @param make makes the folders that are not there; never the batch's own
   * @returns undefined where one is not there and `make` is false
   * @throws SkybucketError `local-file`
   */
  async enter(target: LocalTarget, make: boolean): Promise<Place | undefined> {
    const segments = segmentsOf(target);
    const name = segments.pop() ?? '';
    const whole = join(target.folder, ...segments);
    if (performance.now() - (this.trusted.get(whole) ?? -Infinity) < TRUSTED_MS) {
      return { folder: whole, name };
    }
    const entering = make ? this.entering.make : this.entering.look;
    let looking = entering.get(whole);
    if (looking === undefined) {
      this.trusted.delete(whole);
      looking = this.walk(target, segments, whole, make).finally(() => entering.delete(whole));
      entering.set(whole, looking);
    }
    return (await looking) ? { folder: whole, name } : undefined;
  }

  /** False where one is not there and is not to be made. */
  private async walk(
    target: LocalTarget,
    segments: readonly string[],
    whole: string,
    make: boolean,
  ): Promise<boolean> {
    const now = performance.now();
    if ((await factsOf(target.folder))?.isDirectory() !== true) {
      throw folderGone(target.folder);
    }
    let folder = target.folder;
    for (const segment of segments) {
      const above = folder;
      folder = join(folder, segment);
      let facts = await factsOf(folder);
      if (facts === undefined && make) {
        await makeFolder(folder);
        this.keep(above);
        facts = await factsOf(folder);
      }
      if (facts === undefined) {
        if (make) {
          throw removedMeanwhile(folder);
        }
        return false;
      }
      if (!facts.isDirectory()) {
        throw notAFolder(folder, facts);
      }
    }
    if (this.trusted.size >= MOST_TRUSTED) {
      this.trusted.clear();
    }
    this.trusted.set(whole, now);
    return true;
  }

  /**
   * Makes the names of a folder last when the machine dies: soon, once for all that come until then. What the queue
   * writes down of them lasts no earlier than that, so nobody waits for it.
   */
  keep(folder: string): void {
    if (this.unkept.size === 0) {
      setTimeout(() => {
        const folders = [...this.unkept];
        this.unkept.clear();
        void Promise.all(folders.map(syncFolder));
      }, KEEP_AFTER_MS).unref();
    }
    this.unkept.add(folder);
  }
}

/** The facts of what is there itself, links not followed; undefined for nothing. */
export async function factsOf(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path);
  } catch (error) {
    if (errno(error) === 'ENOENT' || errno(error) === 'ENOTDIR') {
      return undefined;
    }
    throw explainDisk(path, error);
  }
}

/** True for one and the same file, whatever its names. */
export function isSameFile(
  a: Pick<Stats, 'dev' | 'ino'>,
  b: Pick<Stats, 'dev' | 'ino'> | undefined,
): boolean {
  return b !== undefined && a.dev === b.dev && a.ino === b.ino;
}

/** Not every system can; what is not possible is left to it. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') {
    return;
  }
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // File systems of other machines often refuse; they have rules of their own for what lasts.
  }
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (errno(error) !== 'EEXIST') {
      throw explainDisk(path, error);
    }
  }
}

function segmentsOf({ folder, path }: LocalTarget): string[] {
  const segments = path.split('/');
  const windows = process.platform === 'win32';
  for (const segment of segments) {
    const leaves = segment === '' || segment === '.' || segment === '..' || segment.includes('\0');
    // Separators, streams and devices of Windows have names that are made safe elsewhere.
    if (leaves || (windows && safeFileName(segment) !== segment)) {
      throw new SkybucketError('local-file', `“${path}” is no path of a file in ${folder}.`, {
        hint: 'Choose another folder, or download it by itself under another name.',
      });
    }
  }
  return segments;
}

function notAFolder(path: string, facts: Stats): SkybucketError {
  return new SkybucketError(
    'local-file',
    facts.isSymbolicLink()
      ? `${path} is a symbolic link, and links are not followed: it may lead out of the folder.`
      : `${path} is a file where a folder should be.`,
    { hint: 'Remove or rename it, or choose another folder.' },
  );
}

function removedMeanwhile(path: string): SkybucketError {
  return new SkybucketError('local-file', `The folder ${path} was removed meanwhile.`, {
    hint: 'Try again.',
    retryable: true,
  });
}
