import { join } from 'node:path';
import { SkybucketError } from '../../core/errors';
import type { DigestAlgorithm } from '../../core/transfer/checksum/tools';
import type {
  LocalDisk,
  LocalTarget,
  PartialFile,
  PartialMemory,
} from '../../core/transfer/local-disk';
import type { OnExisting } from '../../core/transfer/transfer';
import { SLOT, slotBytes, type SmallFilesMemory } from './small-files-memory';
import type { SmallFilesThread } from './small-files-thread';

/**
 * A small download that is in memory until all of it is there: the thread then does with the disk in one go what takes
 * ten ways to the pool and back otherwise. One that is not finished leaves nothing, and is begun anew.
 */
export class SmallFile implements PartialFile, PartialMemory {
  readonly isNew = true;
  private readonly bytes: Uint8Array;
  /** Bytes from the start on that are there. */
  private length = 0;
  private state: 'open' | 'closed' | 'over' = 'open';
  private begun = false;
  /** What the thread is doing with the memory. */
  private readonly working = new Set<Promise<unknown>>();

  /**
   * @param slot of the thread's memory, which it gives back
   * @param disk where its hidden file is removed from
   */
  constructor(
    private readonly thread: SmallFilesThread,
    private readonly memoryOfThread: SmallFilesMemory,
    private readonly slot: number,
    private readonly disk: Pick<LocalDisk, 'removePartial'>,
    private readonly target: LocalTarget,
    private readonly transfer: string,
  ) {
    this.bytes = slotBytes(memoryOfThread.buffer, slot, SLOT);
  }

  get memory(): PartialMemory {
    return this;
  }

  put(position: number, bytes: Uint8Array): void {
    this.throwIfClosed();
    const end = position + bytes.length;
    if (end > this.bytes.length) {
      throw new SkybucketError('local-file', `${this.path} is larger than was said before.`, {
        hint: 'Try again.',
      });
    }
    if (position > this.length) {
      // As in a file, and not what the memory held before.
      this.bytes.fill(0, this.length, position);
    }
    this.bytes.set(bytes, position);
    this.length = Math.max(this.length, end);
  }

  async digest(algorithm: DigestAlgorithm, size: number): Promise<Uint8Array> {
    this.throwIfShorter(size);
    return this.use(() => this.thread.digest(algorithm, { slot: this.slot, length: size }));
  }

  async write(position: number, bytes: Uint8Array): Promise<void> {
    this.put(position, bytes);
  }

  async sync(): Promise<void> {
    this.throwIfClosed();
  }

  async read(position: number, length: number): Promise<Uint8Array> {
    this.throwIfShorter(position + length);
    // The other thread's memory stays out of what others may hand on.
    return new Uint8Array(this.bytes.subarray(position, position + length));
  }

  async commit(
    size: number,
    onExisting: OnExisting,
    onNamed: (path: string, modified: number) => Promise<void> = () => Promise.resolve(),
  ): Promise<string | undefined> {
    this.throwIfShorter(size);
    this.begun = true;
    const { target, transfer, slot } = this;
    const path = await this.use(() =>
      this.thread.place({ target, transfer, onExisting }, { slot, length: size }, onNamed),
    );
    await this.close();
    this.state = 'over';
    return path;
  }

  async discard(): Promise<void> {
    if (this.state === 'over') {
      return;
    }
    await this.close();
    this.state = 'over';
    if (this.begun) {
      // It may be gone already; what counts is that nothing is left.
      await this.disk.removePartial(this.target, this.transfer).catch(() => undefined);
    }
  }

  async close(): Promise<void> {
    if (this.state !== 'open') {
      return;
    }
    this.state = 'closed';
    while (this.working.size > 0) {
      await Promise.allSettled(this.working);
    }
    this.memoryOfThread.giveBack(this.slot);
  }

  /** @throws SkybucketError `truncated` where there are fewer */
  private throwIfShorter(size: number): void {
    this.throwIfClosed();
    if (this.length < size) {
      throw new SkybucketError('truncated', `${this.path} has ${this.length} bytes of ${size}.`, {
        hint: 'Try again.',
        retryable: true,
      });
    }
  }

  /** The memory is another file's as soon as this one is closed, which waits for what has begun. */
  private async use<T>(work: () => Promise<T>): Promise<T> {
    const working = work();
    this.working.add(working);
    try {
      return await working;
    } finally {
      this.working.delete(working);
    }
  }

  private get path(): string {
    return join(this.target.folder, this.target.path);
  }

  private throwIfClosed(): void {
    if (this.state !== 'open') {
      throw new SkybucketError('local-file', `${this.path} is closed already.`, {
        hint: 'Try again.',
        retryable: true,
      });
    }
  }
}
