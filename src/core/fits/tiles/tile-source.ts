import type { ByteReader } from '../../bytes/reader';
import type { Span } from '../../bytes/source';
import { isCancelled, SkybucketError } from '../../errors';
import type { PlaneOptions } from '../../image/plane';
import { inArrivalOrder } from '../arrival';
import type { Hdu } from '../hdu';
import { DecodedTiles, type WantedTiles } from './decoded-tiles';
import { tileShape } from './plane-tiles';
import { readSeparately, RUN_LENGTH } from './separate-spans';
import type { DecodedTile, StoredTile, TileDecoder } from './tile-job';
import { newRowCache, TileTable, type RowCache, type TileEntry } from './tile-table';
import type { TileLayout } from './tile-layout';

/** What is kept of the decoded tiles of a file. */
const KEPT_BYTES = 64 * 2 ** 20;
/**
 * The largest tile that is decoded, in bytes of its pixels: an image of 16384² in one tile. Decoding takes
 * up to three times as much.
 */
const LARGEST_TILE = 2 ** 30;
/** Short pixels are decoded by way of longer ones. */
const LEAST_BYTES = 4;
/** Pixels of tiles that are decoded together: some milliseconds of work. */
const GROUP_PIXELS = 2 ** 18;

/** What is kept of the tile-compressed images of one file. */
export interface TileCaches {
  readonly rows: RowCache;
  readonly tiles: DecodedTiles;
}

export function newTileCaches(keptBytes = KEPT_BYTES): TileCaches {
  return { rows: newRowCache(), tiles: new DecodedTiles(keptBytes) };
}

/** Where in the list of tiles asked for, and the tile. */
export type ArrivedTile = readonly [position: number, tile: DecodedTile];

/** The decoded tiles of an image. Each is read and decoded once for all who want it at the same time. */
export class TileSource {
  private readonly table: TileTable;

  /**
   * @param blank the stored integer that stands for a missing value, as the restored header has it.
   * @throws SkybucketError see {@link TileTable}, and `too-large` for tiles that cannot be held.
   */
  constructor(
    private readonly reader: ByteReader,
    private readonly hdu: Hdu,
    private readonly blank: bigint | undefined,
    private readonly decoder: TileDecoder,
    private readonly caches: TileCaches,
  ) {
    this.table = new TileTable(reader, hdu, caches.rows);
    checkTileSize(this.table.layout, hdu);
  }

  get layout(): TileLayout {
    return this.table.layout;
  }

  /**
   * The tiles (0-based rows of the table, no two equal) as they arrive, some at a time. For one that
   * cannot be read it is why: `format`, `unsupported` or `too-large`, and `truncated` where the file ends
   * before it. The rows of the table are read in one plan, then the tiles in another.
   *
   * @param options with a signal that the caller aborts as well when it has had enough.
   * @throws SkybucketError `cancelled`, or what reading throws.
   */
  async *read(
    tiles: readonly number[],
    options: PlaneOptions & { readonly signal: AbortSignal },
  ): AsyncGenerator<readonly ArrivedTile[], void, void> {
    const broken: ArrivedTile[] = [];
    const found: TileEntry[] = [];
    const positions: number[] = [];
    (await this.table.entries(tiles, options)).forEach((entry, at) => {
      if (entry instanceof SkybucketError) {
        broken.push([at, entry]);
      } else {
        found.push(entry);
        positions.push(at);
      }
    });
    if (broken.length > 0) {
      yield broken;
    }
    const keys = found.map(({ tile }) => `${this.hdu.index}:${tile}`);
    const awaited = this.caches.tiles.get(keys, options.signal, {
      groups: (missing) => this.groups(found, missing),
      make: (groups, wanted) => this.make(found, groups, wanted, options),
    });
    const arrivals = awaited.map(({ positions: some, tiles: arriving }) =>
      arriving.then(
        (there) => some.map((at, k) => [positions[at], there[k]] as ArrivedTile),
        (error: unknown) => {
          const problem = brokenTile(error);
          return some.map((at) => [positions[at], problem] as ArrivedTile);
        },
      ),
    );
    for await (const { value } of inArrivalOrder(arrivals)) {
      yield value;
    }
  }

