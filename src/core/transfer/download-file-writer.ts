import type { PartialFile } from './local-disk';
import type { SpanHash, Verification } from './verify';

/** Bytes written at a time. A whole number of them is a part, but for the last. */
const BLOCK = 1024 * 1024;
/** Writes of one run that may be under way: the connection waits rather than that memory fills. */
const WRITES = 3;

/** Blocks that are used again: making them anew keeps the garbage collection busier than the disk. */
export class Blocks {
  private readonly free: Uint8Array[] = [];

  /** @param length at most that of a block */
  take(length: number): Uint8Array {
    return length < BLOCK ? new Uint8Array(length) : (this.free.pop() ?? new Uint8Array(BLOCK));
  }

  giveBack(block: Uint8Array): void {
    if (block.length === BLOCK) {
      this.free.push(block);
    }
  }
}

export interface WriterTools {
  readonly partial: PartialFile;
  readonly blocks: Blocks;
  readonly verification: Verification;
  /** Told of bytes as they come in. */
  readonly onBytes: (count: number) => void;
  /** Told when all bytes of a part are written, by its index from 0. */
  readonly onPart: (index: number) => void;
}

/** Writes the bytes of some parts in a row where they belong, and has them hashed on the way. */
export class RunWriter {
  private readonly end: number;
  /** The next byte to come. */
  private at: number;
  private block: Uint8Array = new Uint8Array(0);
  private filled = 0;
  private hash: SpanHash | undefined;
  private readonly writing = new Set<Promise<void>>();
  private readonly written = new Map<number, number>();
  private failure: { readonly error: unknown } | undefined;

  /** @param size of the object; Infinity where it is not known: then it is one part */
  constructor(
    private readonly tools: WriterTools,
    private readonly start: number,
    private readonly size: number,
    private readonly partSize: number,
    end: number = size,
  ) {
    this.at = start;
    this.end = end;
  }

  /** Resolves when the bytes are kept; more than a few blocks at a time have to wait for the disk. */
  readonly take = async (bytes: Uint8Array): Promise<void> => {
    for (let used = 0; used < bytes.length;) {
      const partEnd = this.partEnd();
      if (this.at % this.partSize === 0 || this.at === this.start) {
        this.hash = await this.tools.verification.begin(this.at, partEnd);
      }
      if (this.filled === this.block.length) {
        this.newBlock();
      }
      const room = Math.min(this.block.length - this.filled, partEnd - this.at);
      const some = bytes.subarray(used, used + room);
      this.block.set(some, this.filled);
      await this.hash?.update(some);
      this.filled += some.length;
      this.at += some.length;
      used += some.length;
      this.tools.onBytes(some.length);
      if (this.at === partEnd) {
        await this.hash?.end();
      }
      if (this.filled === this.block.length || this.at === partEnd) {
        await this.write();
      }
    }
  };

  /** Resolves when everything is written. */
  async flush(): Promise<void> {
    if (this.filled > 0) {
      await this.write();
    }
    await Promise.all(this.writing);
    this.throwIfFailed();
  }

  /** Where the part ends that the next byte belongs to. */
  private partEnd(): number {
    const part = Math.floor(this.at / this.partSize);
    return this.partSize === Infinity ? Infinity : Math.min(this.size, (part + 1) * this.partSize);
  }

  private newBlock(): void {
    this.block = this.tools.blocks.take(
      Math.min(BLOCK, this.partEnd() - this.at, this.end - this.at),
    );
    this.filled = 0;
  }

  private async write(): Promise<void> {
    const { block } = this;
    const bytes = block.subarray(0, this.filled);
    const position = this.at - this.filled;
    this.block = new Uint8Array(0);
    this.filled = 0;
    const writing = this.tools.partial
      .write(position, bytes)
      .then(() => this.placed(position, bytes.length))
      .catch((error: unknown) => {
        this.failure ??= { error };
      })
      .finally(() => {
        this.writing.delete(writing);
        this.tools.blocks.giveBack(block);
      });
    this.writing.add(writing);
    while (this.writing.size >= WRITES) {
      await Promise.race(this.writing);
    }
    this.throwIfFailed();
  }

  private placed(position: number, length: number): void {
    if (this.partSize === Infinity) {
      return;
    }
    const index = Math.floor(position / this.partSize);
    const start = index * this.partSize;
    const end = Math.min(this.size, start + this.partSize);
    const written = (this.written.get(index) ?? 0) + length;
    this.written.set(index, written);
    if (written === end - start) {
      this.written.delete(index);
      this.tools.verification.placed(start, end);
      this.tools.onPart(index);
    }
  }

  private throwIfFailed(): void {
    if (this.failure !== undefined) {
      throw this.failure.error;
    }
  }
}
