import { gzipSync } from 'node:zlib';
import type { ObjectBody } from '../../../support/s3/objects';
import { card, extensionCards, headerBytes, primaryCards, stored } from './made';

export interface TiledSpec {
  /** NAXIS1 first. */
  readonly axes: readonly number[];
  readonly tile: readonly number[];
  readonly bitpix: number;
  /** The stored pixel at a place, NAXIS1 first, which is not to be kept. */
  readonly value: (place: readonly number[]) => number | bigint;
  /** Left out: NOCOMPRESS, so that the length of every tile is known before it is made. */
  readonly gzip?: boolean;
  /** Descriptors of 64 bits. */
  readonly wide?: boolean;
  /** More cards of the table. */
  readonly cards?: readonly string[];
}

export interface TiledImage extends ObjectBody {
  /** Bytes of all descriptors before a tile, from the start of the file. */
  readonly tableOffset: number;
  readonly rowLength: number;
  /** Where the bytes of a tile are. */
  span(tile: number): { readonly offset: number; readonly length: number };
  /** Pixels are made when they are read; this makes all of them. */
  bytes(): Uint8Array;
}

const MADE_KEPT = 64;

/** A FITS file whose HDU 1 is a tile-compressed image. */
export function tiledImage(spec: TiledSpec): TiledImage {
  const { axes, tile, bitpix, gzip = false, wide = false } = spec;
  const size = Math.abs(bitpix) / 8;
  const counts = axes.map((length, i) => Math.ceil(length / (tile[i] ?? 1)));
  const tiles = product(counts);
  const placeOf = (number: number): { start: number[]; shape: number[] } => {
    let rest = number;
    const start = counts.map((count, i) => {
      const index = rest % count;
      rest = Math.floor(rest / count);
      return index * (tile[i] ?? 1);
    });
    const shape = start.map((from, i) => Math.min(tile[i] ?? 1, (axes[i] ?? 1) - from));
    return { start, shape };
  };
  const pixelsOf = (number: number): Uint8Array => {
    const { start, shape } = placeOf(number);
    const place = [...start];
    const values: (number | bigint)[] = [];
    for (let count = product(shape); count > 0; count -= 1) {
      values.push(spec.value(place));
      for (let i = 0; i < place.length; i += 1) {
        const next = (place[i] as number) + 1;
        const end = (start[i] as number) + (shape[i] as number);
        place[i] = next < end ? next : (start[i] as number);
        if (next < end) {
          break;
        }
      }
    }
    return stored(bitpix, values);
  };
  const packed = gzip
    ? Array.from({ length: tiles }, (_, k) => new Uint8Array(gzipSync(pixelsOf(k))))
    : undefined;
  // A tile is often read in several pieces.
  const made = new Map<number, Uint8Array>();
  const streamOf = (number: number): Uint8Array => {
    const stream = packed?.[number] ?? made.get(number) ?? pixelsOf(number);
    made.set(number, stream);
    for (const oldest of [...made.keys()].slice(0, -MADE_KEPT)) {
      made.delete(oldest);
    }
    return stream;
  };

  const ends = new Float64Array(tiles + 1);
  for (let k = 0; k < tiles; k += 1) {
    const length = packed?.[k]?.length ?? product(placeOf(k).shape) * size;
    ends[k + 1] = (ends[k] as number) + length;
  }
  const heapLength = ends[tiles] as number;
  const rowLength = wide ? 16 : 8;
  const header = headerBytes([
    ...extensionCards('BINTABLE', 8, [rowLength, tiles], heapLength),
    ...[
      card('TFIELDS', 1),
      card('TTYPE1', 'COMPRESSED_DATA'),
      card('TFORM1', wide ? '1QB' : '1PB'),
    ],
    ...[card('ZIMAGE', true), card('ZBITPIX', bitpix), card('ZNAXIS', axes.length)],
    ...axes.map((length, i) => card(`ZNAXIS${i + 1}`, length)),
    ...tile.map((length, i) => card(`ZTILE${i + 1}`, length)),
    card('ZCMPTYPE', gzip ? 'GZIP_1' : 'NOCOMPRESS'),
    ...(spec.cards ?? []),
  ]);
  const primary = headerBytes(primaryCards(8, []));
  const tableOffset = primary.length + header.length;
  const heapOffset = tableOffset + rowLength * tiles;
  const length = tableOffset + Math.ceil((rowLength * tiles + heapLength) / 2880) * 2880;

  const row = (number: number): Uint8Array => {
    const view = new DataView(new ArrayBuffer(rowLength));
    const [from = 0, to = 0] = [ends[number], ends[number + 1]];
    if (wide) {
      view.setBigInt64(0, BigInt(to - from));
      view.setBigInt64(8, BigInt(from));
    } else {
      view.setUint32(0, to - from);
      view.setUint32(4, from);
    }
    return new Uint8Array(view.buffer);
  };
  const read = (offset: number, count: number): Uint8Array => {
    const bytes = new Uint8Array(count);
    const put = (at: number, piece: Uint8Array): void => {
      const from = Math.max(0, offset - at);
      const to = Math.min(piece.length, offset + count - at);
      if (from < to) {
        bytes.set(piece.subarray(from, to), at + from - offset);
      }
    };
    put(0, primary);
    put(primary.length, header);
    const firstRow = Math.max(0, Math.floor((offset - tableOffset) / rowLength));
    for (let k = firstRow; k < tiles && tableOffset + k * rowLength < offset + count; k += 1) {
      put(tableOffset + k * rowLength, row(k));
    }
    let k = lastAtOrBelow(ends, offset - heapOffset);
    for (; k < tiles && heapOffset + (ends[k] as number) < offset + count; k += 1) {
      put(heapOffset + (ends[k] as number), streamOf(k));
    }
    return bytes;
  };
  return {
    ...{ size: length, tableOffset, rowLength, read },
    span: (number) => {
      const [from = 0, to = 0] = [ends[number], ends[number + 1]];
      return { offset: heapOffset + from, length: to - from };
    },
    bytes: () => read(0, length),
  };
}

function product(lengths: readonly number[]): number {
  return lengths.reduce((all, length) => all * length, 1);
}

/** The last of the ascending values that is not above; 0 where all are. */
function lastAtOrBelow(values: Float64Array, most: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((values[middle] as number) <= most) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}