  /** Those that follow on each other in the file, as far as they are little work together. */
  private groups(entries: readonly TileEntry[], missing: readonly number[]): number[][] {
    const groups: number[][] = [];
    let group: number[] = [];
    let end = NaN;
    let length = 0;
    let pixels = 0;
    for (const at of missing) {
      const { tile, span } = entries[at] as TileEntry;
      const more = this.pixelsOf(tile);
      const fits = length + span.length <= RUN_LENGTH && pixels + more <= GROUP_PIXELS;
      if (span.offset !== end || !fits) {
        groups.push((group = []));
        length = 0;
        pixels = 0;
      }
      group.push(at);
      end = span.offset + span.length;
      length += span.length;
      pixels += more;
    }
    return groups;
  }

  private make(
    entries: readonly TileEntry[],
    groups: readonly (readonly number[])[],
    wanted: readonly WantedTiles[],
    { meter }: PlaneOptions,
  ): Promise<readonly (DecodedTile | undefined)[]>[] {
    const members = groups.map((group) => group.map((at) => entries[at] as TileEntry));
    const spans = members.map(spanOf);
    return readSeparately(this.reader, spans, wanted, meter).map(async (bytes, i) =>
      this.decode(members[i] as TileEntry[], await bytes, wanted[i] as WantedTiles),
    );
  }

  private async decode(
    entries: readonly TileEntry[],
    bytes: Uint8Array,
    waits: WantedTiles,
  ): Promise<(DecodedTile | undefined)[]> {
    const { layout } = this;
    const { encoding } = layout;
    const wanted = waits.wanted();
    const from = entries[0]?.span.offset ?? 0;
    const tiles: StoredTile[] = [];
    entries.forEach(({ tile, column, scale, zero, blank, span }, k) => {
      if (wanted[k]) {
        const shape = tileShape(layout, tile);
        const start = span.offset - from;
        tiles.push({
          job: { encoding, column, tile, shape, scale, zero, blank },
          bytes: bytes.subarray(start, start + span.length),
        });
      }
    });
    const decoded = await this.decoder.decode(tiles, waits);
    if (encoding.bitpix > 0 && typeof layout.blank === 'object') {
      decoded.forEach((pixels, k) => replaceBlank(pixels, tiles[k]?.job.blank, this.blank));
    }
    let next = 0;
    return wanted.map((each) => (each ? decoded[next++] : undefined));
  }

  private pixelsOf(tile: number): number {
    return tileShape(this.layout, tile).reduce((product, length) => product * length, 1);
  }
}

/** All tiles but those at the edges have the same size, so that an image of too large ones has nothing to show. */
function checkTileSize({ tile, encoding }: TileLayout, hdu: Hdu): void {
  const pixels = tile.reduce((product, length) => product * length, 1);
  if (pixels * Math.max(LEAST_BYTES, Math.abs(encoding.bitpix) / 8) > LARGEST_TILE) {
    throw new SkybucketError(
      'too-large',
      `The tiles of HDU ${hdu.index} have ${pixels} pixels; only tiles of at most ` +
        `${LARGEST_TILE / 2 ** 20} MiB can be decoded.`,
    );
  }
}

function spanOf(entries: readonly TileEntry[]): Span {
  const offset = entries[0]?.span.offset ?? 0;
  const last = entries.at(-1)?.span ?? { offset, length: 0 };
  return { offset, length: last.offset + last.length - offset };
}

/** Of integers, each tile may have a value of its own for missing pixels; the image has one. */
function replaceBlank(
  pixels: DecodedTile,
  ofTile: number | undefined,
  ofImage: bigint | undefined,
): void {
  if (pixels instanceof SkybucketError || ofImage === undefined || !Number.isInteger(ofTile)) {
    return;
  }
  if (pixels instanceof BigInt64Array) {
    const blank = BigInt(ofTile as number);
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
