import type { ByteReader } from '../../bytes/reader';
import { SkybucketError, throwIfAborted } from '../../errors';
import type { Box, Plane, PlaneOptions, PlaneRow, Section } from '../../image/plane';
import { checkInside } from '../../image/plane-box';
import { inArrivalOrder } from '../arrival';
import { exactTextOf, pixelArray, scalePixels, type PixelValues } from '../decode';
import type { Hdu } from '../hdu';
import type { ImageParameters } from '../image-parameters';
import { PlaneTiles } from './plane-tiles';
import type { TileDecoder, TilePixels } from './tile-job';
import { TileSource, type TileCaches } from './tile-source';

/** Tiles that are asked for at a time, and bytes of their pixels: each costs memory of its own. */
const TILES_AT_A_TIME = 4096;
const BYTES_AT_A_TIME = 64 * 2 ** 20;
/** Pixels that are given as part of one array. */
const PIXELS_AT_A_TIME = 2 ** 20;
/** Tiles side by side that are read for one row. */
const MOST_TILES_ACROSS = 2 ** 17;

/** Wanted rows of the tiles that stand side by side. */
interface Block {
  /** 0-based position of the tiles along the second axis. */
  readonly j: number;
  /** In the order asked for; a row may be there twice. */
  readonly ys: number[];
}

/** A block whose tiles are there, or why one is not. */
interface ReadBlock extends Block {
  readonly tiles: readonly (TilePixels | SkybucketError)[];
}

/**
 * One 2-D plane of a tile-compressed image (FITS 4.0, section 10.1). Only the tiles under what is asked
 * for are read: the rows of their table in one plan, then they themselves.
 */
export class TiledPlane implements Plane {
  readonly width: number;
  readonly height: number;
  readonly bytesPerRow: number;
  readonly rowsPerBlock: number;
  readonly columnsPerBlock: number;
  private readonly source: TileSource;
  private readonly grid: PlaneTiles;

  /** @throws SkybucketError `format`, `unsupported` or `too-large` if the image cannot be read. */
  constructor(
    private readonly reader: ByteReader,
    hdu: Hdu,
    private readonly image: ImageParameters,
    slice: readonly number[],
    decoder: TileDecoder,
    caches: TileCaches,
  ) {
    this.source = new TileSource(reader, hdu, image.blank, decoder, caches);
    const { axes, tile } = this.source.layout;
    const [width = 0, height = 1, ...higher] = axes;
    const [tileWidth = 1, tileHeight = 1] = tile;
    this.width = width;
    this.height = height;
    this.columnsPerBlock = tileWidth;
    this.rowsPerBlock = tileHeight;
    const planes = higher.reduce((product, length) => product * length, 1);
    this.bytesPerRow = Math.max(1, hdu.dataAvailable / (height * planes));

    this.grid = new PlaneTiles(this.source.layout, slice);
  }

  get unit(): string | undefined {
    return this.image.unit;
  }

  get local(): boolean {
    return this.reader.local;
  }

  /**
   * @throws SkybucketError `past-end` outside the plane, `truncated` where the file lacks a tile of it,
   *   `format`, `unsupported` or `too-large` for a tile that cannot be decoded.
   */
  async section(box: Box, options: PlaneOptions = {}): Promise<Section> {
    checkInside(this, box);
    const { x0, y0, x1, y1 } = box;
    const width = x1 - x0;
    let values: PixelValues | undefined;
    for await (const { j, ys, tiles } of this.blocks(rowsOf(box), x0, x1, options)) {
      checked(tiles, options);
      // Not earlier: what a header claims costs no memory before there is a tile of it.
      values ??= pixelArray(this.image, width * (y1 - y0));
      this.decode(tiles, j, ys, box, values, ((ys[0] ?? y0) - y0) * width);
    }
    values ??= pixelArray(this.image, 0);
    return { ...box, width, height: y1 - y0, values };
  }

  /** @throws SkybucketError as {@link section}; rows that exist are given before `truncated` is thrown. */
  async *rows(
    ys: readonly number[],
    x0: number,
    x1: number,
    options: PlaneOptions = {},
  ): AsyncGenerator<PlaneRow, void, void> {
    const width = x1 - x0;
    let truncated: SkybucketError | undefined;
    for await (const { j, ys: wanted, tiles } of this.blocks(ys, x0, x1, options)) {
      const missing = tiles.find((tile) => tile instanceof SkybucketError && isTruncated(tile));
      if (missing instanceof SkybucketError) {
        truncated = missing;
        continue;
      }
      checked(tiles, options);
      const most = Math.max(1, Math.floor(PIXELS_AT_A_TIME / width));
      for (let start = 0; start < wanted.length; start += most) {
        const some = wanted.slice(start, start + most);
        const values = pixelArray(this.image, some.length * width);
        this.decode(tiles, j, some, { x0, x1 }, values, 0);
        for (const [row, y] of some.entries()) {
          yield { y, values: values.subarray(row * width, (row + 1) * width) };
        }
      }
    }
    if (truncated) {
      throw truncated;
    }
  }

