import { lstat, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Identity } from '../../core/bytes/source';
import { SkybucketError } from '../../core/errors';
import type { LocalCopies, LocalCopy } from '../../core/transfer/local-copies';
import { stat } from './fs-calls';
import { appendText, replaceText } from './journal-file';
import { fieldsOf, formatLine, isCount, readLines } from './journal-lines';
import { errno, onDisk } from './local-disk-errors';

/** The newest are kept. */
const MOST_COPIES = 10_000;
/** Lines are half a kilobyte; beyond so many bytes the file is written anew where that makes it much smaller. */
const COMPACT_BYTES = 8 * 1024 * 1024;

/**
 * Downloads that are whole, a line each in a file that the windows of this user share: each appends to it, and reads
 * on where the others have. What is lost of it costs a download, never a wrong byte: a copy counts only while its file
 * has the size and the time it had.
 */
export class FileLocalCopies implements LocalCopies {
  /** By address, then by path; oldest first. */
  private readonly copies = new Map<string, Map<string, LocalCopy>>();
  private count = 0;
  /** How far the file was read, and which file it was. */
  private readTo = 0;
  private inode: number | undefined;
  /** Bytes that this window has appended since then, and knows. */
  private own = 0;
  private pending: { readonly copies: LocalCopy[]; written: Promise<void> } | undefined;
  private looking: Promise<void> | undefined;
  private last: Promise<unknown> = Promise.resolve();

  private readonly path: string;

  /** @param folder made when something is first written. */
  constructor(private readonly folder: string) {
    this.path = join(folder, 'downloads.log');
  }

  /** Those that come while others are being written go out together. */
  add(copy: LocalCopy): Promise<void> {
    if (this.pending !== undefined) {
      this.pending.copies.push(copy);
      return this.pending.written;
    }
    const pending = { copies: [copy], written: Promise.resolve() };
    pending.written = this.inTurn(async () => {
      this.pending = undefined;
      await this.append(pending.copies);
    });
    this.pending = pending;
    return pending.written;
  }

  /** Those who ask while others are being answered are answered together. */
  async find(address: string): Promise<readonly LocalCopy[]> {
    this.looking ??= this.inTurn(() => {
      this.looking = undefined;
      return this.readOn();
    });
    await this.looking;
    const known = [...(this.copies.get(address)?.values() ?? [])].reverse();
    const there = await Promise.all(known.map(isThere));
    return known.filter((_, index) => there[index]);
  }

  private async append(copies: readonly LocalCopy[]): Promise<void> {
    const text = copies.map(formatLine).join('');
    try {
      await appendText(this.path, text);
    } catch (error) {
      if (!(error instanceof SkybucketError) || errno(error.cause) !== 'ENOENT') {
        throw error;
      }
      await onDisk(this.folder, () => mkdir(this.folder, { recursive: true, mode: 0o700 }));
      await appendText(this.path, text);
    }
    this.own += Buffer.byteLength(text);
    copies.map(readCopy).forEach((copy) => copy && this.remember(copy));
    this.prune();
  }

  private async readOn(): Promise<void> {
    const facts = await onDisk(this.path, () => statOf(this.path));
    if (facts === undefined) {
      this.forget(undefined);
      return;
    }
    if (facts.ino !== this.inode || facts.size < this.readTo) {
      this.forget(facts.ino);
    }
    if (facts.size === this.readTo + this.own) {
      // Nobody else has written since.
      this.readTo = facts.size;
    } else if (facts.size > this.readTo) {
      const text = await this.readFrom(this.readTo, facts.size - this.readTo);
      // A line that another window is just writing is read the next time.
      const end = text.lastIndexOf(0x0a) + 1;
      this.readTo += end;
      readLines(new TextDecoder().decode(text.subarray(0, end)))
        .values.map(readCopy)
        .forEach((copy) => copy && this.remember(copy));
      this.prune();
    }
    this.own = 0;
    if (facts.size > COMPACT_BYTES) {
      await this.compact(facts.size);
    }
  }

  private async readFrom(position: number, length: number): Promise<Uint8Array> {
    return onDisk(this.path, async () => {
      const handle = await open(this.path, 'r');
      try {
        const { bytesRead, buffer } = await handle.read(
          ...([new Uint8Array(length), 0, length, position] as const),
        );
        return buffer.subarray(0, bytesRead);
      } finally {
        await handle.close();
      }
    });
  }

  private remember(copy: LocalCopy): void {
    const known = this.copies.get(copy.address) ?? new Map<string, LocalCopy>();
    // Set anew, so that the address and the path are the newest.
    this.copies.delete(copy.address);
    this.copies.set(copy.address, known);
    this.count += known.delete(copy.path) ? 0 : 1;
    known.set(copy.path, copy);
  }

  private prune(): void {
    for (const [address, known] of this.copies) {
      if (this.count <= MOST_COPIES) {
        return;
      }
      this.count -= known.size;
      this.copies.delete(address);
    }
  }

  private async compact(size: number): Promise<void> {
    const all = [...this.copies.values()].flatMap((known) => [...known.values()]);
    const text = all.map(formatLine).join('');
    if (Buffer.byteLength(text) < size / 2) {
      await replaceText(this.path, text);
      const facts = await onDisk(this.path, () => statOf(this.path));
      this.inode = facts?.ino;
      this.readTo = Buffer.byteLength(text);
    }
  }

  private forget(inode: number | undefined): void {
    this.copies.clear();
    this.count = 0;
    this.readTo = 0;
    this.own = 0;
    this.inode = inode;
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.last.then(work);
    this.last = mine.catch(() => undefined);
    return mine;
  }
}

async function isThere(copy: LocalCopy): Promise<boolean> {
  try {
    const facts = await lstat(copy.path);
    return facts.isFile() && facts.size === copy.size && facts.mtimeMs === copy.modified;
  } catch {
    return false;
  }
}

async function statOf(
  path: string,
): Promise<{ readonly size: number; readonly ino: number } | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (errno(error) === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}

function readCopy(value: unknown): LocalCopy | undefined {
  const { address, identity, path, size, modified } = fieldsOf(value) ?? {};
  const version = readIdentity(identity);
  const known =
    typeof address === 'string' &&
    typeof path === 'string' &&
    isCount(size) &&
    typeof modified === 'number' &&
    version !== undefined;
  return known ? { address, identity: version, path, size, modified } : undefined;
}

function readIdentity(value: unknown): Identity | undefined {
  const { kind, etag, size, modified } = fieldsOf(value) ?? {};
  if (kind === 'etag' && typeof etag === 'string') {
    return { kind, etag };
  }
  return kind === 'modified' && isCount(size) && typeof modified === 'string'
    ? { kind, size, modified }
    : undefined;
}
