import { mkdir, open, rename, rm, stat, utimes, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { SkybucketError, sentence } from '../../core/errors';
import type { QueueContent, QueueStore } from '../../core/transfer/queue';
import { newTransferId } from '../../core/transfer/queue-ids';
import { QueueLog, type QueueRecord } from '../../core/transfer/queue-log';
import type { TransferBatch, TransferFile, TransferState } from '../../core/transfer/transfer';
import { readText, replaceText } from './journal-file';
import { formatLine, readLines } from './journal-lines';
import { Lease, LeaseWatch } from './lease';
import { errno, onDisk } from './local-disk-errors';
import { queueFiles, type QueueFile } from './queue-store-look';

const MOST_BYTES = 512 * 1024 * 1024;
const COMPACT_BYTES = 1024 * 1024;
/** A window that is loaded anew comes back within this time for what it had. */
const GRACE_MS = 60_000;

/**
 * The queue of a window in a file of its own: what happens to it, one line each. A window that is gone is known by its
 * lease; whoever renames its file first has its transfers. What is read is never older than what was written before the
 * process died, and what is added is on the disk.
 */
export class FileQueueStore implements QueueStore {
  private readonly owner = newTransferId();
  private readonly watch: LeaseWatch;
  private readonly lostListeners = new Set<() => void>();
  private log = new QueueLog();
  private lease: Lease | undefined;
  private handle: FileHandle | undefined;
  /** Bytes of the file, and those that it would have if it were written anew, about. */
  private size = 0;
  private least = 0;
  private pending: { text: string; lasting: boolean; written: Promise<void> } | undefined;
  private last: Promise<unknown> = Promise.resolve();
  private over = false;

  /** @param folder shared by the windows of this user; made when something is first written. */
  constructor(private readonly folder: string) {
    this.watch = new LeaseWatch(folder);
  }

  /** What windows that are gone have left; this one has it from now on. */
  read(): Promise<QueueContent> {
    return this.inTurn(() => this.takeOver(0));
  }

  adopt(): Promise<QueueContent> {
    return this.inTurn(() => this.takeOver(GRACE_MS));
  }

  onLost(listener: () => void): () => void {
    this.lostListeners.add(listener);
    return () => this.lostListeners.delete(listener);
  }

  async add(batch: TransferBatch, files: readonly TransferFile[]): Promise<void> {
    this.log.add(batch, files);
    try {
      await this.write({ add: batch, files }, true);
    } catch (error) {
      this.log.remove(files.map(({ id }) => id));
      throw error;
    }
  }

  async setState(id: string, state: TransferState): Promise<void> {
    this.log.setState(id, state);
    await this.write({ state, of: id });
  }

  async setOrder(ids: readonly string[]): Promise<void> {
    this.log.setOrder(ids);
    await this.write({ order: ids });
  }

  async removeFiles(ids: readonly string[]): Promise<void> {
    this.log.remove(ids);
    await this.write({ gone: ids });
  }

  async leave(ids: readonly string[]): Promise<void> {
    this.log.leave(ids);
    await this.write({ leave: ids });
  }

  async close(): Promise<void> {
    await this.inTurn(async () => {
      if (this.over) {
        return;
      }
      if (this.handle !== undefined && (await this.lease?.beat()) === true) {
        this.log = this.log.left();
        if (this.log.isEmpty) {
          await rm(this.path, { force: true });
        } else {
          await this.compact();
          await utimes(this.path, new Date(), new Date());
        }
      }
      await this.end();
    });
  }

  private get path(): string {
    return join(this.folder, `${this.owner}.queue`);
  }

  /** Lines that come while others are being written go out together. */
  private write(record: QueueRecord, lasting = false): Promise<void> {
    const text = formatLine(record);
    if (this.pending !== undefined) {
      this.pending.text += text;
      this.pending.lasting ||= lasting;
      return this.pending.written;
    }
    const pending = { text, lasting, written: Promise.resolve() };
    pending.written = this.inTurn(async () => {
      this.pending = undefined;
      await this.append(pending.text, pending.lasting);
    });
    this.pending = pending;
    return pending.written;
  }

  private async append(text: string, lasting: boolean): Promise<void> {
    if (this.over) {
      return;
    }
    const handle = await this.begun();
    await onDisk(this.path, async () => {
      await handle.appendFile(text);
      if (lasting) {
        await handle.datasync();
      }
    });
    this.size += text.length;
    this.least = Math.max(this.least, lasting ? text.length : 0);
    if (this.size > COMPACT_BYTES && this.size > 4 * this.least) {
      await this.compact();
    }
  }

  private async begun(): Promise<FileHandle> {
    await this.held();
    return (this.handle ??= await onDisk(this.path, () => open(this.path, 'a', 0o600)));
  }

  private async held(): Promise<void> {
    this.lease ??= await onDisk(this.folder, async () => {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      return Lease.take(this.folder, this.owner, () => this.lose());
    });
  }

  /** Writes the file anew, with what there is alone. */
  private async compact(): Promise<void> {
    if ((await this.lease?.beat()) !== true) {
      return;
    }
    const text = this.log.records().map(formatLine).join('');
    await replaceText(this.path, text);
    await this.handle?.close();
    this.handle = await onDisk(this.path, () => open(this.path, 'a', 0o600));
    this.size = text.length;
    this.least = text.length;
  }

  private async takeOver(grace: number): Promise<QueueContent> {
    const found = new QueueLog();
    const problems: string[] = [];
    for (const file of this.over ? [] : await queueFiles(this.folder)) {
      try {
        await this.takeFile(file, grace, found, problems);
      } catch (error) {
        problems.push(`Transfers that an earlier window left cannot be read: ${sentence(error)}`);
      }
    }
    return { ...found.content(), problems };
  }

  private async takeFile(
    { name, owner }: QueueFile,
    grace: number,
    found: QueueLog,
    problems: string[],
  ): Promise<void> {
    if (owner === this.owner || !(await this.watch.isOver(owner))) {
      return;
    }
    const path = join(this.folder, name);
    const heard = (await this.watch.lastHeard(owner)) ?? (await lastChanged(path));
    if (heard === undefined || Date.now() - heard < grace) {
      return;
    }
    // The lease must be there before anything bears its name, or another window would take that for left.
    await this.held();
    // A name of its own: what could not be read of an earlier file of the same owner stays beside it.
    const mine = join(this.folder, `${this.owner}.from-${newTransferId()}.queue`);
    if (!(await moved(path, mine))) {
      return;
    }
    await this.watch.remove(owner);
    const text = (await readText(mine, MOST_BYTES)) ?? '';
    const { log, damaged } = replay(text);
    if (damaged > 0) {
      problems.push(`${damaged} lines of the list of transfers are damaged and were left out.`);
    }
    const records = log.left().records();
    for (const record of records) {
      found.apply(record);
      this.log.apply(record);
    }
    // Twice after a crash in between is no harm: a file that is there is not added again.
    if (records.length > 0) {
      await this.append(records.map(formatLine).join(''), true);
    }
    await rm(mine, { force: true });
  }

  private lose(): void {
    if (!this.over) {
      this.over = true;
      void this.inTurn(() => this.end());
      for (const listener of [...this.lostListeners]) {
        listener();
      }
    }
  }

  private async end(): Promise<void> {
    this.over = true;
    await this.handle?.close().catch(() => undefined);
    this.handle = undefined;
    await this.lease?.release();
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.last.then(work);
    this.last = mine.catch(() => undefined);
    return mine;
  }
}

/** What the lines of a file make of a queue; a line that is none of ours counts as damaged. */
export function replay(text: string): { readonly log: QueueLog; readonly damaged: number } {
  const { values, damaged } = readLines(text);
  const log = new QueueLog();
  const odd = values.filter((value) => !log.apply(value)).length;
  return { log, damaged: damaged + odd };
}

/** False where somebody else was first. */
async function moved(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (errno(error) === 'ENOENT') {
      return false;
    }
    throw new SkybucketError('local-file', `${from} cannot be renamed.`, { cause: error });
  }
}

async function lastChanged(path: string): Promise<number | undefined> {
  return (await stat(path).catch(() => undefined))?.mtimeMs;
}
