import { constants, type Stats } from 'node:fs';
import { copyFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SkybucketError } from '../../core/errors';
import type { LocalTarget, PartialFile } from '../../core/transfer/local-disk';
import { partialName } from '../../core/transfer/safe-name';
import type { OnExisting } from '../../core/transfer/transfer';
import * as calls from './fs-calls';
import { errno, explainDisk, onDisk } from './local-disk-errors';
import { factsOf, isSameFile, type Folders, type Place } from './local-disk-folders';
import { nameGiven, placeFile } from './local-disk-place';
import { hasSameBytes } from './same-bytes';

/** Windows has no such flag, and needs rights to make a link at all. */
const NO_FOLLOW = process.platform === 'win32' ? 0 : constants.O_NOFOLLOW;
const READ_WRITE = constants.O_RDWR | NO_FOLLOW;
const NEW = READ_WRITE | constants.O_CREAT | constants.O_EXCL;

/** What a partial file shares with the others of its disk. */
export interface PartialContext {
  readonly folders: Folders;
  /** Told when it is closed, whatever its end. */
  onClose(file: NodePartialFile): void;
}

export class NodePartialFile implements PartialFile {
  private state: 'open' | 'closed' | 'over' = 'open';
  /** Bytes that will still take space. */
  private outstanding = 0;
  private detaching: Promise<void> | undefined;
  private syncing: Promise<void> = Promise.resolve();
  /** That of the file it was detached from: what reads of it may still do so. */
  private former: number | undefined;
  /** Still one file with `given`, and not a copy of it. */
  private linked: boolean;
  /** Calls under way: a descriptor that is closed too early is soon another file's. */
  private readonly working = new Set<Promise<unknown>>();

  private constructor(
    private readonly context: PartialContext,
    private readonly target: LocalTarget,
    private readonly place: Place,
    private readonly path: string,
    private handle: number,
    readonly isNew: boolean,
    /** The final name that it has already: an earlier process died before it could take the other away. */
    private readonly given: string | undefined,
  ) {
    this.linked = given !== undefined;
  }

  /**
   * Opens or makes it, without giving it a size.
   *
   * @param beforeNew awaited before it is made anew
   * @throws SkybucketError `local-file`
   */
  static async open(
    context: PartialContext,
    target: LocalTarget,
    id: string,
    beforeNew?: () => Promise<void>,
  ): Promise<NodePartialFile> {
    const place = await entered(context, target, true);
    const path = join(place.folder, partialName(place.name, id));
    for (;;) {
      if (beforeNew !== undefined && (await factsOf(path)) === undefined) {
        await beforeNew();
      }
      const made = await openNew(path);
      if (made !== undefined) {
        return new NodePartialFile(context, target, place, path, made, true, undefined);
      }
      const found = await openOld(path, place);
      if (found !== undefined) {
        const { handle, given } = found;
        const file = new NodePartialFile(context, target, place, path, handle, false, given);
        try {
          await file.checkPlace();
          return file;
        } catch (error) {
          await calls.close(handle).catch(() => undefined);
          throw error;
        }
      }
    }
  }

  /** The folder it lies in. */
  get folder(): string {
    return this.place.folder;
  }

  /** Bytes it will still take of the disk it is on. */
  get room(): number {
    return this.outstanding;
  }

  /** Bytes it would take more if it were `size` bytes long. */
  async missing(size: number): Promise<number> {
    if (this.isNew) {
      return size;
    }
    const facts = await this.use(calls.fstat);
    return Math.max(0, size - Math.min(facts.size, facts.blocks * 512));
  }

  /**
   * Gives it its length. What is not written yet takes no space on most disks, but is counted by `room`.
   *
   * @param missing see there
   */
  async reserve(size: number, missing: number): Promise<void> {
    this.outstanding = missing;
    const facts = await this.use(calls.fstat);
    if (facts.size !== size) {
      await this.cut(size);
    }
  }

  async write(position: number, bytes: Uint8Array): Promise<void> {
    if (this.linked) {
      await this.detach();
    }
    await this.use(async (handle) => {
      for (let written = 0; written < bytes.length;) {
        const rest = bytes.length - written;
        const result = await calls.write(handle, bytes, written, rest, position + written);
        written += result.bytesWritten;
      }
    });
    this.outstanding = Math.max(0, this.outstanding - bytes.length);
  }

  /** One after the other, and none after one that failed: systems tell only once that bytes are lost. */
  sync(): Promise<void> {
    this.syncing = this.syncing.then(() => this.use(calls.fdatasync));
    return this.syncing;
  }

  async read(position: number, length: number): Promise<Uint8Array> {
    // Not zeroed, since it is filled to its end or not given at all.
    const bytes = new Uint8Array(Buffer.allocUnsafeSlow(length).buffer);
    return this.use(async (handle) => {
      for (let filled = 0; filled < length;) {
        const rest = length - filled;
        const { bytesRead } = await calls.read(handle, bytes, filled, rest, position + filled);
        if (bytesRead === 0) {
          throw new SkybucketError('truncated', `${this.path} was cut short by another program.`, {
            retryable: true,
          });
        }
        filled += bytesRead;
      }
      return bytes;
    });
  }

