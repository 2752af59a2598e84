import type { Link } from './link';
import type { Span } from './source';
import { endOf } from './span';

/** One request to send, `[offset, offset + length)`. */
export type PlannedRequest = Span;

export interface PlanOptions {
  /** Most bytes the plan may fetch. Where even the spans alone are more, they are fetched unmerged. */
  readonly budget?: number | undefined;
  /** False where the bytes `[from, to)` between two spans must not be fetched along. */
  readonly mayBridge?: ((from: number, to: number) => boolean) | undefined;
}

const MIB = 1024 * 1024;
/**
 * Seconds of work that a request is to both ends, beside the waiting: measured at 0.3 to 0.9 ms. Next
 * to a latency of 40 ms it is nothing; inside the cloud, it is most of what small requests cost.
 */
const REQUEST_WORK = 0.0003;
/** As much longer than the least expected time a plan may be for having fewer requests. */
const SLACK = 1.18;
/** Bounds what one failure can cost; a request more matters little at this size. */
const LONGEST_REQUEST = 256 * MIB;

/** What a plan may always fetch beyond what is wanted. */
const SPARE_BYTES = 3 * MIB;

/**
 * The budget of a plan for `wanted` bytes where nobody gives one. Over a fast link, the bytes between
 * spans take less time than requests do; but they are transfer all the same.
 */
export function usualBudget(wanted: number): number {
  return wanted + Math.max(SPARE_BYTES, wanted / 2);
}

/** Seconds `requests` take: rounds of `parallel` requests at a time, and every byte over the one line. */
export function expectedTime(requests: readonly PlannedRequest[], link: Link): number {
  const bytes = requests.reduce((sum, { length }) => sum + length, 0);
  return seconds(requests.length, bytes, link);
}

/**
 * The requests that bring in all `spans` in the least expected time. Spans may overlap and come in any
 * order; the requests are in order and disjoint.
 *
 * For any number of requests the fewest bytes are had by bridging the *smallest* gaps, so trying every
 * number finds the exact optimum. Of the plans close to it, the one that is best when the work of each
 * request is counted as well is taken; equal ones go to fewer requests. Then long requests are cut into
 * parts that travel side by side, as far as that adds no further round.
 */
export function planRequests(
  spans: readonly Span[],
  link: Link,
  options: PlanOptions = {},
): PlannedRequest[] {
  return split(merge(unite(spans), link, options), link);
}

function seconds(requests: number, bytes: number, { latency, bandwidth, parallel }: Link): number {
  return Math.ceil(requests / parallel) * latency + bytes / bandwidth;
}

/** Sorted, with overlapping and adjacent spans made one. */
function unite(spans: readonly Span[]): Span[] {
  const united: Span[] = [];
  let last: { offset: number; length: number } | undefined;
  for (const { offset, length } of [...spans].sort((a, b) => a.offset - b.offset)) {
    if (length === 0) {
      continue;
    }
    if (last && offset <= endOf(last)) {
      last.length = Math.max(endOf(last), offset + length) - last.offset;
    } else {
      united.push((last = { offset, length }));
    }
  }
  return united;
}

interface Gap {
  /** Index of the span after the gap. */
  readonly before: number;
  readonly length: number;
}

function merge(spans: readonly Span[], link: Link, options: PlanOptions): Span[] {
  const gaps = bridgeableGaps(spans, options).sort((a, b) => a.length - b.length);
  const bridged = bestBridging(spans, gaps, link, options.budget ?? Infinity);
  const bridges = new Set(gaps.slice(0, bridged).map(({ before }) => before));
  const merged: { offset: number; length: number }[] = [];
  spans.forEach((span, index) => {
    const last = merged.at(-1);
    if (last && bridges.has(index)) {
      last.length = endOf(span) - last.offset;
    } else {
      merged.push({ ...span });
    }
  });
  return merged;
}

/** How many of the `gaps`, smallest first, to bridge. */
function bestBridging(
  spans: readonly Span[],
  gaps: readonly Gap[],
  link: Link,
  budget: number,
): number {
  let bytes = spans.reduce((sum, { length }) => sum + length, 0);
  // The margin keeps rounding from deciding between equal times.
  const margin = 1 + 1e-12;
  const times = [seconds(spans.length, bytes, link)];
  for (const gap of gaps) {
    bytes += gap.length;
    if (bytes > budget) {
      break;
    }
    times.push(seconds(spans.length - times.length, bytes, link));
  }
  const limit = times.reduce((least, time) => Math.min(least, time)) * SLACK * margin;
  let bridged = 0;
  let least = Infinity;
  times.forEach((time, count) => {
    const withWork = time + (spans.length - count) * REQUEST_WORK;
    if (time <= limit && withWork <= least * margin) {
      least = withWork;
      bridged = count;
    }
  });
  return bridged;
}

function bridgeableGaps(spans: readonly Span[], { mayBridge }: PlanOptions): Gap[] {
  const gaps: Gap[] = [];
  let from: number | undefined;
  spans.forEach((span, before) => {
    if (from !== undefined && (!mayBridge || mayBridge(from, span.offset))) {
      gaps.push({ before, length: span.offset - from });
    }
    from = endOf(span);
  });
  return gaps;
}

/** Gives the free places of the last round to whatever request has the longest parts. */
function split(requests: readonly Span[], link: Link): PlannedRequest[] {
  const { latency, bandwidth, parallel } = link;
  const shortest = Math.max(MIB, latency * bandwidth);
  const parts = requests.map(({ length }) => Math.ceil(length / LONGEST_REQUEST));
  const partLength = (index: number, more = 0): number =>
    (requests[index]?.length ?? 0) / ((parts[index] ?? 1) + more);

  const total = parts.reduce((sum, count) => sum + count, 0);
  let free = Math.ceil(total / parallel) * parallel - total;
  const candidates = [...parts.keys()].filter((index) => partLength(index, 1) >= shortest);
  while (free > 0 && candidates.length > 0) {
    const longest = candidates.reduce((a, b) => (partLength(b) > partLength(a) ? b : a));
    if (partLength(longest, 1) < shortest) {
      break;
    }
    parts[longest] = (parts[longest] ?? 1) + 1;
    free--;
  }
  return requests.flatMap((request, index) => cut(request, parts[index] ?? 1));
}

function cut({ offset, length }: Span, parts: number): PlannedRequest[] {
  const at = (part: number): number => offset + Math.floor((length * part) / parts);
  return Array.from({ length: parts }, (_, part) => ({
    offset: at(part),
    length: at(part + 1) - at(part),
  }));
}
