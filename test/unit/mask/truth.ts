import { gunzipSync } from 'node:zlib';
import type { Hdu } from '../../../src/core/fits/hdu';
import { HduIndex } from '../../../src/core/fits/hdu-index';
import { CountingReader } from '../fits/support/memory-reader';
import truth from './mask-truth.json';

export type FileName = keyof typeof truth.files;

/** What numpy says of planes: for each set of bits, 1 or 0 for each pixel, x fastest. */
export const PLANES: Readonly<Record<string, Readonly<Record<string, string>>>> = truth.planes;

export function readerOf(name: FileName): CountingReader {
  return CountingReader.of(new Uint8Array(gunzipSync(Buffer.from(truth.files[name], 'base64'))));
}

/** The HDUs of a file, all of them found already. */
export async function fitsFile(
  name: FileName,
): Promise<{ reader: CountingReader; index: HduIndex; hdus: Hdu[] }> {
  const reader = readerOf(name);
  const index = new HduIndex(reader);
  const hdus: Hdu[] = [];
  for await (const hdu of index.all()) {
    hdus.push(hdu);
  }
  return { reader, index, hdus };
}
