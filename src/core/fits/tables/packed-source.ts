import type { Inflate } from '../../bytes/inflate';
import type { ByteReader } from '../../bytes/reader';
import type { Span } from '../../bytes/source';
import { SkybucketError } from '../../errors';
import type { PlaneOptions } from '../../image/plane';
import { readSeparately } from '../tiles/separate-spans';
import { SharedCache } from '../tiles/tile-cache';
import type { PackedLayout } from './packed-layout';
import {
  heapRange,
  readDescriptor,
  unpackArray,
  unpackColumn,
  type ColumnOfTile,
  type PackedArray,
} from './packed-tile';

/** What is kept of unpacked columns, at least; and at most, where a tile is larger. */
const KEPT_BYTES = 64 * 2 ** 20;
const MOST_KEPT_BYTES = 256 * 2 ** 20;
/** What is kept of the rows of the compressed table. */
const KEPT_DESCRIPTORS = 4 * 2 ** 20;

/** The unpacked columns of a compressed table; each is read and unpacked once for all who want it. */
export class PackedSource {
  private readonly descriptors: SharedCache<Uint8Array>;
  private readonly unpacked: SharedCache<Uint8Array>;
  /** Columns of arrays that have been seen, and where in the heap their arrays lie. */
  private readonly seen = new Map<string, { of: ColumnOfTile; from: number; to: number }>();

  constructor(
    private readonly reader: ByteReader,
    private readonly layout: PackedLayout,
    private readonly inflate: Inflate,
  ) {
    const tile = layout.tileRows * layout.rowLength;
    const kept = Math.min(Math.max(KEPT_BYTES, 2 * tile), MOST_KEPT_BYTES);
    this.descriptors = new SharedCache(KEPT_DESCRIPTORS, (row) => row.length);
    this.unpacked = new SharedCache(kept, (cells) => cells.length);
  }

  /**
   * The cells of columns of tiles, none of them twice, each as soon as it is there. First the rows of
   * descriptors are read in one plan, then what they point to in another.
   */
  async columns(
    wanted: readonly ColumnOfTile[],
    options: PlaneOptions,
  ): Promise<readonly Promise<Uint8Array>[]> {
    const rows = await this.storedRows(wanted, options);
    const keys = wanted.map(({ column, tile }) => `${tile}:${column.index}`);
    return this.unpacked.get(keys, options.signal, (positions, signals) => {
      const each = positions.map((at) => wanted[at] as ColumnOfTile);
      const spans = each.map((of) => this.streamOf(of, rows.get(of.tile) as Uint8Array));
      const good = spans.filter((span) => !(span instanceof SkybucketError)) as Span[];
      const goodSignals = signals.filter((_, k) => !(spans[k] instanceof SkybucketError));
      const streams = readSeparately(this.reader, good, goodSignals, options.meter);
      let next = 0;
      return each.map((of, k) => {
        const span = spans[k];
        return span instanceof SkybucketError
          ? Promise.reject(span)
          : (streams[next++] as Promise<Uint8Array>).then((stream) => this.unpack(of, stream));
      });
    });
  }

  /** The arrays, each as soon as its own bytes are in; one plan. */
  arrays(wanted: readonly PackedArray[], options: PlaneOptions): Promise<Uint8Array>[] {
    const spans = wanted.map(({ packedStart, packedLength }) => ({
      offset: this.layout.storedHeap + packedStart,
      length: packedLength,
    }));
    const outside = spans.map((span) => this.problemOf(span));
    const good = spans.filter((_, k) => outside[k] === undefined);
    const streams = this.reader.readSpans(good, options);
    let next = 0;
    return wanted.map((array, k) => {
      const problem = outside[k];
      return problem === undefined
        ? (streams[next++] as Promise<Uint8Array>).then((stream) =>
            unpackArray(array, stream, this.inflate),
          )
        : Promise.reject(problem);
    });
  }

  /** Columns of arrays, seen before, that have some in bytes `[from, to)` of the heap. */
  columnsWithArrays(from: number, to: number): ColumnOfTile[] {
    return [...this.seen.values()].flatMap((range) =>
      range.from < to && range.to > from ? [range.of] : [],
    );
  }

  private async storedRows(
    wanted: readonly ColumnOfTile[],
    options: PlaneOptions,
  ): Promise<Map<number, Uint8Array>> {
    const tiles = [...new Set(wanted.map(({ tile }) => tile))];
    const { storedOffset, storedRowLength: length } = this.layout;
    const rows = this.descriptors.get(tiles.map(String), options.signal, (positions, signals) => {
      const spans = positions.map((at) => {
        return { offset: storedOffset + (tiles[at] as number) * length, length };
      });
      return readSeparately(this.reader, spans, signals, options.meter);
    });
    const bytes = await Promise.all(rows);
    return new Map(tiles.map((tile, i) => [tile, bytes[i] as Uint8Array]));
  }

  private streamOf({ column }: ColumnOfTile, row: Uint8Array): Span | SkybucketError {
    const view = new DataView(row.buffer, row.byteOffset, row.byteLength);
    const [length, start] = readDescriptor(view, column.storedStart, column.storedDescriptor);
    const span = { offset: this.layout.storedHeap + start, length };
    return this.problemOf(span) ?? span;
  }

  private problemOf({ offset, length }: Span): SkybucketError | undefined {
    const { storedEnd, storedAvailable } = this.layout;
    if (!(offset + length <= storedEnd)) {
      const text = 'A descriptor of the compressed table points outside of its heap.';
      return new SkybucketError('format', text);
    }
    if (offset + length > storedAvailable) {
      const text = 'The file ends before the heap of the compressed table does.';
      const hint = 'The download or upload may have been cut short; get the file again.';
      return new SkybucketError('truncated', text, { hint });
    }
    return undefined;
  }

  private unpack(of: ColumnOfTile, stream: Uint8Array): Uint8Array {
    const cells = unpackColumn(of, stream, this.inflate);
    if (of.column.descriptor !== undefined) {
      const [from, to] = heapRange(of, cells);
      this.seen.set(`${of.tile}:${of.column.index}`, { of, from, to });
    }
    return cells;
  }
}
