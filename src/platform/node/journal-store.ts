import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SkybucketError } from '../../core/errors';
import type { JournalStore, PartJournal } from '../../core/transfer/local-disk';
import { isTransferId } from '../../core/transfer/queue-ids';
import { appendText, readText, replaceText } from './journal-file';
import { fieldsOf, formatLine, isCount, readLines } from './journal-lines';
import { onDisk } from './local-disk-errors';

const MOST_BYTES = 32 * 1024 * 1024;
/** More than any object has: 10,000 at S3, and 5 TB in parts of a megabyte. */
const MOST_PARTS = 5_000_000;
const COMPACT_BYTES = 256 * 1024;

type Head = Omit<PartJournal, 'done'>;

/**
 * A file for each transfer: a line on what is transferred, then lines of ranges of parts. `begin` is on the disk when
 * it resolves. `note` survives the death of the process; what is lost of it with the machine is only done again.
 */
export class FileJournalStore implements JournalStore {
  private readonly last = new Map<string, Promise<unknown>>();

  /** @param folder made when something is first written. */
  constructor(private readonly folder: string) {}

  async read(id: string): Promise<PartJournal | undefined> {
    const path = this.path(id);
    return this.inTurn(id, async () => {
      let text: string | undefined;
      try {
        text = await readText(path, MOST_BYTES);
      } catch (error) {
        if (error instanceof SkybucketError && error.code === 'too-large') {
          return undefined;
        }
        throw error;
      }
      const journal = text === undefined ? undefined : parseJournal(text);
      if (journal !== undefined && text !== undefined && text.length > COMPACT_BYTES) {
        await replaceText(path, formatJournal(journal));
      }
      return journal;
    });
  }

  async begin(id: string, journal: Head): Promise<void> {
    const path = this.path(id);
    await this.inTurn(id, async () => {
      await onDisk(this.folder, () => mkdir(this.folder, { recursive: true, mode: 0o700 }));
      await replaceText(path, formatJournal({ ...journal, done: new Set() }));
    });
  }

  async note(id: string, parts: readonly number[]): Promise<void> {
    const path = this.path(id);
    if (parts.length > 0) {
      await this.inTurn(id, () => appendText(path, formatLine({ done: ranges(parts) })));
    }
  }

  async remove(id: string): Promise<void> {
    const path = this.path(id);
    await this.inTurn(id, () => onDisk(path, () => rm(path, { force: true })));
  }

  private path(id: string): string {
    if (!isTransferId(id)) {
      throw new SkybucketError('local-file', 'A transfer has no id that a file name can hold.');
    }
    return join(this.folder, `${id}.journal`);
  }

  private inTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
    const mine = (this.last.get(id) ?? Promise.resolve()).then(work);
    const quiet = mine.catch(() => undefined);
    this.last.set(id, quiet);
    void quiet.then(() => {
      if (this.last.get(id) === quiet) {
        this.last.delete(id);
      }
    });
    return mine;
  }
}

/** Undefined where the first line is not there, or is none. Parts that cannot be are left out. */
export function parseJournal(text: string): PartJournal | undefined {
  const [first, ...rest] = readLines(text).values;
  const head = readHead(first);
  if (head === undefined) {
    return undefined;
  }
  // Parts count from 0 or from 1.
  const last = Math.ceil(head.size / head.partSize);
  const done = new Set<number>();
  for (const line of rest) {
    const list = fieldsOf(line)?.['done'];
    for (const range of Array.isArray(list) ? (list as readonly unknown[]) : []) {
      const [from, to] = Array.isArray(range) ? (range as readonly unknown[]) : [];
      for (let part = isCount(from) ? from : Infinity; isCount(to) && part <= to; part++) {
        if (part > last) {
          break;
        }
        done.add(part);
      }
    }
  }
  return { ...head, done };
}

function readHead(value: unknown): Head | undefined {
  const { identity, size, partSize, uploadId } = fieldsOf(value) ?? {};
  const isText = typeof identity === 'string' && ['string', 'undefined'].includes(typeof uploadId);
  if (!isText || !isCount(size) || !isCount(partSize) || partSize === 0) {
    return undefined;
  }
  return size / partSize > MOST_PARTS
    ? undefined
    : { identity, size, partSize, ...(typeof uploadId === 'string' ? { uploadId } : {}) };
}

function formatJournal({ done, ...head }: PartJournal): string {
  return formatLine(head) + (done.size > 0 ? formatLine({ done: ranges([...done]) }) : '');
}

/** Parts as ranges, both ends included. */
function ranges(parts: readonly number[]): [number, number][] {
  const sorted = [...new Set(parts)].sort((a, b) => a - b);
  const found: [number, number][] = [];
  for (const part of sorted) {
    const last = found.at(-1);
    if (last !== undefined && last[1] === part - 1) {
      last[1] = part;
    } else {
      found.push([part, part]);
    }
  }
  return found;
}
