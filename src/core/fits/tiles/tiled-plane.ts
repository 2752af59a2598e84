import type { ByteReader } from '../../bytes/reader';
import { SkybucketError, throwIfAborted } from '../../errors';
import type { Box, Plane, PlaneOptions, PlaneRow, Section } from '../../image/plane';
import { checkInside, checkRowsInside, exactPixel } from '../../image/plane-box';
import { exactTextOf, pixelArray, scalePixels, type PixelValues } from '../decode';
import type { Hdu } from '../hdu';
import type { ImageParameters } from '../image-parameters';
import { PlaneTiles, type TilePart } from './plane-tiles';
import type { DecodedTile, TileDecoder } from './tile-job';
import { TileSource, type TileCaches } from './tile-source';

/** Tiles that are asked for at a time, and bytes of their pixels: each costs memory of its own. */
const TILES_AT_A_TIME = 4096;
const BYTES_AT_A_TIME = 64 * 2 ** 20;
/** Pixels that are given as part of one array. */
const PIXELS_AT_A_TIME = 2 ** 20;
/** Tiles side by side that are read for one row. */
const MOST_TILES_ACROSS = 2 ** 17;
/** Bytes of their pixels: for whole rows, all are held until the last is there. */
const MOST_BYTES_ACROSS = 2 ** 30;

/** Wanted rows of the tiles that stand side by side. */
interface Block {
  /** In the order asked for; a row may be there twice. */
  readonly ys: number[];
  /** The tiles that are there, from the first column of tiles asked for. */
  readonly tiles: PlacedTile[];
}

/** A tile at its 0-based position along the first and the second axis, or why it is not there. */
interface PlacedTile {
  readonly i: number;
  readonly j: number;
  readonly tile: DecodedTile;
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
    for await (const tiles of this.tiles(this.blocksUnder(box), x0, x1, options)) {
      checkBroken(tiles, options);
      // Not earlier: what a header claims costs no memory before there is a tile of it.
      values ??= pixelArray(this.image, width * (y1 - y0));
      for (const { i, j, tile } of tiles) {
        const part = this.grid.part(i, j, x0, x1);
        for (const y of this.rowsUnder(box, j)) {
          this.put(tile, part, y, values, (y - y0) * width);
        }
      }
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
    checkRowsInside(this, ys, x0, x1);
    const across = this.tilesAcross(x0, x1);
    if (across > 1 && across * this.bytesPerTile() > MOST_BYTES_ACROSS) {
      throw tooManyAcross(across);
    }
    let truncated: SkybucketError | undefined;
    const blocks = blocksOf(ys, this.rowsPerBlock);
    for await (const tiles of this.tiles([...blocks.keys()], x0, x1, options)) {
      for (const tile of tiles) {
        const block = blocks.get(tile.j) as Block;
        block.tiles.push(tile);
        if (block.tiles.length < across) {
          continue;
        }
        blocks.delete(tile.j);
        const missing = block.tiles.find((one) => isTruncated(one));
        if (missing) {
          truncated = missing.tile as SkybucketError;
        } else {
          checkBroken(block.tiles, options);
          yield* this.rowsOf(block, x0, x1);
        }
      }
    }
    if (truncated) {
      throw truncated;
    }
  }

  exact(x: number, y: number, options?: PlaneOptions): Promise<string> {
    return exactPixel(this, x, y, options);
  }

  /** @throws SkybucketError as {@link section}. */
  async exactBox(box: Box, options: PlaneOptions = {}): Promise<string[]> {
    checkInside(this, box);
    const { x0, y0, x1, y1 } = box;
    const width = x1 - x0;
    const texts = new Array<string>(width * (y1 - y0));
    for await (const tiles of this.tiles(this.blocksUnder(box), x0, x1, options)) {
      for (const { i, j, tile } of tiles) {
        if (tile instanceof SkybucketError) {
          throw tile;
        }
        const part = this.grid.part(i, j, x0, x1);
        for (const y of this.rowsUnder(box, j)) {
          for (let k = 0; k < part.count; k += 1) {
            const stored = tile[part.from(y) + k] as number | bigint;
            texts[(y - y0) * width + part.at + k] = exactTextOf(stored, this.image);
          }
        }
      }
    }
    return texts;
  }

  /** The rows of a block whose tiles are all there. */
  private *rowsOf({ ys, tiles }: Block, x0: number, x1: number): Generator<PlaneRow> {
    const width = x1 - x0;
    const most = Math.max(1, Math.floor(PIXELS_AT_A_TIME / width));
    const parts = tiles.map(({ i, j }) => this.grid.part(i, j, x0, x1));
    for (let start = 0; start < ys.length; start += most) {
      const some = ys.slice(start, start + most);
      const values = pixelArray(this.image, some.length * width);
      tiles.forEach(({ tile }, k) => {
        some.forEach((y, row) => this.put(tile, parts[k] as TilePart, y, values, row * width));
      });
      for (const [row, y] of some.entries()) {
        yield { y, values: values.subarray(row * width, (row + 1) * width) };
      }
    }
  }

