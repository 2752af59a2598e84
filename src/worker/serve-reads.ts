import { joined } from '../core/bytes/joined';
import type { Meter } from '../core/bytes/meter';
import type { ByteReader } from '../core/bytes/reader';
import type { ReadOptions, Span } from '../core/bytes/source';
import { SkybucketError } from '../core/errors';
import type { RpcHandlers } from '../protocol/rpc-server';
import type { WireError } from '../protocol/wire';
import type { Arrivals, ReaderMethods } from './methods';
import { toWireError } from './wire-error';

/** Opens a file that the one being read refers to, by the URI as it stands there. */
export type OpenOther = (uri: string) => Promise<ByteReader>;

/**
 * The other end of a `RemoteReader`: reads where the sockets and caches are.
 *
 * @param onSize called when the size of the file has been asked for and is known.
 * @param openOther left out: no other file is opened.
 */
export function serveReads(
  reader: ByteReader,
  meter: Meter,
  onSize: (size: number) => void,
  openOther: OpenOther = refuseOther,
): RpcHandlers<ReaderMethods> {
  const others: ByteReader[] = [];
  const readerOf = (file: number | undefined): ByteReader => {
    const found = file === undefined ? reader : others[file];
    if (found === undefined) {
      throw new SkybucketError('protocol', `There is no open file ${file}.`);
    }
    return found;
  };

  return {
    size: async ({ file }, { signal }) => {
      const size = await readerOf(file).size({ signal, meter });
      if (file === undefined) {
        onSize(size);
      }
      return { size };
    },

    openOther: async ({ uri }) => {
      const other = await openOther(uri);
      const known = others.indexOf(other);
      const file = known >= 0 ? known : others.push(other) - 1;
      return { file, label: other.label, local: other.local };
    },

    read: async ({ file, spans }, { signal, progress }) => {
      await readInReports(readerOf(file), spans, { signal, meter }, progress);
      return null;
    },
  };
}

/** Reads spans of a file; those that were settled within one turn are one report. */
export async function readInReports(
  reader: ByteReader,
  spans: readonly Span[],
  options: ReadOptions,
  report: (arrivals: Arrivals) => unknown,
): Promise<void> {
  const batch = new ArrivalBatch((arrivals) => void report(arrivals));
  await Promise.all(
    reader.readSpans(spans, options).map((span, index) =>
      span.then(
        (bytes) => batch.arrived(index, bytes),
        (error: unknown) => batch.failed(index, toWireError(error)),
      ),
    ),
  );
  batch.flush();
}

async function refuseOther(): Promise<never> {
  throw new SkybucketError('unsupported', 'Other files cannot be opened from here.');
}

/** Rows of an image are small and come by the hundred: those of one turn make one message. */
class ArrivalBatch {
  private indices: number[] = [];
  private pieces: Uint8Array[] = [];
  private failures: { index: number; error: WireError }[] = [];
  private waits = false;

  constructor(private readonly send: (arrivals: Arrivals) => void) {}

  arrived(index: number, bytes: Uint8Array): void {
    this.indices.push(index);
    this.pieces.push(bytes);
    this.flushSoon();
  }

  failed(index: number, error: WireError): void {
    this.failures.push({ index, error });
    this.flushSoon();
  }

  flush(): void {
    this.waits = false;
    if (this.indices.length + this.failures.length > 0) {
      // A copy in any case: what a reader gives may be shared with the cache.
      this.send({ arrived: this.indices, bytes: joined(this.pieces), failed: this.failures });
      this.indices = [];
      this.pieces = [];
      this.failures = [];
    }
  }

  private flushSoon(): void {
    if (!this.waits) {
      this.waits = true;
      queueMicrotask(() => this.flush());
    }
  }
}
