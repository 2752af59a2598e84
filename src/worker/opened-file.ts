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
import type { OpenFits, OpenFitsFile } from './fits-file';

/** Files compressed as a whole that are read without asking, in bytes. */
const READ_UNASKED = 64e6;

/**
 * One version of a FITS file. One that is compressed as a whole is unpacked once, for all who ask: the
 * last of them to cancel stops it.
 */
export class OpenedFile {
  /** How it is compressed as a whole, once known. */
  compression: Compression | undefined;
  private agreed = false;
  private opened: OpenFits | undefined;
  private unpacked: Unpacked | undefined;
  private readonly watchers = new Set<(progress: UnpackProgress) => void>();
  private readonly opening = new SharedTask<OpenFits>((options) => this.start(options));

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
  readonly open: OpenFitsFile = async (options) => this.opened ?? this.opening.join(options);

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

  private async start(options: PlaneOptions): Promise<OpenFits> {
    const index = new HduIndex(this.reader);
    this.compression = compressionOf(await index.start(options));
    if (this.compression === undefined) {
      return (this.opened = { index, reader: this.reader });
    }
    await this.checkCost(this.compression, options);
    const unpacked = await unpackFile(this.reader, this.compression, this.tools, {
      ...options,
      onProgress: (progress) => this.watchers.forEach((watcher) => watcher(progress)),
    });
    this.unpacked = unpacked;
    const { reader } = unpacked;
    return (this.opened = { index: new HduIndex(reader), reader });
  }

  private async checkCost(compression: Compression, options: PlaneOptions): Promise<void> {
    const size = await this.reader.size(options);
    if (!this.agreed && !this.reader.local && size > READ_UNASKED) {
      throw new SkybucketError(
        'costly',
        `${this.label} is compressed as a whole with ${compression}, so it cannot be read in parts: ` +
          `reading it takes all its ${Math.round(size / 1e6)} MB.`,
        { hint: 'Read the whole of it, or download it.' },
      );
    }
  }
}
