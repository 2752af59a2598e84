import type { Inflate } from '../../bytes/inflate';
import type { ByteReader } from '../../bytes/reader';
import { SkybucketError } from '../../errors';
import type { Hdu } from '../../fits/hdu';
import { openTable } from '../../fits/tables/open-table';
import { ICRS } from '../../sky/footprint-frames';
import { convert, type Directions } from '../../sky/frames';
import type { ColumnValues, ReadCost, Table, TableOptions } from '../../table/table';
import { nestedPixels, nestedPixels64 } from '../nested';
import { MOST_ORDER } from '../order';
import { ringPixels } from '../ring';
import { type MapIndex, readMapIndex } from './map-index';
import { isHealpixMap, type MapLayout, mapLayout } from './map-layout';

/** What healpy writes for pixels that nobody looked at. */
const UNSEEN = -1.6375e30;

/** Rows and, in each, which of its pixels a direction is in; -1 where the map has none. */
interface Places {
  readonly rows: Float64Array;
  readonly elements: Uint32Array;
}

/**
 * The map in an HDU, over all of the sky or a part of it, in pixels of one order or of several.
 *
 * @throws SkybucketError `unsupported` of an HDU that holds none, `format` with what is wrong.
 */
export function openHealpixMap(reader: ByteReader, hdu: Hdu, inflate: Inflate): HealpixMap {
  if (!isHealpixMap(hdu.header)) {
    throw new SkybucketError('unsupported', `HDU ${hdu.index} holds no HEALPix map.`);
  }
  const table = openTable(reader, hdu, inflate);
  return new HealpixMap(table, mapLayout(hdu.header, table));
}

export class HealpixMap {
  private index: Promise<MapIndex> | undefined;

  constructor(
    readonly table: Table,
    readonly layout: MapLayout,
  ) {}

  /** What has to be read before the first value: the pixel numbers of maps whose rows name them. */
  indexCost(): ReadCost {
    const { indexColumn } = this.layout;
    return indexColumn === undefined || this.index !== undefined
      ? { bytes: 0, requests: 0 }
      : this.table.scanCost([indexColumn]);
  }

  /**
   * The values at directions: one array for each column asked for, NaN where the map has no pixel or no value.
   *
   * @param directions ICRS, degrees
   * @param columns positions in the table; left out: all that hold values
   */
  async valuesAt(
    directions: Directions,
    columns = this.layout.columns,
    options: TableOptions = {},
  ): Promise<Float64Array[]> {
    const { longitude, latitude } = directions;
    const own = convert(ICRS, this.layout.frame, longitude, latitude);
    return this.valuesOwn(own, columns, options);
  }

  /** {@link valuesAt} of directions in the frame of the map. */
  async valuesOwn(
    directions: Directions,
    columns = this.layout.columns,
    options: TableOptions = {},
  ): Promise<Float64Array[]> {
    const { rows, elements } = await this.placesOf(directions, options);
    const wanted = Float64Array.from(new Set(rows.filter((row) => row >= 0))).sort();
    const found = new Map(Array.from(wanted, (row, k) => [row, k]));
    const slice = await this.table.readRows(wanted, columns, options);
    return slice.columns.map((column) =>
      Float64Array.from(rows, (row, k) => {
        const position = found.get(row);
        return position === undefined
          ? NaN
          : this.value(column, position * this.layout.pixelsPerRow + (elements[k] as number));
      }),
    );
  }

  /**
   * The pixel of each direction (in the frame of the map), as the map counts them; -1 of no direction. Of maps of
   * several orders the nested pixel of order 29 would be needed: they have none.
   */
  pixelsOf(directions: Directions): Float64Array {
    const { scheme, nside, order } = this.layout;
    if (nside === undefined) {
      throw new SkybucketError('unsupported', 'The pixels of this HEALPix map are of many orders.');
    }
    return scheme === 'nested' && order !== undefined
      ? nestedPixels(order, directions)
      : ringPixels(nside, directions);
  }

  private async placesOf(directions: Directions, options: TableOptions): Promise<Places> {
    const { scheme, indexColumn, firstPixel, pixelsPerRow } = this.layout;
    const elements = new Uint32Array(directions.longitude.length);
    if (indexColumn === undefined) {
      const rows = this.pixelsOf(directions).map((pixel, k) => {
        const at = pixel - firstPixel;
        const row = Math.floor(at / pixelsPerRow);
        if (pixel < 0 || at < 0 || row >= this.table.rows) {
          return -1;
        }
        elements[k] = at - row * pixelsPerRow;
        return row;
      });
      return { rows, elements };
    }
    const index = await this.readIndex(indexColumn, options);
    const pixels: ArrayLike<number | bigint> =
      scheme === 'unique' ? nestedPixels64(MOST_ORDER, directions) : this.pixelsOf(directions);
    const rows = Float64Array.from({ length: pixels.length }, (_, k) =>
      index.rowOf(pixels[k] as number | bigint),
    );
    return { rows, elements };
  }

  private async readIndex(column: number, options: TableOptions): Promise<MapIndex> {
    this.index ??= readMapIndex(this.table, column, this.layout.scheme === 'unique', options);
    try {
      return await this.index;
    } catch (error) {
      // Whoever asks next may have more luck, or not be cancelled.
      this.index = undefined;
      throw error;
    }
  }

  private value({ values, missing }: ColumnValues, at: number): number {
    const value = Number(values[at]);
    const isBlank = value === this.layout.blank || Math.abs(value / UNSEEN - 1) < 1e-5;
    return missing?.[at] === 1 || isBlank ? NaN : value;
  }
}
