import type { KnownObject } from '../../../src/core/bytes/version';

/** What is downloaded, and what the processes of this bench tell each other. */

export const BUCKET = 'transfers';
/** Of the large objects. */
export const LARGE_BYTES = 1_000_000_000;
export const LATENCY_MS = 40;
export const SMALL_PREFIX = 'small/';
const SMALL_COUNT = 2_000;
/** What we have downloaded before. */
export const WARM_UP_PREFIX = 'warm/';
const WARM_UP_COUNT = 200;
/** Bytes a second of a link of 1 Gbit/s. */
export const GIGABIT = 125_000_000;
const SMALLEST = 20_000;
const LARGEST = 1_000_000;

/** The large object three times over: what the server knows of its bytes differs. */
export const LARGE = {
  /** Uploaded in parts: its ETag is no checksum. */
  plain: 'large/parts.bin',
  crc64: 'large/crc64nvme.bin',
  md5: 'large/md5.bin',
} as const;

export interface SmallFile {
  readonly key: string;
  readonly size: number;
}

/** Sizes evenly spread on a logarithmic scale, mixed. */
export function smallFiles(): SmallFile[] {
  return [...filesBelow(SMALL_PREFIX, SMALL_COUNT), ...filesBelow(WARM_UP_PREFIX, WARM_UP_COUNT)];
}

function filesBelow(prefix: string, count: number): SmallFile[] {
  return Array.from({ length: count }, (_, index) => {
    const share = ((index * 1_237) % count) / (count - 1);
    const size = Math.round(SMALLEST * (LARGEST / SMALLEST) ** share);
    return { key: `${prefix}${index % 8}/file-${String(index).padStart(4, '0')}.bin`, size };
  });
}

/** An object as a listing tells of it. */
export interface ListedObject {
  readonly key: string;
  readonly known: KnownObject;
  /** Of its bytes, in hex. */
  readonly sha256: string;
}

/** What the process of the server says when it is ready. */
export interface ServerAnswer {
  /** Of the server itself, and of the ways there that take longer. */
  readonly endpoints: { readonly near: string; readonly far: string; readonly farGigabit: string };
  readonly objects: readonly ListedObject[];
}

/** What our own process is told. */
export interface DownloadTask {
  readonly endpoint: string;
  /** Where the files are to be. */
  readonly folder: string;
  /** Where queue, journals and the memory of copies are kept. */
  readonly state: string;
  readonly files: readonly FileTask[];
  /** Downloaded before, to another folder, by the same process. */
  readonly warmUp: { readonly folder: string; readonly files: readonly FileTask[] };
}

export interface FileTask extends Pick<ListedObject, 'key' | 'known'> {
  /** Below the folder. */
  readonly path: string;
}

/** What it cost. */
export interface Cost {
  readonly milliseconds: number;
  /** Of all its threads. */
  readonly cpuMilliseconds: number;
}
