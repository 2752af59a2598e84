import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createContext, runInContext } from 'node:vm';

/** What is used of an image of fitsjs. */
interface FitsjsImage {
  readonly width: number;
  readonly height: number;
  readonly bitpix: number;
  readonly bzero: number;
  readonly bscale: number;
  readonly frameLength: number;
  readonly blob: FakeBlob;
  _getFrame(buffer: ArrayBuffer, bitpix: number, bzero: number, bscale: number): ArrayLike<number>;
}

/** What is used of a binary table of fitsjs: rows as objects by column name. */
interface FitsjsTable {
  readonly rows: number;
  readonly columns: readonly string[];
  getRows(
    from: number,
    count: number,
    callback: (this: void, rows: readonly FitsjsRow[]) => void,
  ): void;
}

export type FitsjsRow = Readonly<Record<string, unknown>>;

interface FitsjsHdu {
  readonly header: { get(keyword: string): unknown };
  readonly data: FitsjsImage | FitsjsTable | undefined;
}

interface FitsjsFile {
  readonly hdus: readonly FitsjsHdu[];
}

interface Fitsjs {
  readonly FITS: new (file: FakeBlob, callback: (this: void, fits: FitsjsFile) => void) => unknown;
}

/** The little of `Blob` and `FileReader` that fitsjs asks of a browser. */
class FakeBlob {
  constructor(readonly bytes: Uint8Array) {}

  get size(): number {
    return this.bytes.length;
  }

  slice(from?: number, to?: number): FakeBlob {
    return new FakeBlob(this.bytes.slice(from, to));
  }
}

class FakeFileReader {
  onloadend: ((event: { target: { result: ArrayBufferLike } }) => void) | undefined;

  readAsArrayBuffer(blob: FakeBlob): void {
    queueMicrotask(() => this.onloadend?.({ target: { result: blob.bytes.slice().buffer } }));
  }
}

let loading: Promise<Fitsjs> | undefined;

async function load(): Promise<Fitsjs> {
  const code = await readFile(createRequire(import.meta.url).resolve('fitsjs'), 'utf8');
  const page = createContext({
    ...{ File: FakeBlob, Blob: FakeBlob, FileReader: FakeFileReader, console },
    // The arrays of this realm, so that buffers pass from one to the other.
    ...{ ArrayBuffer, DataView, Uint8Array, Uint16Array, Int16Array, Uint32Array, Int32Array },
    ...{ Float32Array, Float64Array },
  });
  runInContext(code, page);
  return (page as unknown as { astro: { FITS: Fitsjs['FITS'] } }).astro as Fitsjs;
}

export interface SecondReading {
  readonly width: number;
  readonly height: number;
  readonly values: readonly number[];
  readonly keyword: (keyword: string) => unknown;
}

/** The first frame of an HDU as fitsjs, an independent reader, reads it. */
export async function readWithFitsjs(bytes: Uint8Array, hdu: number): Promise<SecondReading> {
  const { header, data } = (await open(bytes)).hdus[hdu] ?? {};
  if (header === undefined || data === undefined || !('frameLength' in data)) {
    throw new Error(`fitsjs finds no image in HDU ${hdu}.`);
  }
  const frame = data.blob.bytes.slice(0, data.frameLength).buffer;
  const values = data._getFrame(frame, data.bitpix, data.bzero, data.bscale);
  const { width, height } = data;
  return { width, height, values: Array.from(values), keyword: (name) => header.get(name) };
}

/** All rows of a binary table as fitsjs reads them. */
export async function readTableWithFitsjs(
  bytes: Uint8Array,
  hdu: number,
): Promise<readonly FitsjsRow[]> {
  const { data } = (await open(bytes)).hdus[hdu] ?? {};
  if (data === undefined || !('getRows' in data)) {
    throw new Error(`fitsjs finds no table in HDU ${hdu}.`);
  }
  return new Promise((resolve) => data.getRows(0, data.rows, resolve));
}

async function open(bytes: Uint8Array): Promise<FitsjsFile> {
  const { FITS } = await (loading ??= load());
  return new Promise<FitsjsFile>((resolve) => {
    new FITS(new FakeBlob(bytes), resolve);
  });
}
