import type { Link } from '../bytes/link';

/**
 * How large objects are cut. A *part* is what a journal notes; it is small, so that little is transferred twice.
 * A *run* is what one request asks for: some parts in a row, as many as the link makes worth a round trip.
 */

const MIB = 1024 * 1024;
const MOST_PARTS = 2_000;
const LONGEST_RUN = 64 * MIB;
/** A run takes about so long: what has to wait for the slowest at the end is no more. */
const SECONDS_A_RUN = 1;
/** Latency is no more than this share of a run. */
const LATENCY_SHARE = 20;
/** One connection does not fill a long way: no more than its window is under way in a round trip. */
const MILLISECONDS_A_RUN_MORE = 10;
const FEWEST_RUNS = 4;
const MOST_RUNS = 16;

/** Bytes of a part of a download; a whole number of MiB. */
export function downloadPartSize(size: number): number {
  return Math.max(MIB, roundUp(size / MOST_PARTS));
}

/** How many runs to have under way at a time. */
export function runsAtATime({ latency }: Pick<Link, 'latency'>): number {
  return Math.min(MOST_RUNS, FEWEST_RUNS + Math.round((latency * 1000) / MILLISECONDS_A_RUN_MORE));
}

/** Bytes of the next run, of which `remaining` are still to be asked for. */
export function runLength(remaining: number, link: Pick<Link, 'latency' | 'bandwidth'>): number {
  const runs = runsAtATime(link);
  const each = link.bandwidth / runs;
  const timely = Math.max(each * SECONDS_A_RUN, each * link.latency * LATENCY_SHARE);
  // All have something to do, and end at about the same time.
  const shared = remaining / runs / 2;
  return Math.min(LONGEST_RUN, Math.max(MIB, timely), Math.max(MIB, shared));
}

/** S3 takes no smaller part but the last, and no more of them (API reference, "Multipart upload limits"). */
const SMALLEST_SENT = 8 * MIB;
const MOST_SENT = 10_000;

/** Bytes of a part of an upload. */
export function uploadPartSize(size: number): number {
  return Math.max(SMALLEST_SENT, roundUp(size / MOST_SENT));
}

export function countParts(size: number, partSize: number): number {
  return Math.ceil(size / partSize);
}

/** The bytes of a part, by its index from 0. */
export function partSpan(
  size: number,
  partSize: number,
  index: number,
): { readonly start: number; readonly end: number } {
  const start = index * partSize;
  return { start, end: Math.min(size, start + partSize) };
}

function roundUp(bytes: number): number {
  return Math.ceil(bytes / MIB) * MIB;
}
