import type { Meter } from '../core/bytes/meter';
import type { ByteReader } from '../core/bytes/reader';
import type { RpcHandlers } from '../protocol/rpc-server';
import type { WireError } from '../protocol/wire';
import type { Arrivals, ReaderMethods } from './methods';
import { toWireError } from './wire-error';

/**
 * The other end of a `RemoteReader`: reads where the sockets and caches are.
 *
 * @param onSize called when the size of the file has been asked for and is known.
 */
export function serveReads(
  reader: ByteReader,
  meter: Meter,
  onSize: (size: number) => void,
): RpcHandlers<ReaderMethods> {
  return {
    size: async (_, { signal }) => {
      const size = await reader.size({ signal, meter });
      onSize(size);
      return { size };
    },

    read: async ({ spans }, { signal, progress }) => {
      const batch = new ArrivalBatch((arrivals) => void progress(arrivals));
      await Promise.all(
        reader.readSpans(spans, { signal, meter }).map((span, index) =>
          span.then(
            (bytes) => batch.arrived(index, bytes),
            (error: unknown) => batch.failed(index, toWireError(error)),
          ),
        ),
      );
      batch.flush();
      return null;
    },
  };
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

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
