import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MemorySource } from '../../../src/core/bytes/memory-source';
import type { Meter } from '../../../src/core/bytes/meter';
import type { ByteSource, ReadOptions, Span } from '../../../src/core/bytes/source';
import { SpanReader } from '../../../src/core/bytes/span-reader';

const FILES = fileURLToPath(new URL('../../fixtures/golden/parquet/', import.meta.url));

/** A file that `make_parquet.py` made. */
export function fixture(name: string): Uint8Array {
  return readFileSync(`${FILES}${name}.parquet`);
}

/** Like an object far away: every read is a request that its meter counts, and `reads` has them all. */
export class CountedSource extends MemorySource implements ByteSource {
  readonly reads: Span[] = [];

  constructor(
    label: string,
    bytes: Uint8Array,
    private readonly before: () => Promise<void> = async () => undefined,
  ) {
    super(label, bytes);
  }

  override async read(
    offset: number,
    length: number,
    options: ReadOptions = {},
  ): Promise<Uint8Array> {
    this.reads.push({ offset, length });
    const { meter } = options;
    const ask = options.ask ?? meter?.ask();
    const end = ask && meter?.begin(ask);
    await this.before();
    const bytes = await super.read(offset, length, options);
    end?.(true);
    return bytes;
  }
}

export function readerOf(source: ByteSource, meter?: Meter): SpanReader {
  return new SpanReader(source, { meter });
}

/** Reader of bytes at hand. */
export function local(bytes: Uint8Array, label = 'x.parquet'): SpanReader {
  return new SpanReader(new MemorySource(label, bytes), { local: true });
}

/** The same numbers every time: xorshift. */
export function random(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
