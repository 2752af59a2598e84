import type { Bitpix } from '../fits/image-parameters';
import { bytesOfBlock } from '../image/cost';
import type { Box, Plane, PlaneOptions } from '../image/plane';

/** How pixels are stored in FITS: value = stored · bscale + bzero (FITS 4.0, section 4.4.2.5). */
export interface StoredFormat {
  readonly bitpix: Bitpix;
  readonly bscale: number;
  readonly bzero: number;
  /** The stored integer of a missing pixel. */
  readonly blank: bigint | undefined;
}

/** A plane whose pixels are given as they are to be stored, not as the values they stand for. */
export interface StoredPlane {
  readonly width: number;
  readonly height: number;
  readonly format: StoredFormat;
  readonly local: boolean;
  /** Bytes that reading the box costs, about. */
  cost(box: Box): number;
  /**
   * The rows of the box in the order they arrive, each as the big-endian bytes of its pixels.
   *
   * @throws SkybucketError as `Plane.section`.
   */
  rows(
    box: Box,
    options: PlaneOptions,
  ): AsyncIterable<{ readonly y: number; readonly bytes: Uint8Array }>;
}

/** Bytes of pixels that are asked for in one plan. */
const BATCH = 64 * 2 ** 20;
/** Pixels whose exact texts are asked for at a time. */
const TEXTS = 2 ** 18;

/**
 * Pixels that come as numbers exactly.
 *
 * @param plane gives stored values plus `added`, NaN for missing pixels.
 */
export function numbersPlane(plane: Plane, format: StoredFormat, added = 0): StoredPlane {
  const { width, height } = plane;
  const put = putter(format, added);
  return {
    width,
    height,
    format,
    get local() {
      return plane.local;
    },
    cost: (box) => costOf(plane, box),
    async *rows({ x0, x1, y0, y1 }, options) {
      const length = Math.abs(format.bitpix) / 8;
      for (const ys of batches(y0, y1, (x1 - x0) * length)) {
        for await (const { y, values } of plane.rows(ys, x0, x1, options)) {
          const bytes = new Uint8Array(values.length * length);
          put(values, new DataView(bytes.buffer));
          yield { y, bytes };
        }
      }
    },
  };
}

/** 64-bit integers whose halves are the pixels of a plane twice as wide. */
export function halvesPlane(halves: Plane, format: StoredFormat): StoredPlane {
  const doubled = (box: Box): Box => ({ ...box, x0: 2 * box.x0, x1: 2 * box.x1 });
  const words = numbersPlane(halves, { bitpix: 32, bscale: 1, bzero: 0, blank: undefined });
  return {
    width: halves.width / 2,
    height: halves.height,
    format,
    get local() {
      return halves.local;
    },
    cost: (box) => words.cost(doubled(box)),
    rows: (box, options) => words.rows(doubled(box), options),
  };
}

/**
 * 64-bit integers by their exact texts.
 *
 * @param plane gives stored values plus `added`, NaN for missing pixels.
 */
export function textsPlane(plane: Plane, format: StoredFormat, added = 0n): StoredPlane {
  const { width, height } = plane;
  return {
    width,
    height,
    format,
    get local() {
      return plane.local;
    },
    cost: (box) => costOf(plane, box),
    async *rows({ x0, x1, y0, y1 }, options) {
      const wide = x1 - x0;
      const step = Math.max(1, Math.floor(TEXTS / wide / plane.rowsPerBlock) * plane.rowsPerBlock);
      for (let from = y0; from < y1;) {
        const to = Math.min(y1, from - (from % step) + step);
        const texts = await plane.exactBox({ x0, x1, y0: from, y1: to }, options);
        for (let y = from; y < to; y += 1) {
          const bytes = new Uint8Array(8 * wide);
          const view = new DataView(bytes.buffer);
          for (let i = 0; i < wide; i += 1) {
            const text = texts[(y - from) * wide + i] as string;
            view.setBigInt64(8 * i, storedInteger(text, format.blank, added));
          }
          yield { y, bytes };
        }
        from = to;
      }
    },
  };
}

/** The stored bytes of a missing pixel: NaN, or BLANK; undefined where integers have none. */
export function missingPixel({ bitpix, blank }: StoredFormat): Uint8Array | undefined {
  const bytes = new Uint8Array(Math.abs(bitpix) / 8);
  const view = new DataView(bytes.buffer);
  if (bitpix === 64) {
    if (blank !== undefined) {
      view.setBigInt64(0, blank);
    }
  } else {
    putter({ bitpix, bscale: 1, bzero: 0, blank }, 0)(Float64Array.of(NaN), view);
  }
  return bitpix > 0 && blank === undefined ? undefined : bytes;
}

function storedInteger(text: string, blank: bigint | undefined, added: bigint): bigint {
  return text === 'NaN' ? (blank ?? 0n) : BigInt(text) - added;
}

type Put = (values: Float32Array | Float64Array, view: DataView) => void;

function putter({ bitpix, blank }: StoredFormat, added: number): Put {
  const missing = blank === undefined ? 0 : Number(blank);
  const stored = (value: number): number => (Number.isNaN(value) ? missing : value - added);
  const each =
    (set: (view: DataView, at: number, value: number) => void): Put =>
    (values, view) => {
      for (let i = 0; i < values.length; i += 1) {
        set(view, i, values[i] as number);
      }
    };
  switch (bitpix) {
    case 8:
      return each((view, i, value) => view.setUint8(i, stored(value)));
    case 16:
      return each((view, i, value) => view.setInt16(2 * i, stored(value)));
    case 32:
      return each((view, i, value) => view.setInt32(4 * i, stored(value)));
    case -32:
      return each((view, i, value) => view.setFloat32(4 * i, value));
    case -64:
      return each((view, i, value) => view.setFloat64(8 * i, value));
    case 64:
      throw new Error('64-bit integers are no numbers.');
  }
}

function* batches(y0: number, y1: number, bytesPerRow: number): Generator<number[]> {
  const most = Math.max(1, Math.floor(BATCH / Math.max(1, bytesPerRow)));
  for (let from = y0; from < y1; from += most) {
    yield Array.from({ length: Math.min(most, y1 - from) }, (_, k) => from + k);
  }
}

function costOf(plane: Plane, { x0, x1, y0, y1 }: Box): number {
  const rows = plane.rowsPerBlock;
  const blocks = Math.ceil(y1 / rows) - Math.floor(y0 / rows);
  return Math.ceil(blocks * bytesOfBlock(plane, x0, x1));
}
