import { randomBytes } from 'node:crypto';
import { createReadStream, readdirSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isCancelled, SkybucketError } from '../../core/errors';
import { safeFileName } from '../../core/transfer/safe-name';

const END = '.vot';
/** Of what was being written when the editor ended. */
const UNFINISHED = '.part';
/** Another window may be writing what is younger. */
const DAY_MS = 86_400_000;

/** The folder of a search is called by its id. */
const ID = /^[a-z0-9]{6,40}$/;
/** Tabs of editors show the whole name. */
const LONGEST_NAME = 60;

/** The rows of searches, each in a VOTable in a folder of its own, where it can have a name that people know. */
export class SearchFiles {
  /** @param nameOf what the document of a search is to be called; it keeps its name when it is written again */
  constructor(
    private readonly folder: string,
    private readonly nameOf: (id: string) => string,
  ) {}

  /** Where the document of a search is, or will be. */
  path(id: string): string {
    const own = join(this.folder, id);
    return join(own, documentIn(own) ?? documentName(this.nameOf(id)));
  }

  /**
   * Writes a document in place of the one before, which stays until the new one is whole.
   *
   * @param check throws where it is wanted no more; asked with every piece, and at the end
   * @throws SkybucketError `local-file`, or what the pieces and the check throw
   */
  async write(
    id: string,
    pieces: AsyncIterable<string>,
    check: () => unknown = () => undefined,
  ): Promise<void> {
    // Another run may be writing one at the same time, here or in another window.
    const token = randomBytes(6).toString('hex');
    const unfinished = join(this.folder, `${id}-${token}${END}${UNFINISHED}`);
    try {
      await mkdir(this.folder, { recursive: true });
      const file = await open(unfinished, 'w');
      try {
        for await (const piece of pieces) {
          check();
          await file.writeFile(piece);
        }
      } finally {
        await file.close();
      }
      check();
      const path = this.path(id);
      await mkdir(dirname(path), { recursive: true });
      await rename(unfinished, path);
    } catch (cause) {
      await rm(unfinished, { force: true }).catch(() => undefined);
      throw understood(cause, 'The rows of the search could not be kept.');
    }
  }

  /**
   * The bytes of a document.
   *
   * @throws SkybucketError `not-found` where there is none, `local-file`
   */
  async *read(id: string): AsyncGenerator<Uint8Array, void, void> {
    try {
      for await (const chunk of createReadStream(this.path(id), { highWaterMark: 1 << 18 })) {
        yield chunk as Uint8Array;
      }
    } catch (cause) {
      if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') {
        throw new SkybucketError('not-found', 'The rows of this search are kept no more.', {
          ...{ hint: 'Run it again.', cause },
        });
      }
      throw understood(cause, 'The rows of the search could not be read.');
    }
  }

  /** One that is not there is as good as removed. */
  async remove(id: string): Promise<void> {
    const own = join(this.folder, id);
    await rm(own, { force: true, recursive: true }).catch((cause: unknown) => {
      throw understood(cause, 'The rows of the search could not be deleted.');
    });
  }

  /** Removes what belongs to no search, and what was left unfinished. */
  async tidy(known: ReadonlySet<string>, now: number): Promise<void> {
    // Mostly there is no such folder.
    const names = await readdir(this.folder).catch(() => []);
    for (const name of names) {
      const path = join(this.folder, name);
      const ours = ID.test(name) || name.endsWith(END) || name.endsWith(`${END}${UNFINISHED}`);
      if (ours && !known.has(name)) {
        const age = await stat(path).then(
          ({ mtimeMs }) => now - mtimeMs,
          () => 0,
        );
        if (age > DAY_MS) {
          // Another window may have done so.
          await rm(path, { force: true, recursive: true }).catch(() => undefined);
        }
      }
    }
  }
}

function documentIn(folder: string): string | undefined {
  try {
    return readdirSync(folder).find((name) => name.endsWith(END));
  } catch {
    // Nothing was written yet.
    return undefined;
  }
}

function documentName(name: string): string {
  const signs = Array.from(name);
  const short =
    signs.length <= LONGEST_NAME ? name : `${signs.slice(0, LONGEST_NAME - 1).join('')}…`;
  return safeFileName(`${short.replaceAll('/', '_')}${END}`);
}

function understood(cause: unknown, message: string): unknown {
  if (cause instanceof SkybucketError || isCancelled(cause)) {
    return cause;
  }
  const hint = cause instanceof Error ? cause.message : String(cause);
  return new SkybucketError('local-file', message, { hint, cause });
}
