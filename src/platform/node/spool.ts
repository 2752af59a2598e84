import { randomBytes } from 'node:crypto';
import { mkdir, open, rm, statfs, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Spool, Spools } from '../../core/bytes/unpack/spool';
import { SkybucketError } from '../../core/errors';

/** Temporary files in a folder, each without a name as soon as it is open, so that none is left behind. */
export class NodeSpools implements Spools {
  constructor(private readonly folder: string) {}

  async open(): Promise<Spool> {
    const path = join(this.folder, `skybucket-${randomBytes(12).toString('hex')}.tmp`);
    try {
      await mkdir(this.folder, { recursive: true });
      const handle = await open(path, 'wx+', 0o600);
      // Where an open file keeps its name, it loses it when it is closed.
      const named = await rm(path).then(
        () => false,
        () => true,
      );
      return new NodeSpool(handle, named ? path : undefined);
    } catch (error) {
      throw explained(error, this.folder);
    }
  }

  async room(): Promise<number> {
    try {
      await mkdir(this.folder, { recursive: true });
      const { bavail, bsize } = await statfs(this.folder);
      return bavail * bsize;
    } catch (error) {
      throw explained(error, this.folder);
    }
  }
}

class NodeSpool implements Spool {
  private length = 0;

  constructor(
    private readonly handle: FileHandle,
    private readonly path: string | undefined,
  ) {}

  async append(bytes: Uint8Array): Promise<void> {
    try {
      for (let done = 0; done < bytes.length;) {
        const rest = bytes.subarray(done);
        const { bytesWritten } = await this.handle.write(rest, 0, rest.length, this.length);
        done += bytesWritten;
        this.length += bytesWritten;
      }
    } catch (error) {
      throw explained(error, 'the folder for temporary files');
    }
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length);
    for (let filled = 0; filled < length;) {
      const bytesRead = await this.readSome(bytes.subarray(filled), offset + filled);
      if (bytesRead === 0) {
        throw unreadable('it was cut short by another program');
      }
      filled += bytesRead;
    }
    return bytes;
  }

  private async readSome(into: Uint8Array, position: number): Promise<number> {
    try {
      return (await this.handle.read(into, 0, into.length, position)).bytesRead;
    } catch (error) {
      throw unreadable(codeOf(error), error);
    }
  }

  async close(): Promise<void> {
    await this.handle.close();
    if (this.path !== undefined) {
      await rm(this.path, { force: true }).catch(() => undefined);
    }
  }
}

function explained(cause: unknown, where: string): SkybucketError {
  const code = codeOf(cause);
  const full = code === 'ENOSPC' || code === 'EDQUOT';
  return new SkybucketError(
    'local-file',
    full
      ? 'The disk is full: there is no room for what this file holds, unpacked.'
      : `No temporary file can be written to ${where} (${code}).`,
    { hint: full ? 'Make room on it, and open the file again.' : undefined, cause },
  );
}

function unreadable(why: string, cause?: unknown): SkybucketError {
  return new SkybucketError('local-file', `A temporary file cannot be read (${why}).`, {
    hint: 'Open the file again.',
    cause,
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
