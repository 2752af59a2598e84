import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createContext, runInContext } from 'node:vm';
import type { Contestant } from '../contest';
import { sumOf } from '../workloads/sum';

/** What is used of an image of fitsjs. `_getFrame` is the work its own web worker does. */
interface FitsjsImage {
  readonly bitpix: number;
  readonly bzero: number;
  readonly bscale: number;
  readonly frameLength: number;
  readonly blob: MemoryBlob;
  _getFrame(buffer: ArrayBuffer, bitpix: number, bzero: number, bscale: number): ArrayLike<number>;
}

interface FitsjsFile {
  readonly hdus: readonly { readonly data?: FitsjsImage }[];
}

type FitsjsClass = new (
  file: MemoryBlob,
  callback: (this: void, file: FitsjsFile) => void,
) => unknown;

/** The part of a browser's `Blob` that fitsjs uses; slices are views, so that it is not slowed down. */
class MemoryBlob {
  constructor(readonly bytes: Uint8Array) {}

  get size(): number {
    return this.bytes.length;
  }

  slice(from?: number, to?: number): MemoryBlob {
    return new MemoryBlob(this.bytes.subarray(from, to));
  }
}

class MemoryFileReader {
  onloadend: ((event: { target: { result: ArrayBufferLike } }) => void) | undefined;

  readAsArrayBuffer({ bytes }: MemoryBlob): void {
    queueMicrotask(() => this.onloadend?.({ target: { result: bytes.slice().buffer } }));
  }
}

async function load(): Promise<FitsjsClass> {
  const code = await readFile(createRequire(import.meta.url).resolve('fitsjs'), 'utf8');
  const page = createContext({
    ...{ File: MemoryBlob, Blob: MemoryBlob, FileReader: MemoryFileReader, console },
    // The arrays of this realm, so that buffers pass from one to the other.
    ...{ ArrayBuffer, DataView, Uint8Array, Uint16Array, Int16Array, Uint32Array, Int32Array },
    ...{ Float32Array, Float64Array },
  });
  runInContext(code, page);
  return (page as unknown as { astro: { FITS: FitsjsClass } }).astro.FITS;
}

/** fitsjs on a file that is in memory. It has no way to read a part of a remote one. */
export async function fitsjs(file: Uint8Array): Promise<Contestant> {
  const Fits = await load();
  return {
    name: 'fitsjs',
    run: async () => {
      const start = performance.now();
      const { hdus } = await new Promise<FitsjsFile>((resolve) => {
        new Fits(new MemoryBlob(file), resolve);
      });
      const image = hdus[0]?.data;
      if (image === undefined) {
        throw new Error('it finds no image');
      }
      // A copy, as its FileReader would make, because it decodes in place.
      const stored = image.blob.bytes.slice(0, image.frameLength).buffer;
      const values = image._getFrame(stored, image.bitpix, image.bzero, image.bscale);
      return { milliseconds: performance.now() - start, answer: sumOf(values) };
    },
  };
}
