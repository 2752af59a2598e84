import type { ByteReader } from '../../bytes/reader';
import type { Span } from '../../bytes/source';
import { SkybucketError } from '../../errors';
import type { PlaneOptions } from '../../image/plane';
import type { Hdu } from '../hdu';
import { readSeparately } from './separate-spans';
import { SharedCache } from './tile-cache';
import type { TileJob } from './tile-job';
import {
  tileLayoutOf,
  type DescriptorColumn,
  type TileLayout,
  type TileNumber,
} from './tile-layout';

/** Rows are read, and kept, in pieces of about this many bytes: a request costs more than they do. */
const PIECE_LENGTH = 16 * 1024;
/** What is kept of the rows of a file: those of a million tiles. */
const KEPT_BYTES = 32 * 2 ** 20;
/** More than the columns of tiles take in any row. */
const LONGEST_ROW = 2 ** 20;
/** Bytes of the longest stream of one tile that is read. */
const LONGEST_STREAM = 2 ** 30;

/** Rows of tables, by HDU and piece. */
export type RowCache = SharedCache<Uint8Array>;

export function newRowCache(): RowCache {
  return new SharedCache(KEPT_BYTES, (bytes) => bytes.length);
}

/** Where the bytes of a tile are, and what its row says of it. */
export interface TileEntry extends Pick<TileJob, 'tile' | 'column' | 'scale' | 'zero' | 'blank'> {
  /** In the file. */
  readonly span: Span;
}

/**
 * The rows of the table that a tile-compressed image is kept in, one for each tile. Only the pieces that
 * are asked for are read.
 */
export class TileTable {
  readonly layout: TileLayout;
  private readonly rowsPresent: number;
  private readonly rowsPerPiece: number;
  /** The part of a row that all columns needed are in. */
  private readonly from: number;
  private readonly to: number;
  /** Where the tiles may be, the first that has any counting. */
  private readonly places: readonly {
    readonly name: TileJob['column'];
    readonly column: DescriptorColumn;
  }[];

  /** @throws SkybucketError see {@link tileLayoutOf}, and `too-large` for rows of more than 1 MiB. */
  constructor(
    private readonly reader: ByteReader,
    private readonly hdu: Hdu,
    private readonly cache: RowCache,
  ) {
    this.layout = tileLayoutOf(hdu);
    const { compressed, gzip, uncompressed, scale, zero, blank, rows, rowLength } = this.layout;
    const columns = { compressed, gzip, uncompressed };
    this.places = (['compressed', 'gzip', 'uncompressed'] as const).flatMap((name) => {
      const column = columns[name];
      return column ? [{ name, column }] : [];
    });
    const parts = [
      ...this.places.map(
        ({ column: { start, wide } }) => [start, start + (wide ? 16 : 8)] as const,
      ),
      ...[scale, zero, blank].flatMap((column) =>
        typeof column === 'object' ? [[column.start, column.start + 8] as const] : [],
      ),
    ];
    this.from = Math.min(...parts.map(([start]) => start));
    this.to = Math.min(Math.max(...parts.map(([, end]) => end)), rowLength);
    if (this.to - this.from > LONGEST_ROW) {
      throw new SkybucketError(
        'too-large',
        `The compressed image of HDU ${hdu.index} cannot be read: a row of its table takes ` +
          `${this.to - this.from} bytes for one tile.`,
      );
    }
    this.rowsPerPiece = Math.max(1, Math.floor(PIECE_LENGTH / rowLength));
    const present = Math.floor((hdu.dataAvailable - this.to) / rowLength) + 1;
    this.rowsPresent = Math.min(Math.max(0, present), rows);
  }

  /** Bytes of the table and its heap that the file has, on average for one tile. */
  get bytesPerTile(): number {
    const { tiles, rows } = this.layout;
    return this.hdu.dataLength / Math.max(1, Math.min(tiles, rows));
  }

