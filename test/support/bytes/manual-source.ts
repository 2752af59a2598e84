import type { ByteSource, Identity, ReadOptions } from '../../../src/core/bytes/source';
import { cancelled } from '../../../src/core/errors';

/** One read of a {@link ManualSource}, which the test lets go on. */
export class ManualRead {
  readonly result: Promise<Uint8Array>;
  aborted = false;
  private resolve!: (bytes: Uint8Array) => void;
  private reject!: (error: unknown) => void;
  private readonly buffer: Uint8Array;

  constructor(
    private readonly bytes: Uint8Array,
    readonly offset: number,
    readonly length: number,
    readonly options: ReadOptions,
  ) {
    this.buffer = new Uint8Array(length);
    this.result = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    options.signal?.addEventListener('abort', () => {
      this.aborted = true;
      this.reject(cancelled());
    });
  }

  /** The first `filled` bytes come in. */
  fill(filled: number): void {
    this.buffer.set(this.bytes.subarray(this.offset, this.offset + filled));
    this.options.onFill?.(filled, this.buffer);
  }

  finish(): void {
    this.fill(this.length);
    this.resolve(this.buffer);
  }

  fail(error: unknown): void {
    this.reject(error);
  }
}

/** A source that shows its reads and answers them when the test says so. */
export class ManualSource implements ByteSource {
  readonly label = 'manual';
  readonly reads: ManualRead[] = [];

  constructor(
    readonly bytes: Uint8Array,
    private readonly version: Identity = { kind: 'etag', etag: '"v1"' },
  ) {}

  /** `[offset, length]` of every read so far. */
  get spans(): [number, number][] {
    return this.reads.map(({ offset, length }) => [offset, length]);
  }

  async size(): Promise<number> {
    return this.bytes.length;
  }

  async identity(): Promise<Identity> {
    return this.version;
  }

  read(offset: number, length: number, options: ReadOptions = {}): Promise<Uint8Array> {
    const read = new ManualRead(this.bytes, offset, length, options);
    this.reads.push(read);
    return read.result;
  }

  async close(): Promise<void> {
    // Nothing is held.
  }
}

const inATurn = globalThis.setTimeout;

/** Lets everything that is ready happen, and what a reader gathers in one turn be asked for. */
export async function settle(): Promise<void> {
  // Timers of one length fire in the order they were set, so the second comes after any set by now.
  for (let turn = 0; turn < 2; turn++) {
    await new Promise((resolve) => inATurn(resolve, 0));
  }
  await new Promise((resolve) => setImmediate(resolve));
}
