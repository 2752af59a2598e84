import type { ByteReader } from '../../core/bytes/reader';
import type { ReadOptions, Span } from '../../core/bytes/source';
import { throwIfAborted } from '../../core/errors';
import type { RpcClient } from '../../protocol/rpc-client';
import type { ReaderEvents, ReaderMethods } from '../methods';
import { RemoteReader } from '../remote-reader';
import type { CatalogWorkerEvents, FolderMethods } from './methods';

export type FolderHost = Pick<RpcClient<FolderMethods, CatalogWorkerEvents>, 'request'>;

/** Which file: a path relative to a URI, empty for the file that the URI itself names. */
export interface RemotePlace {
  readonly uri: string;
  readonly path: string;
}

/** A file of a data set that the host reads. It is opened when something of it is first wanted. */
export class RemoteFile implements ByteReader {
  private opening: Promise<{ readonly reader: RemoteReader; readonly file: number }> | undefined;
  private reading = 0;

  /**
   * @param known its size where a listing said it, which spares a request.
   * @param onUse called whenever something of it is to be read.
   */
  constructor(
    private readonly host: FolderHost,
    private readonly place: RemotePlace,
    private readonly known: number | undefined,
    readonly label: string,
    readonly local: boolean,
    private readonly onUse: (file: RemoteFile) => void = () => undefined,
  ) {}

  /** Something of it is on its way. */
  get isBusy(): boolean {
    return this.reading > 0;
  }

  async size(options: ReadOptions = {}): Promise<number> {
    return this.known ?? (await this.opened(options)).size(options);
  }

  async read(offset: number, length: number, options: ReadOptions = {}): Promise<Uint8Array> {
    const [bytes] = this.readSpans([{ offset, length }], options);
    return bytes as Promise<Uint8Array>;
  }

  async readUpTo(offset: number, length: number, options: ReadOptions = {}): Promise<Uint8Array> {
    return (await this.opened(options)).readUpTo(offset, length, options);
  }

  readSpans(spans: readonly Span[], options: ReadOptions = {}): Promise<Uint8Array>[] {
    // All of one call are asked for in one call, so that they are planned together.
    this.reading += 1;
    const reading = this.opened(options).then((reader) => reader.readSpans(spans, options));
    const all = spans.map((_, i) => reading.then((each) => each[i] as Promise<Uint8Array>));
    // Callers await spans one after the other; a failure of a later one is not unhandled.
    void Promise.allSettled(all).then(() => (this.reading -= 1));
    return all;
  }

  /** Gives back what the host has open; whoever reads on opens it again. */
  async close(): Promise<void> {
    const { opening } = this;
    this.opening = undefined;
    const opened = await opening?.catch(() => undefined);
    if (opened !== undefined) {
      await this.host.request('closeFile', { file: opened.file });
    }
  }

  private async opened({ signal }: ReadOptions): Promise<RemoteReader> {
    throwIfAborted(signal);
    this.onUse(this);
    this.opening ??= this.open();
    const { reader } = await this.opening;
    throwIfAborted(signal);
    return reader;
  }

  /** Others may wait for it too, so that nobody who leaves ends it. */
  private async open(): Promise<{ readonly reader: RemoteReader; readonly file: number }> {
    try {
      const { file } = await this.host.request('openFile', { ...this.place, size: this.known });
      // A reader asks for the size and the bytes of its file, and for nothing else.
      const host = this.host as unknown as Pick<RpcClient<ReaderMethods, ReaderEvents>, 'request'>;
      return { reader: new RemoteReader(host, this.label, this.local, file), file };
    } catch (error) {
      this.opening = undefined;
      throw error;
    }
  }
}
