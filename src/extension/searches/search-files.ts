import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isCancelled, SkybucketError } from '../../core/errors';

const END = '.vot';
/** Of what was being written when the editor ended. */
const UNFINISHED = '.part';
/** Another window may be writing what is younger. */
const DAY_MS = 86_400_000;

/** The rows of searches, each in a VOTable of its own in one folder. */
export class SearchFiles {
  constructor(private readonly folder: string) {}

  path(id: string): string {
    return join(this.folder, `${id}${END}`);
  }

  /**
   * Writes a document in place of the one before, which stays until the new one is whole.
   *
   * @throws SkybucketError `local-file`, or what the pieces throw
   */
  async write(id: string, pieces: AsyncIterable<string>): Promise<void> {
    const unfinished = `${this.path(id)}${UNFINISHED}`;
    try {
      await mkdir(this.folder, { recursive: true });
      const file = await open(unfinished, 'w');
      try {
        for await (const piece of pieces) {
          await file.writeFile(piece);
        }
      } finally {
        await file.close();
      }
      await rename(unfinished, this.path(id));
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
    await rm(this.path(id), { force: true }).catch((cause: unknown) => {
      throw understood(cause, 'The rows of the search could not be deleted.');
    });
  }

  /** Removes what belongs to no search, and what was left unfinished. */
  async tidy(known: ReadonlySet<string>, now: number): Promise<void> {
    // Mostly there is no such folder.
    const names = await readdir(this.folder).catch(() => []);
    for (const name of names) {
      const path = join(this.folder, name);
      const finished = name.endsWith(END) && known.has(name.slice(0, -END.length));
      const ours = name.endsWith(END) || name.endsWith(`${END}${UNFINISHED}`);
      if (ours && !finished) {
        const age = await stat(path).then(
          ({ mtimeMs }) => now - mtimeMs,
          () => 0,
        );
        if (age > DAY_MS) {
          // Another window may have done so.
          await rm(path, { force: true }).catch(() => undefined);
        }
      }
    }
  }
}

function understood(cause: unknown, message: string): unknown {
  if (cause instanceof SkybucketError || isCancelled(cause)) {
    return cause;
  }
  const hint = cause instanceof Error ? cause.message : String(cause);
  return new SkybucketError('local-file', message, { hint, cause });
}
