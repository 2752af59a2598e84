import { SkybucketError, throwIfAborted } from '../../errors';
import type { ByteSource, Identity, ReadOptions } from '../source';
import { checkInside, checkSpan } from '../span';
import type { Spool, Spools } from './spool';

const CHUNK_LENGTH = 4 * 1024 * 1024;
/** Space that is left on the disk for others. */
const RESERVE = 1024 ** 3;

export interface KeptLimits {
  /** Bytes that are kept in memory; with more, all of them go to a temporary file. */
  readonly inMemory: number;
  /** Bytes that are kept at all. */
  readonly most: number;
}

/**
 * Bytes that are written once: in memory, or where they are many in a temporary file. Those that have been
 * written can be read while more are.
 */
export class KeptBytes implements ByteSource {
  private length = 0;
  private most: number;
  /** All of {@link CHUNK_LENGTH} but the last; with a spool those that are not written yet. */
  private chunks: Uint8Array[] = [];
  private filled = 0;
  private spool: Spool | undefined;
  /** Bytes that are in the temporary file; the chunks go on from there. */
  private spooled = 0;

  /** @param label of the file the bytes come from. */
  constructor(
    readonly label: string,
    private readonly spools: Spools,
    private readonly limits: KeptLimits,
  ) {
    this.most = limits.most;
  }

  /** @throws SkybucketError `too-large` beyond what may be kept, `local-file` where the disk is full. */
  async append(bytes: Uint8Array): Promise<void> {
    if (this.length + bytes.length > this.most) {
      throw this.tooLarge();
    }
    for (let done = 0; done < bytes.length;) {
      if (this.chunks.length === 0 || this.filled === CHUNK_LENGTH) {
        await this.flush();
        this.chunks.push(new Uint8Array(CHUNK_LENGTH));
        this.filled = 0;
      }
      const count = Math.min(bytes.length - done, CHUNK_LENGTH - this.filled);
      this.chunks.at(-1)?.set(bytes.subarray(done, done + count), this.filled);
      this.filled += count;
      this.length += count;
      done += count;
    }
  }

  /** To be called after the last byte. */
  async finish(): Promise<void> {
    const last = this.chunks.pop();
    if (last) {
      this.chunks.push(last.subarray(0, this.filled));
      await this.flush();
    }
  }

  async size(): Promise<number> {
    return this.length;
  }

  async identity(): Promise<Identity> {
    return { kind: 'unknown' };
  }

  async read(offset: number, length: number, options: ReadOptions = {}): Promise<Uint8Array> {
    throwIfAborted(options.signal);
    const span = { offset, length };
    checkSpan(this.label, span);
    checkInside(this.label, span, this.length);
    const bytes = await this.bytesAt(offset, length);
    throwIfAborted(options.signal);
    options.onFill?.(length, bytes);
    return bytes;
  }

  async close(): Promise<void> {
    this.chunks = [];
    await this.spool?.close();
  }

  /** Moves what is in memory to the temporary file, once there is one or there is to be one. */
  private async flush(): Promise<void> {
    if (this.spool === undefined && this.length > this.limits.inMemory) {
      this.most = Math.min(this.most, Math.max(0, (await this.spools.room()) - RESERVE));
      this.spool = await this.spools.open();
    }
    if (this.spool) {
      let bytes = 0;
      for (const chunk of this.chunks) {
        await this.spool.append(chunk);
        bytes += chunk.length;
      }
      this.chunks = [];
      this.spooled += bytes;
    }
  }

  private async bytesAt(offset: number, length: number): Promise<Uint8Array> {
    const fromSpool = Math.max(0, Math.min(length, this.spooled - offset));
    // Taken now: while the file is read, more may move to it.
    const rest = this.piece(Math.max(0, offset - this.spooled), length - fromSpool);
    if (!this.spool || fromSpool === 0) {
      return rest;
    }
    const first = await this.spool.read(offset, fromSpool);
    if (rest.length === 0) {
      return first;
    }
    const bytes = new Uint8Array(length);
    bytes.set(first);
    bytes.set(rest, fromSpool);
    return bytes;
  }

  /** @param offset from the first chunk on. */
  private piece(offset: number, length: number): Uint8Array {
    const first = Math.floor(offset / CHUNK_LENGTH);
    const start = offset - first * CHUNK_LENGTH;
    if (start + length <= CHUNK_LENGTH) {
      return this.chunks[first]?.subarray(start, start + length) ?? new Uint8Array(0);
    }
    const bytes = new Uint8Array(length);
    for (let done = 0, at = start, i = first; done < length; i += 1) {
      const part = this.chunks[i]?.subarray(at, at + length - done) ?? new Uint8Array(0);
      bytes.set(part, done);
      done += part.length;
      at = 0;
    }
    return bytes;
  }

  private tooLarge(): SkybucketError {
    const megabytes = Math.floor(this.most / 1e6);
    if (this.most < this.limits.most) {
      return new SkybucketError(
        'too-large',
        `There is no room for what ${this.label} holds: it is more than the ${megabytes} MB that can be ` +
          'written to the disk of temporary files.',
        { hint: 'Make room there, and open it again.' },
      );
    }
    return new SkybucketError(
      'too-large',
      `${this.label} holds more than the ${megabytes} MB that are unpacked at most.`,
      { hint: 'Download and unpack it, then open the unpacked file.' },
    );
  }
}