  /**
   * What is known of the tiles, in the order asked for, from one plan; for a tile that cannot be read,
   * why: `format` or `too-large`, and `truncated` where the file ends before it.
   *
   * @throws SkybucketError `cancelled`, or what reading throws.
   */
  async entries(
    tiles: readonly number[],
    { signal, meter }: PlaneOptions,
  ): Promise<(TileEntry | SkybucketError)[]> {
    const pieces = new Set<number>();
    for (const tile of tiles) {
      if (tile < this.rowsPresent) {
        pieces.add(Math.floor(tile / this.rowsPerPiece));
      }
    }
    const wanted = [...pieces];
    const keys = wanted.map((piece) => `${this.hdu.index}:${piece}`);
    const read = this.cache.get(keys, signal, (positions, signals) => {
      const spans = positions.map((at) => this.span(wanted[at] as number));
      return readSeparately(this.reader, spans, signals, meter).map((bytes) => bytes.then(own));
    });
    const bytes = await Promise.all(read);
    const byPiece = new Map(wanted.map((piece, i) => [piece, bytes[i] as Uint8Array]));
    return tiles.map((tile) => this.entry(tile, byPiece));
  }

  private span(piece: number): Span {
    const { rowLength } = this.layout;
    const first = piece * this.rowsPerPiece;
    const last = Math.min(first + this.rowsPerPiece, this.rowsPresent) - 1;
    return {
      offset: this.hdu.dataOffset + first * rowLength + this.from,
      length: (last - first) * rowLength + this.to - this.from,
    };
  }

  private entry(tile: number, pieces: ReadonlyMap<number, Uint8Array>): TileEntry | SkybucketError {
    const { rows, rowLength, scale, zero, blank } = this.layout;
    if (tile >= rows) {
      return this.broken(tile, `the table has only ${rows} rows.`);
    }
    const piece = pieces.get(Math.floor(tile / this.rowsPerPiece));
    if (tile >= this.rowsPresent || piece === undefined) {
      return this.truncated(tile);
    }
    const row = new DataView(piece.buffer, piece.byteOffset, piece.byteLength);
    const start = (tile % this.rowsPerPiece) * rowLength - this.from;
    for (const { name, column } of this.places) {
      const elements = descriptorPart(row, start, column, 0);
      if (elements > 0) {
        const length = Math.ceil(elements * column.elementLength);
        const span = this.inHeap(tile, length, descriptorPart(row, start, column, 1));
        return span instanceof SkybucketError
          ? span
          : {
              tile,
              column: name,
              span,
              scale: numberAt(row, start, scale),
              zero: numberAt(row, start, zero),
              blank: numberAt(row, start, blank),
            };
      }
    }
    return this.broken(tile, 'its row of the table has no data.');
  }

  private inHeap(tile: number, length: number, offset: number): Span | SkybucketError {
    const { heapStart } = this.layout;
    const { dataLength, dataAvailable, dataOffset } = this.hdu;
    const start = heapStart + offset;
    const end = start + length;
    if (!Number.isSafeInteger(end) || offset < 0 || end > dataLength) {
      return this.broken(tile, 'its descriptor points outside the heap.');
    }
    if (length > LONGEST_STREAM) {
      const text = `Tile ${tile + 1} of HDU ${this.hdu.index} takes ${length} bytes, which is too much.`;
      return new SkybucketError('too-large', text);
    }
    return end > dataAvailable ? this.truncated(tile) : { offset: dataOffset + start, length };
  }

  private broken(tile: number, why: string): SkybucketError {
    const text = `Tile ${tile + 1} of HDU ${this.hdu.index} cannot be read: ${why}`;
    return new SkybucketError('format', text);
  }

  private truncated(tile: number): SkybucketError {
    return new SkybucketError(
      'truncated',
      `The file ends early: tile ${tile + 1} of the ${this.layout.tiles} tiles of this image is not there.`,
      { hint: 'The download or upload may have been cut short; get the file again.' },
    );
  }
}

/** A copy where the bytes are part of more, which would be kept with them. */
function own(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
}

/** How many elements (part 0), and where in the heap (part 1). */
function descriptorPart(
  row: DataView,
  start: number,
  { start: at, wide }: DescriptorColumn,
  part: 0 | 1,
): number {
  return wide
    ? Number(row.getBigUint64(start + at + 8 * part))
    : row.getUint32(start + at + 4 * part);
}

function numberAt(row: DataView, start: number, number: TileNumber): number | undefined {
  if (typeof number !== 'object') {
    return number;
  }
  const at = start + number.start;
  switch (number.type) {
    case 'B':
      return row.getUint8(at);
    case 'I':
      return row.getInt16(at);
    case 'J':
      return row.getInt32(at);
    case 'K':
      return Number(row.getBigInt64(at));
    case 'E':
      return row.getFloat32(at);
    case 'D':
      return row.getFloat64(at);
    default:
      return undefined;
  }
}
