import { throwIfAborted } from '../errors';
import type { ByteSource, Identity, ReadOptions } from './source';
import { checkInside, checkSpan } from './span';

/** Bytes already at hand. Reads are views of them, not copies. */
export class MemorySource implements ByteSource {
  constructor(
    readonly label: string,
    private readonly bytes: Uint8Array,
  ) {}

  async size(): Promise<number> {
    return this.bytes.length;
  }

  async identity(): Promise<Identity> {
    return { kind: 'unknown' };
  }

  async read(offset: number, length: number, options: ReadOptions = {}): Promise<Uint8Array> {
    throwIfAborted(options.signal);
    const span = { offset, length };
    checkSpan(this.label, span);
    checkInside(this.label, span, this.bytes.length);
    const bytes = this.bytes.subarray(offset, offset + length);
    options.meter?.received(length);
    options.onFill?.(length, bytes);
    return bytes;
  }

  async close(): Promise<void> {
    // Nothing is held but memory, which goes with the source.
  }
}
