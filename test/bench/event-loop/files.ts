import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { ObjectBody } from '../../support/s3/objects';
import { rampImage } from '../../unit/cost/support/ramp-image';
import { card } from '../../unit/fits/support/made';
import { tiledImage } from '../../unit/fits/support/tiled-image';
import { seededRandom } from '../../unit/fits/tiles/support/seeded-random';
import { tableFile } from '../../unit/fits/tables/support/made-table';

const PIECE = 8 * 1024 * 1024;
const ROWS = 2_000_000;
const ROW_LENGTH = 20;

/** 4096² int16 pixels, tile-compressed with GZIP_1. */
export async function compressedImage(folder: string): Promise<string> {
  const random = seededRandom(7);
  const image = tiledImage({
    ...{ axes: [4096, 4096], tile: [4096, 16], bitpix: 16, gzip: true },
    value: () => Math.floor(1000 + 40 * random()),
  });
  return written(join(folder, 'tiles.fits'), image);
}

/** 2 million rows of a float64, an int32 and a text of 8 letters: 40 MB. */
export async function table(folder: string): Promise<string> {
  const random = seededRandom(8);
  const data = new Uint8Array(ROWS * ROW_LENGTH);
  const view = new DataView(data.buffer);
  for (let row = 0; row < ROWS; row += 1) {
    const at = row * ROW_LENGTH;
    view.setFloat64(at, random());
    view.setInt32(at + 8, row);
    for (let i = 0; i < 8; i += 1) {
      data[at + 12 + i] = 65 + Math.floor(26 * random());
    }
  }
  const bytes = tableFile({
    ...{ rowLength: ROW_LENGTH, rows: ROWS, fields: 3, data },
    cards: [card('TFORM1', '1D'), card('TFORM2', '1J'), card('TFORM3', '8A')],
  });
  const read = (offset: number, length: number): Uint8Array =>
    bytes.subarray(offset, offset + length);
  return written(join(folder, 'table.fits'), { size: bytes.length, read });
}

/** 8192² float32 pixels, 268 MB, as a .gz. */
export async function packedImage(folder: string): Promise<string> {
  const path = join(folder, 'image.fits.gz');
  const pieces = Readable.from(piecesOf(rampImage(8192, 8192)));
  await pipeline(pieces, createGzip({ level: 1 }), createWriteStream(path));
  return path;
}

async function written(path: string, body: ObjectBody): Promise<string> {
  await pipeline(Readable.from(piecesOf(body)), createWriteStream(path));
  return path;
}

async function* piecesOf({ size, read }: ObjectBody): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < size; at += PIECE) {
    yield await read(at, Math.min(PIECE, size - at));
  }
}
