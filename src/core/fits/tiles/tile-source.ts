import type { ByteReader } from '../../bytes/reader';
import { isCancelled, SkybucketError } from '../../errors';
import type { PlaneOptions } from '../../image/plane';
import type { Hdu } from '../hdu';
import { tileShape } from './plane-tiles';
import { readSeparately } from './separate-spans';
import type { StopSignal } from './stop';
import { SharedCache } from './tile-cache';
import type { TileDecoder, TileJob, TilePixels } from './tile-job';
import { newRowCache, TileTable, type RowCache, type TileEntry } from './tile-table';
import type { TileLayout } from './tile-layout';

/** What is kept of the decoded tiles of a file. */
const KEPT_BYTES = 64 * 2 ** 20;
/** The largest tile that is decoded, in bytes of its pixels. */
const LARGEST_TILE = 256 * 2 ** 20;

/** What is kept of the tile-compressed images of one file. */
export interface TileCaches {
  readonly rows: RowCache;
  readonly tiles: SharedCache<TilePixels>;
}

export function newTileCaches(keptBytes = KEPT_BYTES): TileCaches {
  return {
    rows: newRowCache(),
    tiles: new SharedCache(keptBytes, (pixels) => pixels.byteLength),
  };
}

/** The decoded tiles of an image. Each is read and decoded once for all who want it at the same time. */
export class TileSource {
  private readonly table: TileTable;

  /**
   * @param blank the stored integer that stands for a missing value, as the restored header has it.
   * @throws SkybucketError see {@link TileTable}.
   */
  constructor(
    private readonly reader: ByteReader,
    private readonly hdu: Hdu,
    private readonly blank: bigint | undefined,
    private readonly decoder: TileDecoder,
    private readonly caches: TileCaches,
  ) {
    this.table = new TileTable(reader, hdu, caches.rows);
  }

  get layout(): TileLayout {
    return this.table.layout;
  }

  /**
   * The pixels of the tiles (0-based rows of the table, no two equal), each as soon as it is there; for
   * one that cannot be read, why: `format`, `unsupported` or `too-large`, and `truncated` where the file
   * ends before it. The rows of the table are read in one plan, then the tiles in another.
   *
   * @throws SkybucketError `cancelled`, or what reading throws.
   */
  async read(
    tiles: readonly number[],
    options: PlaneOptions,
  ): Promise<Promise<TilePixels | SkybucketError>[]> {
    const entries = (await this.table.entries(tiles, options)).map((entry) =>
      entry instanceof SkybucketError ? entry : (this.tooLarge(entry.tile) ?? entry),
    );
    const found = entries.filter((entry) => !(entry instanceof SkybucketError)) as TileEntry[];
    const keys = found.map(({ tile }) => `${this.hdu.index}:${tile}`);
    const pixels = this.caches.tiles.get(keys, options.signal, (positions, signals) => {
      const wanted = positions.map((at) => found[at] as TileEntry);
      const spans = wanted.map(({ span }) => span);
      return readSeparately(this.reader, spans, signals, options.meter).map(async (bytes, k) =>
        this.decode(wanted[k] as TileEntry, await bytes, signals[k] as StopSignal),
      );
    });
    let next = 0;
    return entries.map((entry) =>
      entry instanceof SkybucketError
        ? Promise.resolve(entry)
        : (pixels[next++] as Promise<TilePixels>).catch(brokenTile),
    );
  }

  private async decode(
    { span: _span, ...entry }: TileEntry,
    bytes: Uint8Array,
    signal: StopSignal,
  ): Promise<TilePixels> {
    const { encoding } = this.layout;
    const job: TileJob = { ...entry, encoding, shape: tileShape(this.layout, entry.tile) };
    const pixels = await this.decoder.decode(job, bytes, signal);
    if (encoding.bitpix > 0 && typeof this.layout.blank === 'object') {
      replaceBlank(pixels, job.blank, this.blank);
    }
    return pixels;
  }

  private tooLarge(tile: number): SkybucketError | undefined {
    const pixels = tileShape(this.layout, tile).reduce((product, length) => product * length, 1);
    if ((pixels * Math.abs(this.layout.encoding.bitpix)) / 8 <= LARGEST_TILE) {
      return undefined;
    }
    return new SkybucketError(
      'too-large',
      `Tile ${tile + 1} of HDU ${this.hdu.index} has ${pixels} pixels; only tiles of at most ` +
        `${LARGEST_TILE / 2 ** 20} MiB can be decoded.`,
    );
  }
}

/** Of integers, each tile may have a value of its own for missing pixels; the image has one. */
function replaceBlank(
  pixels: TilePixels,
  ofTile: number | undefined,
  ofImage: bigint | undefined,
): void {
  if (ofTile === undefined || ofImage === undefined || BigInt(Math.trunc(ofTile)) === ofImage) {
    return;
  }
  if (pixels instanceof BigInt64Array) {
    const blank = BigInt(Math.trunc(ofTile));
    pixels.forEach((value, i) => (pixels[i] = value === blank ? ofImage : value));
  } else {
    const missing = Number(ofImage);
    for (let i = 0; i < pixels.length; i += 1) {
      pixels[i] = pixels[i] === ofTile ? missing : (pixels[i] as number);
    }
  }
}

/** A tile that cannot be decoded is a result; what else fails is thrown. */
function brokenTile(error: unknown): SkybucketError {
  const codes = ['format', 'unsupported', 'too-large', 'truncated'];
  if (error instanceof SkybucketError && !isCancelled(error) && codes.includes(error.code)) {
    return error;
  }
  throw error;
}
