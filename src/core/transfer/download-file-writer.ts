import type { PartialFile } from './local-disk';
import type { SpanHash, Verification } from './verify';

/** Bytes written at a time. A whole number of them is a part, but for the last. */
const BLOCK = 1024 * 1024;
/** Writes of one run that may be under way: the connection waits rather than that memory fills. */
const WRITES = 3;

/**
 * Blocks that are used again. What comes is copied into them: to keep it as it came until it is written costs the
 * garbage collection more than twice as much.
 */
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
  ) {
    this.at = start;
  }

  /** Takes what comes next, and keeps it. Where there is something to wait for, that. */
  readonly take = (bytes: Uint8Array): Promise<void> | undefined => {
    const partEnd = this.partEnd();
    const begins = this.at % this.partSize === 0 || this.at === this.start;
    if (begins || this.at + bytes.length >= partEnd) {
      return this.takeOver(bytes);
    }
    return this.add(bytes);
  };

  /** The same across the bounds of parts. */
  private async takeOver(bytes: Uint8Array): Promise<void> {
    for (let used = 0; used < bytes.length;) {
      const partEnd = this.partEnd();
      if (this.at % this.partSize === 0 || this.at === this.start) {
        this.hash = await this.tools.verification.begin(this.at, partEnd);
      }
      const some = bytes.subarray(used, used + partEnd - this.at);
      used += some.length;
      await this.add(some);
      if (this.at === partEnd) {
        await this.hash?.end();
        if (this.filled > 0) {
          await this.write();
        }
      }
    }
  }

  /** Bytes of one part. */
  private add(bytes: Uint8Array): Promise<void> | undefined {
    const hashed = this.hash?.update(bytes);
    this.tools.onBytes(bytes.length);
    const kept = this.keep(bytes);
    // The digests of a file are fed in order.
    return hashed === undefined ? kept : Promise.all([hashed, kept]).then(() => undefined);
  }

  private keep(bytes: Uint8Array): Promise<void> | undefined {
    if (this.filled === this.block.length) {
      this.block = this.tools.blocks.take(Math.min(BLOCK, this.partEnd() - this.at));
      this.filled = 0;
    }
    const some = bytes.subarray(0, this.block.length - this.filled);
    this.block.set(some, this.filled);
    this.filled += some.length;
    this.at += some.length;
    if (this.filled < this.block.length) {
      return undefined;
    }
    const rest = bytes.subarray(some.length);
    const writing = this.write();
    return rest.length === 0 ? writing : writing.then(() => this.keep(rest));
  }

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

  private async write(): Promise<void> {
    const { block, filled } = this;
    const position = this.at - filled;
    this.block = new Uint8Array(0);
    this.filled = 0;
    const writing = this.tools.partial
      .write(position, block.subarray(0, filled))
      .then(() => this.placed(position, filled))
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
