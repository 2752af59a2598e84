import type { ByteReader } from '../core/bytes/reader';
import type { ReadOptions, Span } from '../core/bytes/source';
import type { RpcClient } from '../protocol/rpc-client';
import type { Arrivals, ReaderEvents, ReaderMethods } from './methods';
import { fromWireError } from './wire-error';

type Host = Pick<RpcClient<ReaderMethods, ReaderEvents>, 'request'>;

/**
 * Bytes that another thread reads, see `serveReads`. All that is asked for in one call is asked for in
 * one call there too, so that it is planned and counted as if it were read directly; meters stay there.
 */
export class RemoteReader implements ByteReader {
  private knownSize: number | undefined;

  constructor(
    private readonly host: Host,
    readonly label: string,
    readonly local: boolean,
    /** Of a file that another one led to. */
    private readonly file?: number | undefined,
  ) {}

  async size({ signal }: ReadOptions = {}): Promise<number> {
    return (this.knownSize ??= (
      await this.host.request('size', { file: this.file }, { signal })
    ).size);
  }

  async read(offset: number, length: number, options: ReadOptions = {}): Promise<Uint8Array> {
    const [bytes] = this.readSpans([{ offset, length }], options);
    return bytes as Promise<Uint8Array>;
  }

  async readUpTo(offset: number, length: number, options: ReadOptions = {}): Promise<Uint8Array> {
    const size = await this.size(options);
    return this.read(offset, Math.max(0, Math.min(length, size - offset)), options);
  }

  readSpans(spans: readonly Span[], { signal }: ReadOptions = {}): Promise<Uint8Array>[] {
    const waiting = spans.map(() => new Arrival());
    const onProgress = ({ arrived, bytes, failed }: Arrivals): void => {
      let at = 0;
      for (const index of arrived) {
        const length = spans[index]?.length ?? 0;
        waiting[index]?.resolve(bytes.subarray(at, at + length));
        at += length;
      }
      for (const { index, error } of failed) {
        waiting[index]?.reject(fromWireError(error));
      }
    };
    if (spans.length > 0) {
      this.host
        .request('read', { file: this.file, spans }, { signal, onProgress })
        .catch((error: unknown) => waiting.forEach(({ reject }) => reject(error)));
    }
    return waiting.map(({ promise }) => promise);
  }
}

class Arrival {
  resolve!: (bytes: Uint8Array) => void;
  reject!: (error: unknown) => void;
  readonly promise = new Promise<Uint8Array>((resolve, reject) => {
    this.resolve = resolve;
    this.reject = reject;
  });

  constructor() {
    // Callers await spans one after the other; a failure of a later one is not unhandled.
    this.promise.catch(() => undefined);
  }
}
