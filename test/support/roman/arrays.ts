import { missingRuns, type Run } from './missing-runs';
import {
  fillCounts,
  fillData,
  fillHalves,
  fillOtherQuality,
  fillQuality,
  fillReference,
  fillResiduals,
  SIDE,
  type Fill,
} from './pixels';

/** Unpacked bytes of a chunk, as python-asdf writes them. */
export const CHUNK = 4 * 1024 * 1024;

const PIXELS = SIDE * SIDE;
const PIXELS_PER_CHUNK = CHUNK / 4;
const RESULTANTS = 6;
const DETECTOR = 4096;

export interface GeneratedArray {
  /** Its key under `roman`. */
  readonly name: string;
  readonly datatype: 'float32' | 'uint32' | 'float16' | 'uint16';
  readonly bytesPerElement: number;
  /** Slowest axis first. */
  readonly shape: readonly number[];
  readonly fill: Fill;
  /** What repeats in a chunk, in elements of the array. */
  readonly runs: ((chunk: number) => readonly Run[]) | undefined;
}

const runs = new Map<number, readonly Run[]>();

function runsOf(chunk: number): readonly Run[] {
  const known = runs.get(chunk) ?? missingRuns(chunk, PIXELS_PER_CHUNK, PIXELS);
  runs.set(chunk, known);
  return known;
}

/** The runs that have pixels in `[from, to)`. */
function* runsBetween(from: number, to: number): Generator<Run> {
  for (let chunk = Math.floor(from / PIXELS_PER_CHUNK); chunk * PIXELS_PER_CHUNK < to; chunk += 1) {
    for (const run of runsOf(chunk)) {
      if (run.to > from && run.from < to) {
        yield run;
      }
    }
  }
}

function plane(
  name: string,
  datatype: GeneratedArray['datatype'],
  fill: Fill,
  shape: readonly number[] = [SIDE, SIDE],
): GeneratedArray {
  const bytesPerElement = datatype.endsWith('32') ? 4 : 2;
  return { name, datatype, bytesPerElement, shape, fill, runs: undefined };
}

/** The arrays of an image of level 2 that its schema (wfi_image-2.2.0) requires, in the order of their blocks. */
export const FULL_SIZE_ARRAYS: readonly GeneratedArray[] = [
  { ...plane('data', 'float32', fillData(runsBetween)), runs: runsOf },
  plane('dq', 'uint32', fillQuality(runsBetween)),
  plane('dq2', 'uint32', fillOtherQuality),
  // 2^-5 to 2^-4, 2^-10 to 2^-9, 1 to 8, and 2^-7 to 2^-6 of either sign.
  plane('err', 'float16', fillHalves(20, 0x2800, 0x400)),
  plane('var_poisson', 'float16', fillHalves(21, 0x1400, 0x400)),
  plane('chisq', 'float16', fillHalves(22, 0x3c00, 0xc00)),
  plane('dumo', 'float16', fillHalves(23, 0x2000, 0x400, true)),
  plane('amp33', 'uint16', fillCounts(30), [RESULTANTS, DETECTOR, 128]),
  plane('border_ref_pix_left', 'float32', fillResiduals(31), [RESULTANTS, DETECTOR, 4]),
  plane('border_ref_pix_right', 'float32', fillResiduals(32), [RESULTANTS, DETECTOR, 4]),
  plane('border_ref_pix_top', 'float32', fillResiduals(33), [RESULTANTS, 4, DETECTOR]),
  plane('border_ref_pix_bottom', 'float32', fillResiduals(34), [RESULTANTS, 4, DETECTOR]),
  plane('dq_border_ref_pix_left', 'uint32', fillReference, [DETECTOR, 4]),
  plane('dq_border_ref_pix_right', 'uint32', fillReference, [DETECTOR, 4]),
  plane('dq_border_ref_pix_top', 'uint32', fillReference, [4, DETECTOR]),
  plane('dq_border_ref_pix_bottom', 'uint32', fillReference, [4, DETECTOR]),
];

/** Bytes it takes unpacked. */
export function bytesOf({ shape, bytesPerElement }: GeneratedArray): number {
  return shape.reduce((product, length) => product * length, bytesPerElement);
}

/** The unpacked bytes `[from, to)`. */
export function unpackedBytes(array: GeneratedArray, from: number, to: number): Uint8Array {
  const first = Math.floor(from / array.bytesPerElement);
  const last = Math.ceil(to / array.bytesPerElement);
  const bytes = new Uint8Array((last - first) * array.bytesPerElement);
  array.fill(new DataView(bytes.buffer), first, last);
  const skipped = from - first * array.bytesPerElement;
  return bytes.subarray(skipped, skipped + to - from);
}