  async exact(x: number, y: number, options: PlaneOptions = {}): Promise<string> {
    const [text] = await this.exactBox({ x0: x, x1: x + 1, y0: y, y1: y + 1 }, options);
    return text as string;
  }

  /** @throws SkybucketError as {@link section}. */
  async exactBox(box: Box, options: PlaneOptions = {}): Promise<string[]> {
    checkInside(this, box);
    const { x0, y0, x1, y1 } = box;
    const width = x1 - x0;
    const texts = new Array<string>(width * (y1 - y0));
    for await (const { j, ys, tiles } of this.blocks(rowsOf(box), x0, x1, options)) {
      tiles.forEach((pixels, k) => {
        if (pixels instanceof SkybucketError) {
          throw pixels;
        }
        const part = this.grid.part(Math.floor(x0 / this.columnsPerBlock) + k, j, x0, x1);
        for (const y of ys) {
          for (let i = 0; i < part.count; i += 1) {
            const stored = pixels[part.from(y) + i] as number | bigint;
            texts[(y - y0) * width + part.at + i] = exactTextOf(stored, this.image);
          }
        }
      });
    }
    return texts;
  }

  /**
   * Puts the pixels `[x0, x1)` of rows of one block into `out` from `at` on, row by row; those of broken
   * tiles are NaN.
   */
  private decode(
    tiles: ReadBlock['tiles'],
    j: number,
    ys: readonly number[],
    { x0, x1 }: Pick<Box, 'x0' | 'x1'>,
    out: PixelValues,
    at: number,
  ): void {
    tiles.forEach((pixels, k) => {
      const part = this.grid.part(Math.floor(x0 / this.columnsPerBlock) + k, j, x0, x1);
      ys.forEach((y, row) => {
        const start = at + row * (x1 - x0) + part.at;
        if (pixels instanceof SkybucketError) {
          out.fill(NaN, start, start + part.count);
        } else {
          scalePixels(pixels, part.from(y), part.count, this.image, out, start);
        }
      });
    });
  }

  /** The blocks of the rows as their tiles arrive. When the reader of this loop stops, so do requests. */
  private async *blocks(
    ys: readonly number[],
    x0: number,
    x1: number,
    options: PlaneOptions,
  ): AsyncGenerator<ReadBlock, void, void> {
    for (const y of ys) {
      checkInside(this, { x0, x1, y0: y, y1: y + 1 });
    }
    if (x1 === x0 || ys.length === 0) {
      return;
    }
    const i0 = Math.floor(x0 / this.columnsPerBlock);
    const across = Math.ceil(x1 / this.columnsPerBlock) - i0;
    const blocks = this.blocksOf(ys);
    const most = this.blocksAtATime(across);
    throwIfAborted(options.signal);
    const stop = new AbortController();
    const abort = (): void => stop.abort();
    options.signal?.addEventListener('abort', abort, { once: true });
    try {
      for (let start = 0; start < blocks.length; start += most) {
        const some = blocks.slice(start, start + most);
        const tiles = some.flatMap(({ j }) =>
          Array.from({ length: across }, (_, k) => this.grid.at(i0 + k, j)),
        );
        const pixels = await this.source.read(tiles, { ...options, signal: stop.signal });
        const whole = some.map((_, b) => Promise.all(pixels.slice(b * across, (b + 1) * across)));
        for await (const { index, value } of inArrivalOrder(whole)) {
          yield { ...(some[index] as Block), tiles: value };
        }
      }
    } finally {
      options.signal?.removeEventListener('abort', abort);
      stop.abort();
    }
  }

  private blocksOf(ys: readonly number[]): Block[] {
    const blocks = new Map<number, Block>();
    for (const y of ys) {
      const j = Math.floor(y / this.rowsPerBlock);
      const block = blocks.get(j) ?? { j, ys: [] };
      blocks.set(j, block);
      block.ys.push(y);
    }
    return [...blocks.values()];
  }

  /** @throws SkybucketError `too-large` where a single row has too many tiles. */
  private blocksAtATime(across: number): number {
    if (across > MOST_TILES_ACROSS) {
      throw new SkybucketError(
        'too-large',
        `A row of this image is cut into ${across} tiles here, more than can be read together.`,
      );
    }
    const { tile, encoding } = this.source.layout;
    const pixels = tile.reduce((product, length) => product * length, 1);
    const bytes = (across * pixels * Math.abs(encoding.bitpix)) / 8;
    return Math.max(1, Math.floor(Math.min(TILES_AT_A_TIME / across, BYTES_AT_A_TIME / bytes)));
  }
}

function rowsOf({ y0, y1 }: Box): number[] {
  return Array.from({ length: y1 - y0 }, (_, k) => y0 + k);
}

function isTruncated({ code }: SkybucketError): boolean {
  return code === 'truncated';
}

/** @throws why a tile cannot be read, unless the caller takes what is broken as missing. */
function checked(tiles: ReadBlock['tiles'], { onBroken }: PlaneOptions): void {
  for (const tile of tiles) {
    if (tile instanceof SkybucketError) {
      if (!onBroken || isTruncated(tile)) {
        throw tile;
      }
      onBroken(tile);
    }
  }
}
