import { checksumAlgorithms, type ChecksumAlgorithm } from './checksum';

const mebibyte = 1024 * 1024;

/** What a server can do and how much of it; tests make it smaller than Amazon's. */
export interface Limits {
  /** Of one PUT: an object or a part. */
  readonly putBytes: number;
  /** Of each part but the last. */
  readonly partBytes: number;
  /** Of the source of a CopyObject. */
  readonly copyBytes: number;
  readonly checksums: readonly ChecksumAlgorithm[];
  /** Operations it answers with 501. */
  readonly without: readonly string[];
  /** False: 501 to a PUT with a condition, as older stores do. */
  readonly conditionalWrites: boolean;
}

export const amazonLimits: Limits = {
  putBytes: 5 * 1024 * mebibyte,
  partBytes: 5 * mebibyte,
  copyBytes: 5 * 1024 * mebibyte,
  checksums: checksumAlgorithms,
  without: [],
  conditionalWrites: true,
};
