import { SkybucketError } from '../../../src/core/errors';
import type { LocalCopies, LocalCopy } from '../../../src/core/transfer/local-copies';
import type {
  JournalStore,
  LocalDisk,
  LocalFacts,
  LocalSource,
  LocalTarget,
  PartialFile,
  PartJournal,
} from '../../../src/core/transfer/local-disk';
import { numberedName } from '../../../src/core/transfer/safe-name';
import type { OnExisting } from '../../../src/core/transfer/transfer';

interface Stored {
  bytes: Uint8Array;
  modified: number;
}

interface Partial {
  bytes: Uint8Array;
  /** As it would be after a crash of the machine. */
  synced: Uint8Array;
}

/**
 * A disk in memory. What was written to a partial file and not synced is lost at {@link crash}, as it may be when a
 * machine dies; files that were committed stay.
 */
export class MemoryDisk implements LocalDisk {
  /** By absolute path. */
  readonly files = new Map<string, Stored>();
  /** By id of the transfer. */
  readonly partials = new Map<string, Partial>();
  /** Bytes that the disk can hold. */
  room = Infinity;
  /** Called before each write to a partial file. */
  beforeWrite: (position: number, bytes: Uint8Array) => Promise<void> | void = () => undefined;
  /** Bytes read back. */
  readBack = 0;
  private time = 1_000;
  /** Handles of before a crash do nothing any more. */
  private life = 0;

  put(path: string, bytes: Uint8Array): void {
    this.files.set(path, { bytes: bytes.slice(), modified: (this.time += 1_000) });
  }

  crash(): void {
    this.life += 1;
    for (const partial of this.partials.values()) {
      partial.bytes = partial.synced.slice();
    }
  }

  async look(target: LocalTarget): Promise<LocalFacts | undefined> {
    const file = this.files.get(pathOf(target));
    return file && { kind: 'file', size: file.bytes.length, modified: file.modified };
  }

  async openPartial(
    target: LocalTarget,
    id: string,
    size: number | undefined,
    beforeNew?: () => Promise<void>,
  ): Promise<PartialFile> {
    if ((size ?? 0) > this.room) {
      throw new SkybucketError('local-file', 'There is no space left in the folder.');
    }
    const isNew = !this.partials.has(id);
    if (isNew) {
      await beforeNew?.();
    }
    const partial = this.partials.get(id) ?? {
      bytes: new Uint8Array(size ?? 0),
      synced: new Uint8Array(size ?? 0),
    };
    this.partials.set(id, partial);
    const life = this.life;
    const check = (): void => {
      if (life !== this.life) {
        throw new SkybucketError('local-file', 'The machine died meanwhile.');
      }
    };
    return {
      isNew,
      write: async (position, bytes) => {
        await this.beforeWrite(position, bytes);
        await Promise.resolve();
        check();
        if (position + bytes.length > this.room) {
          throw new SkybucketError('local-file', 'There is no space left in the folder.');
        }
        partial.bytes = grown(partial.bytes, position + bytes.length);
        partial.bytes.set(bytes, position);
      },
      sync: async () => {
        const now = partial.bytes.slice();
        await Promise.resolve();
        check();
        partial.synced = now;
      },
      read: async (position, length) => {
        await Promise.resolve();
        check();
        this.readBack += length;
        return partial.bytes.slice(position, position + length);
      },
      commit: async (length, onExisting, onNamed) => {
        check();
        if (partial.bytes.length < length) {
          throw new SkybucketError('truncated', 'The download is too short.');
        }
        const path = this.freePath(target, onExisting);
        if (path !== undefined) {
          this.put(path, partial.bytes.subarray(0, length));
          await onNamed?.(path, this.files.get(path)?.modified ?? 0);
          this.partials.delete(id);
        }
        return path;
      },
      discard: async () => {
        check();
        this.partials.delete(id);
      },
      close: async () => undefined,
    };
  }

  async removePartial(_target: LocalTarget, id: string): Promise<void> {
    this.partials.delete(id);
  }

  async openSource(target: LocalTarget): Promise<LocalSource> {
    const file = this.files.get(pathOf(target));
    if (file === undefined) {
      throw new SkybucketError('local-file', 'The file does not exist.');
    }
    const { bytes, modified } = file;
    return {
      size: bytes.length,
      modified,
      read: async (position, length) => {
        // What is there now, whatever it was when it was opened.
        const now = this.files.get(pathOf(target))?.bytes ?? new Uint8Array(0);
        if (now.length < position + length) {
          throw new SkybucketError('changed', 'The file became shorter.', { retryable: true });
        }
        return now.slice(position, position + length);
      },
      close: async () => undefined,
    };
  }

  async ignoresCase(): Promise<boolean> {
    return false;
  }

  private freePath(target: LocalTarget, onExisting: OnExisting): string | undefined {
    const path = pathOf(target);
    if (onExisting === 'overwrite' || !this.files.has(path)) {
      return path;
    }
    if (onExisting === 'skip') {
      return undefined;
    }
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    for (let number = 2; ; number++) {
      const other = folder + numberedName(path.slice(folder.length), number);
      if (!this.files.has(other)) {
        return other;
      }
    }
  }
}

/** Journals in memory; all that was begun or noted lasts. */
export class MemoryJournals implements JournalStore {
  readonly journals = new Map<string, PartJournal>();

  async read(id: string): Promise<PartJournal | undefined> {
    return this.journals.get(id);
  }

  async begin(id: string, journal: Omit<PartJournal, 'done'>): Promise<void> {
    this.journals.set(id, { ...journal, done: new Set() });
  }

  async note(id: string, parts: readonly number[]): Promise<void> {
    const journal = this.journals.get(id);
    if (journal !== undefined) {
      this.journals.set(id, { ...journal, done: new Set([...journal.done, ...parts]) });
    }
  }

  async remove(id: string): Promise<void> {
    this.journals.delete(id);
  }
}

export class MemoryCopies implements LocalCopies {
  readonly copies: LocalCopy[] = [];

  /** @param disk copies whose file is gone or another one are not found */
  constructor(private readonly disk: MemoryDisk) {}

  async add(copy: LocalCopy): Promise<void> {
    this.copies.push(copy);
  }

  async find(address: string): Promise<readonly LocalCopy[]> {
    return this.copies.filter((copy) => {
      const file = this.disk.files.get(copy.path);
      return (
        copy.address === address &&
        file?.bytes.length === copy.size &&
        file.modified === copy.modified
      );
    });
  }
}

function pathOf({ folder, path }: LocalTarget): string {
  return `${folder}/${path}`;
}

function grown(bytes: Uint8Array, length: number): Uint8Array {
  if (bytes.length >= length) {
    return bytes;
  }
  const larger = new Uint8Array(length);
  larger.set(bytes);
  return larger;
}
