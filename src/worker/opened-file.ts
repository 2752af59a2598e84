import type { AsdfFile } from '../core/asdf/asdf-file';
import { isAsdf } from '../core/asdf/file-start';
import { openAsdf } from '../core/asdf/open-asdf';
import type { ByteReader } from '../core/bytes/reader';
import { SharedTask } from '../core/bytes/shared-task';
import { compressionOf, type Compression } from '../core/bytes/unpack/compression';
import {
  unpackFile,
  type Unpacked,
  type UnpackProgress,
  type UnpackTools,
} from '../core/bytes/unpack/unpacked-reader';
import { SkybucketError } from '../core/errors';
import { HduIndex } from '../core/fits/hdu-index';
import type { PlaneOptions } from '../core/image/plane';
import { isParquet } from '../core/parquet/file-start';
import { openParquet, type ParquetFile } from '../core/parquet/parquet-file';
import { isVoTable } from '../core/votable/file-start';
import type { OpenAny, OpenAnyFile } from './fits-file';

/** Files compressed as a whole that are read without asking, in bytes. */
const READ_UNASKED = 64e6;

/** What is opened along with the first read, because of its name. */
interface NamedOpening {
  readonly asdf: Promise<AsdfFile> | undefined;
  readonly parquet: Promise<ParquetFile> | undefined;
  stop(): void;
}

/**
 * One version of a file, whose first bytes tell its format. One that is compressed as a whole is unpacked once, for all who ask: the
 * last of them to cancel stops it.
 */
export class OpenedFile {
  /** How it is compressed as a whole, once known. */
  compression: Compression | undefined;
  private agreed = false;
  private opened: OpenAny | undefined;
  private unpacked: Unpacked | undefined;
  private readonly watchers = new Set<(progress: UnpackProgress) => void>();
  private readonly opening = new SharedTask<OpenAny>((options) => this.start(options));

  constructor(
    private readonly reader: ByteReader,
    private readonly tools: UnpackTools,
  ) {}

  get label(): string {
    return this.reader.label;
  }

  /** About the file as a whole, beside those of its HDUs. */
  get warnings(): readonly string[] {
    return this.unpacked?.warning === undefined ? [] : [this.unpacked.warning];
  }

  /**
   * @throws SkybucketError `costly` for a large file that would have to be read as a whole, unless
   *   {@link agree} has been called; what `unpackFile` throws.
   */
  readonly open: OpenAnyFile = async (options) => this.opened ?? this.opening.join(options);

  /** The user wants it read as a whole, whatever that costs. */
  agree(): void {
    this.agreed = true;
  }

  /** Calls the watcher while the file is unpacked. Returns what ends that. */
  watch(watcher: (progress: UnpackProgress) => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  /** Gives back memory and disk, as the end of the thread does by itself. */
  async close(): Promise<void> {
    await this.unpacked?.close();
  }

  private async start(options: PlaneOptions): Promise<OpenAny> {
    const opening = this.openNamed(options);
    try {
      const index = new HduIndex(this.reader);
      const start = await index.start(options);
      this.compression = compressionOf(start);
      if (this.compression === undefined) {
        const { reader } = this;
        // What is called ASDF or Parquet, and is neither that nor FITS, is told as what it is called.
        const named = opening !== undefined && !isFits(start) && !isAsdf(start);
        if (isParquet(start) || (named && opening.parquet !== undefined)) {
          const parquet = await (opening?.parquet ?? openParquet(reader, options));
          return (this.opened = { index, reader, asdf: undefined, isVoTable: false, parquet });
        }
        const asdf = isAsdf(start) || (named && opening.asdf !== undefined);
        const file = asdf ? await (opening?.asdf ?? openAsdf(reader, options)) : undefined;
        const votable = isVoTable(start);
        if (votable) {
          await this.checkCost('is a VOTable', options);
        }
        return (this.opened = {
          index,
          reader,
          asdf: file,
          isVoTable: votable,
          parquet: undefined,
        });
      }
      await this.checkCost(`is compressed as a whole with ${this.compression}`, options);
      return (this.opened = await this.unpack(this.compression, options));
    } finally {
      opening?.stop();
    }
  }

  /**
   * What is called ASDF or Parquet is opened as such along with the first read: its last bytes are wanted too, and
   * would be asked for a round later.
   */
  private openNamed({ signal, meter }: PlaneOptions): NamedOpening | undefined {
    const isNamedAsdf = /\.asdf$/i.test(this.label);
    if (!isNamedAsdf && !/\.(?:parquet|parq)$/i.test(this.label)) {
      return undefined;
    }
    const own = new AbortController();
    const stop = (): void => own.abort();
    if (signal?.aborted) {
      stop();
    }
    signal?.addEventListener('abort', stop, { once: true });
    const given = { signal: own.signal, meter };
    const asdf = isNamedAsdf ? openAsdf(this.reader, given) : undefined;
    const parquet = isNamedAsdf ? undefined : openParquet(this.reader, given);
    // Of what turns out to be none, nobody asks for it.
    const over = (): void => signal?.removeEventListener('abort', stop);
    void Promise.allSettled([asdf, parquet]).then(over);
    return { asdf, parquet, stop };
  }

  private async unpack(compression: Compression, options: PlaneOptions): Promise<OpenAny> {
    const unpacked = await unpackFile(this.reader, compression, this.tools, {
      ...options,
      onProgress: (progress) => this.watchers.forEach((watcher) => watcher(progress)),
    });
    this.unpacked = unpacked;
    const { reader } = unpacked;
    const index = new HduIndex(reader);
    const start = await index.start(options);
    const asdf = isAsdf(start) ? await openAsdf(reader, options) : undefined;
    const parquet = isParquet(start) ? await openParquet(reader, options) : undefined;
    return { index, reader, asdf, isVoTable: isVoTable(start), parquet };
  }

  private async checkCost(what: string, options: PlaneOptions): Promise<void> {
    const size = await this.reader.size(options);
    if (!this.agreed && !this.reader.local && size > READ_UNASKED) {
      throw new SkybucketError(
        'costly',
        `${this.label} ${what}, so it cannot be read in parts: ` +
          `reading it takes all its ${Math.round(size / 1e6)} MB.`,
        { hint: 'Read the whole of it, or download it.' },
      );
    }
  }
}

function isFits(start: Uint8Array): boolean {
  return /^simple/i.test(String.fromCharCode(...start.subarray(0, 6)));
}
