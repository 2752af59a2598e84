import type { BigIntStats } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import type { ByteSource, Identity, ReadOptions } from '../../core/bytes/source';
import { checkInside, checkSpan } from '../../core/bytes/span';
import { SkybucketError, throwIfAborted } from '../../core/errors';

/** An abort is looked at between pieces of this length. */
const PIECE = 4 * 1024 * 1024;

interface OpenFile {
  readonly handle: FileHandle;
  readonly stats: BigIntStats;
}

/**
 * A file on disk, opened at the first read and read by position. A file that is rewritten or replaced
 * while it is open fails all later reads with `changed`; what cannot be read at all is `local-file`.
 */
export class FileSource implements ByteSource {
  readonly label: string;
  private opening: Promise<OpenFile> | undefined;
  private failure: SkybucketError | undefined;
  private check: { readonly running: Promise<void>; next: Promise<void> | undefined } = {
    running: Promise.resolve(),
    next: undefined,
  };

  constructor(private readonly path: string) {
    this.label = path;
  }

  async size(options: ReadOptions = {}): Promise<number> {
    return Number((await this.open(options)).stats.size);
  }

  /** Size and time of modification (nanoseconds since 1970). */
  async identity(options: ReadOptions = {}): Promise<Identity> {
    const { stats } = await this.open(options);
    return { kind: 'modified', size: Number(stats.size), modified: String(stats.mtimeNs) };
  }

  async read(offset: number, length: number, options: ReadOptions = {}): Promise<Uint8Array> {
    checkSpan(this.path, { offset, length });
    const file = await this.open(options);
    checkInside(this.path, { offset, length }, Number(file.stats.size));
    const buffer = new Uint8Array(length);
    for (let filled = 0; filled < length;) {
      throwIfAborted(options.signal);
      const want = Math.min(PIECE, length - filled);
      const { bytesRead } = await this.attempt(() =>
        file.handle.read(buffer, filled, want, offset + filled),
      );
      // Looked at after each piece, so that no byte of another version gets out.
      await this.nextCheck(file);
      if (bytesRead === 0) {
        throw this.fail(`${this.path} has become shorter while it was open.`);
      }
      filled += bytesRead;
      options.meter?.received(bytesRead);
      options.onFill?.(filled, buffer);
    }
    return buffer;
  }

  async close(): Promise<void> {
    this.failure ??= new SkybucketError('cancelled', `${this.path} is closed.`);
    const file = await this.opening?.catch(() => undefined);
    this.opening = undefined;
    await file?.handle.close();
  }

  private async open({ signal }: ReadOptions): Promise<OpenFile> {
    throwIfAborted(signal);
    if (this.failure) {
      throw this.failure;
    }
    // A failure is not kept: the file may be there the next time.
    this.opening ??= this.attempt(() => this.openFile()).catch((error: unknown) => {
      this.opening = undefined;
      throw error;
    });
    return this.opening;
  }

  private async openFile(): Promise<OpenFile> {
    // Asked before opening, because opening a pipe would wait for its other end.
    const kind = await stat(this.path);
    if (!kind.isFile()) {
      throw new SkybucketError(
        'local-file',
        kind.isDirectory()
          ? `${this.path} is a folder, not a file.`
          : `${this.path} is not an ordinary file.`,
      );
    }
    const handle = await open(this.path, 'r');
    try {
      return { handle, stats: await handle.stat({ bigint: true }) };
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /**
   * A check that begins from now on. One under way may have looked before our bytes were read, so the
   * one after it is awaited; it serves every read that is done by then.
   */
  private nextCheck(file: OpenFile): Promise<void> {
    return (this.check.next ??= this.check.running
      .catch(() => undefined)
      .then(() => {
        this.check = { running: this.checkUnchanged(file), next: undefined };
        return this.check.running;
      }));
  }

  /** The open file must be as it was (not rewritten), and the path must still lead to it (not replaced). */
  private async checkUnchanged({ handle, stats }: OpenFile): Promise<void> {
    const [opened, named] = await this.attempt(() =>
      Promise.all([
        handle.stat({ bigint: true }),
        stat(this.path, { bigint: true }).catch(() => undefined),
      ]),
    );
    if (!named || opened.ino !== named.ino || opened.dev !== named.dev) {
      throw this.fail(`${this.path} was replaced or deleted while it was open.`);
    }
    if (opened.size !== stats.size || opened.mtimeNs !== stats.mtimeNs) {
      throw this.fail(`${this.path} was written to while it was open.`);
    }
  }

  private fail(message: string): SkybucketError {
    return (this.failure ??= new SkybucketError('changed', message, {
      hint: 'Open it again to read the new version.',
    }));
  }

  private async attempt<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw this.failure ?? (error instanceof SkybucketError ? error : this.explain(error));
    }
  }

  private explain(cause: unknown): SkybucketError {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    const sentences: Record<string, string> = {
      ENOENT: `${this.path} does not exist.`,
      ENOTDIR: `${this.path} does not exist.`,
      EACCES: `You may not read ${this.path}.`,
      EPERM: `You may not read ${this.path}.`,
      EMFILE: `${this.path} could not be opened: too many files are open.`,
    };
    const message = sentences[code] ?? `${this.path} could not be read (${code || String(cause)}).`;
    return new SkybucketError('local-file', message, { cause });
  }
}
