import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { MemorySource } from '../../../../../src/core/bytes/memory-source';
import { SpanReader } from '../../../../../src/core/bytes/span-reader';
import type { Hdu } from '../../../../../src/core/fits/hdu';
import { HduIndex } from '../../../../../src/core/fits/hdu-index';
import type { Header } from '../../../../../src/core/fits/header';
import type { Bitpix } from '../../../../../src/core/fits/image-parameters';
import type {
  Compression,
  Quantisation,
  TileEncoding,
  TileJob,
} from '../../../../../src/core/fits/tiles/tile-job';

const SET = new URL('../../../../fixtures/golden/', import.meta.url);

export interface Tile {
  readonly job: TileJob;
  readonly bytes: Uint8Array;
  /** First pixel of the tile in the image, the first axis first. */
  readonly corner: readonly number[];
}

export interface TiledImage {
  readonly hdu: Hdu;
  readonly tiles: readonly Tile[];
}

export interface ImageTruth {
  readonly sha256_f64le: string;
  readonly first5: readonly (number | string)[];
  readonly nan: number;
}

/** The tile-compressed images of a file of the golden set, straight from the rows of their tables. */
export async function tiledImages(name: string): Promise<TiledImage[]> {
  return tiledImagesOf(
    new Uint8Array(gunzipSync(await readFile(new URL(`fits/tiles/${name}`, SET)))),
  );
}

/** The same for a file in memory. */
export async function tiledImagesOf(content: Uint8Array): Promise<TiledImage[]> {
  const images: TiledImage[] = [];
  const reader = new SpanReader(new MemorySource('tiles', content), { local: true });
  for await (const hdu of new HduIndex(reader).all()) {
    if (hdu.type === 'CompImageHDU') {
      images.push({ hdu, tiles: tilesOf(hdu, content) });
    }
  }
  return images;
}

/** What the reference reads of each HDU after the first. */
export async function truthsOf(name: string): Promise<ImageTruth[]> {
  const path = fileURLToPath(new URL(`truth/fits/tiles/${name}.json`, SET));
  const truth = JSON.parse(await readFile(path, 'utf8')) as { hdus: { image: ImageTruth }[] };
  return truth.hdus.slice(1).map(({ image }) => image);
}

function tilesOf({ storedHeader, axes, header, dataOffset }: Hdu, content: Uint8Array): Tile[] {
  const view = new DataView(content.buffer, content.byteOffset + dataOffset);
  const rowLength = storedHeader.requiredInteger('NAXIS1');
  const rows = storedHeader.requiredInteger('NAXIS2');
  const heap = storedHeader.integer('THEAP') ?? rowLength * rows;
  const encoding = encodingOf(storedHeader, header);
  const shape = axes.map((length, i) => {
    return storedHeader.integer(`ZTILE${i + 1}`) ?? (i === 0 ? length : 1);
  });
  return Array.from({ length: rows }, (_, row) => {
    const cells = cellsOf(storedHeader, view, row * rowLength);
    let rest = row;
    const corner = axes.map((length, i) => {
      const count = Math.ceil(length / (shape[i] as number));
      const index = rest % count;
      rest = Math.floor(rest / count);
      return index * (shape[i] as number);
    });
    const lengths = axes.map((length, i) => {
      return Math.min(shape[i] as number, length - (corner[i] as number));
    });
    const column = (['compressed', 'gzip', 'uncompressed'] as const).find((c) => cells.spans[c]);
    const span = cells.spans[column ?? 'compressed'] ?? { length: 0, offset: 0 };
    const start = dataOffset + heap + span.offset;
    const number = (key: string): number | undefined =>
      cells.numbers.get(key) ?? storedHeader.number(key);
    const job: TileJob = {
      encoding,
      column: column ?? 'compressed',
      tile: row,
      shape: lengths,
      scale: number('ZSCALE'),
      zero: number('ZZERO'),
      blank: number('ZBLANK'),
    };
    return { job, bytes: content.subarray(start, start + span.length), corner };
  });
}

const COLUMNS = {
  COMPRESSED_DATA: 'compressed',
  GZIP_COMPRESSED_DATA: 'gzip',
  UNCOMPRESSED_DATA: 'uncompressed',
} as const;
const WIDTHS: Readonly<Record<string, number>> = { B: 1, I: 2, J: 4, E: 4, D: 8 };

interface Cells {
  readonly spans: Partial<Record<TileJob['column'], { length: number; offset: number }>>;
  readonly numbers: ReadonlyMap<string, number>;
}

function cellsOf(header: Header, view: DataView, row: number): Cells {
  const spans: Cells['spans'] = {};
  const numbers = new Map<string, number>();
  let at = row;
  for (let n = 1; n <= header.requiredInteger('TFIELDS'); n += 1) {
    const name = header.text(`TTYPE${n}`) ?? '';
    const [, type = '', element = ''] =
      /^1?([A-Z])([A-Z]?)/.exec(header.text(`TFORM${n}`) ?? '') ?? [];
    if (type === 'P' || type === 'Q') {
      const wide = type === 'Q';
      const count = wide ? Number(view.getBigInt64(at)) : view.getInt32(at);
      const offset = wide ? Number(view.getBigInt64(at + 8)) : view.getInt32(at + 4);
      at += wide ? 16 : 8;
      if (count > 0) {
        spans[COLUMNS[name as keyof typeof COLUMNS]] = {
          length: count * (WIDTHS[element] as number),
          offset,
        };
      }
    } else {
      const read = { D: 'getFloat64', E: 'getFloat32', J: 'getInt32', I: 'getInt16' } as const;
      numbers.set(name, view[read[type as keyof typeof read]](at));
      at += WIDTHS[type] as number;
    }
  }
  return { spans, numbers };
}

function encodingOf(stored: Header, image: Header): TileEncoding {
  const settings = new Map<string, number>();
  for (let n = 1; stored.has(`ZNAME${n}`); n += 1) {
    settings.set(stored.text(`ZNAME${n}`) ?? '', stored.number(`ZVAL${n}`) ?? 0);
  }
  const bitpix = stored.requiredInteger('ZBITPIX') as Bitpix;
  const columns = stored.cards.map(({ value }) => value);
  const quantised = bitpix < 0 && (columns.includes('ZSCALE') || stored.has('ZSCALE'));
  return {
    compression: (stored.text('ZCMPTYPE') ?? '').replace('ONE', '1') as Compression,
    bitpix,
    rice: {
      blockSize: settings.get('BLOCKSIZE') ?? 32,
      bytesPerPixel: (settings.get('BYTEPIX') ?? 4) as 1 | 2 | 4,
    },
    smooth: (settings.get('SMOOTH') ?? 0) !== 0,
    quantisation: quantised ? ((stored.text('ZQUANTIZ') ?? 'NO_DITHER') as Quantisation) : 'none',
    ditherSeed: stored.integer('ZDITHER0') ?? 1,
    plioOffset: bitpix === 16 && image.number('BZERO') === 32768 ? 32768 : 0,
  };
}