  /** Puts what a tile has of row `y` where it belongs in the row of `out` that begins at `at`. */
  private put(tile: DecodedTile, part: TilePart, y: number, out: PixelValues, at: number): void {
    const start = at + part.at;
    if (tile instanceof SkybucketError) {
      out.fill(NaN, start, start + part.count);
    } else {
      scalePixels(tile, part.from(y), part.count, this.image, out, start);
    }
  }

  /**
   * The tiles of the blocks `js` that have some of the columns, as they arrive, some at a time. When the
   * reader of this loop stops, so do requests.
   */
  private async *tiles(
    js: readonly number[],
    x0: number,
    x1: number,
    options: PlaneOptions,
  ): AsyncGenerator<readonly PlacedTile[], void, void> {
    const across = this.tilesAcross(x0, x1);
    if (across === 0) {
      return;
    }
    const i0 = Math.floor(x0 / this.columnsPerBlock);
    const bytes = this.bytesPerTile();
    const most = Math.max(1, Math.floor(Math.min(TILES_AT_A_TIME, BYTES_AT_A_TIME / bytes)));
    throwIfAborted(options.signal);
    const stop = new AbortController();
    const abort = (): void => stop.abort();
    options.signal?.addEventListener('abort', abort, { once: true });
    try {
      for (let start = 0; start < js.length * across; start += most) {
        const places = Array.from(
          { length: Math.min(most, js.length * across - start) },
          (_, k) => ({
            i: i0 + ((start + k) % across),
            j: js[Math.floor((start + k) / across)] as number,
          }),
        );
        const numbers = places.map(({ i, j }) => this.grid.at(i, j));
        for await (const some of this.source.read(numbers, { ...options, signal: stop.signal })) {
          throwIfAborted(options.signal);
          yield some.map(([k, tile]) => ({ ...(places[k] as { i: number; j: number }), tile }));
        }
      }
    } finally {
      options.signal?.removeEventListener('abort', abort);
      stop.abort();
    }
  }

  /** @throws SkybucketError `too-large` where tiles side by side take more than can be held. */
  private tilesAcross(x0: number, x1: number): number {
    if (x1 === x0) {
      return 0;
    }
    const columns = this.columnsPerBlock;
    const across = Math.ceil(x1 / columns) - Math.floor(x0 / columns);
    if (across > MOST_TILES_ACROSS) {
      throw tooManyAcross(across);
    }
    return across;
  }

  private bytesPerTile(): number {
    const { tile, encoding } = this.source.layout;
    const pixels = tile.reduce((product, length) => product * length, 1);
    return (pixels * Math.abs(encoding.bitpix)) / 8;
  }

  private blocksUnder({ y0, y1 }: Box): number[] {
    const first = Math.floor(y0 / this.rowsPerBlock);
    const end = y1 > y0 ? Math.ceil(y1 / this.rowsPerBlock) : first;
    return Array.from({ length: end - first }, (_, k) => first + k);
  }

  private *rowsUnder({ y0, y1 }: Box, j: number): Generator<number> {
    const end = Math.min(y1, (j + 1) * this.rowsPerBlock);
    for (let y = Math.max(y0, j * this.rowsPerBlock); y < end; y += 1) {
      yield y;
    }
  }
}

/** The rows by the position of their tiles along the second axis. */
function blocksOf(ys: readonly number[], rowsPerBlock: number): Map<number, Block> {
  const blocks = new Map<number, Block>();
  for (const y of ys) {
    const j = Math.floor(y / rowsPerBlock);
    const block = blocks.get(j) ?? { ys: [], tiles: [] };
    blocks.set(j, block);
    block.ys.push(y);
  }
  return blocks;
}

function tooManyAcross(tiles: number): SkybucketError {
  return new SkybucketError(
    'too-large',
    `A row of this image is cut into ${tiles} tiles here, more than can be read together.`,
  );
}

function isTruncated({ tile }: PlacedTile): boolean {
  return tile instanceof SkybucketError && tile.code === 'truncated';
}

/** @throws why a tile cannot be read, unless the caller takes what is broken as missing. */
function checkBroken(tiles: readonly PlacedTile[], { onBroken }: PlaneOptions): void {
  for (const one of tiles) {
    if (one.tile instanceof SkybucketError) {
      if (!onBroken || isTruncated(one)) {
        throw one.tile;
      }
      onBroken(one.tile);
    }
  }
}