  async commit(
    size: number,
    onExisting: OnExisting,
    onNamed: (path: string, modified: number) => Promise<void> = () => Promise.resolve(),
  ): Promise<string | undefined> {
    await this.sync();
    let own = await this.checkPlace();
    if (own.size < size) {
      throw new SkybucketError('truncated', `${this.path} has ${own.size} bytes of ${size}.`, {
        hint: 'Try again.',
        retryable: true,
      });
    }
    if (own.size > size) {
      await this.cut(size);
      await this.sync();
      own = await this.checkPlace();
    }
    const { given } = this;
    const isThere = given !== undefined && !this.linked && onExisting === 'keep-both';
    if (isThere && (await hasSameBytes(given, this, size))) {
      // It came once more after it had got its name, and nobody wants it twice.
      await onNamed(given, (await factsOf(given))?.mtimeMs ?? own.mtimeMs);
      await this.discard();
      return given;
    }
    await this.close();
    // Windows settles it when the file is closed.
    const settled = process.platform === 'win32' ? await factsOf(this.path) : own;
    const path = await placeFile(this.path, own, this.place, onExisting, (named) =>
      onNamed(named, (settled ?? own).mtimeMs),
    );
    this.state = 'over';
    this.context.folders.keep(this.place.folder);
    return path;
  }

  async discard(): Promise<void> {
    if (this.state === 'over') {
      return;
    }
    await this.close();
    this.state = 'over';
    // It may be gone already; what counts is that nothing is left.
    await calls.unlink(this.path).catch(() => undefined);
  }

  async close(): Promise<void> {
    if (this.state === 'open') {
      this.state = 'closed';
      this.outstanding = 0;
      this.context.onClose(this);
      while (this.working.size > 0) {
        await Promise.allSettled(this.working);
      }
      for (const handle of [this.handle, this.former]) {
        await (handle === undefined ? undefined : calls.close(handle).catch(() => undefined));
      }
    }
  }

  private async cut(size: number): Promise<void> {
    await this.detach();
    await this.use((handle) => calls.ftruncate(handle, size));
  }

  /** Works with the open file; nothing begins once it is being closed, and that waits for what has begun. */
  private async use<T>(work: (handle: number) => Promise<T>): Promise<T> {
    if (this.state !== 'open') {
      throw new SkybucketError('local-file', `${this.path} is closed already.`, {
        hint: 'Try again.',
        retryable: true,
      });
    }
    const working = onDisk(this.path, () => work(this.handle));
    this.working.add(working);
    try {
      return await working;
    } finally {
      this.working.delete(working);
    }
  }

  /**
   * The folders above it are still those that were entered, none a link, and the name is that of the open file: nobody
   * has put another file or folder in its place.
   */
  private async checkPlace(): Promise<Stats> {
    const { folder } = await entered(this.context, this.target, false);
    const own = await this.use(calls.fstat);
    if (folder !== this.place.folder || !isSameFile(own, await factsOf(this.path))) {
      throw new SkybucketError('local-file', `${this.path} was replaced or removed meanwhile.`, {
        hint: 'Try again.',
        retryable: true,
      });
    }
    return own;
  }

  /** Before the first change of a file that has its final name, it becomes a copy: that one stays as it is. */
  private detach(): Promise<void> {
    if (!this.linked) {
      return Promise.resolve();
    }
    this.detaching ??= this.use(async (old) => {
      const copy = `${this.path}-copy`;
      await rm(copy, { force: true });
      await copyFile(this.path, copy, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
      await rename(copy, this.path);
      this.handle = await calls.open(this.path, READ_WRITE);
      this.linked = false;
      this.former = old;
    });
    return this.detaching;
  }
}

async function openNew(path: string): Promise<number | undefined> {
  try {
    return await calls.open(path, NEW, 0o666);
  } catch (error) {
    if (errno(error) === 'EEXIST') {
      return undefined;
    }
    throw explainDisk(path, error);
  }
}

/** Undefined where it is gone, or was removed since it is some other file as well, which is not ours to write to. */
async function openOld(
  path: string,
  place: Place,
): Promise<{ readonly handle: number; readonly given: string | undefined } | undefined> {
  const facts = await factsOf(path);
  if (facts === undefined) {
    return undefined;
  }
  if (!facts.isFile()) {
    throw new SkybucketError('local-file', `${path} is not the file of a download.`, {
      hint: 'Remove it, and try again.',
    });
  }
  const linked = facts.nlink > 1;
  const given = linked ? await nameGiven(facts, place) : undefined;
  if (linked && given === undefined) {
    await onDisk(path, () => calls.unlink(path));
    return undefined;
  }
  return { handle: await onDisk(path, () => calls.open(path, READ_WRITE)), given };
}

async function entered(
  { folders }: PartialContext,
  target: LocalTarget,
  make: boolean,
): Promise<Place> {
  const place = await folders.enter(target, make);
  if (place === undefined) {
    throw new SkybucketError('local-file', `The folder of ${target.path} was removed meanwhile.`, {
      hint: 'Try again.',
      retryable: true,
    });
  }
  return place;
}
