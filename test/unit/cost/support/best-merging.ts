import type { Link } from '../../../../src/core/bytes/link';
import type { Span } from '../../../../src/core/bytes/source';

/** Seconds that so many requests and bytes take: ⌈n/P⌉·L + bytes/B. */
export function seconds(requests: number, bytes: number, link: Link): number {
  return Math.ceil(requests / link.parallel) * link.latency + bytes / link.bandwidth;
}

/**
 * The least time in which disjoint, ascending spans can be had, over *every* way to merge neighbours:
 * by dynamic programming over where a request ends and how many there are, with no idea of gaps.
 */
export function leastSeconds(spans: readonly Span[], link: Link): number {
  const { length: count } = spans;
  const start = (i: number): number => spans[i]?.offset ?? NaN;
  const end = (i: number): number => start(i) + (spans[i]?.length ?? NaN);
  let least = Infinity;
  // fewest[i]: the fewest bytes that bring the first i spans in exactly `requests` requests.
  let fewest = Array.from({ length: count + 1 }, (_, i) => (i === 0 ? 0 : Infinity));
  for (let requests = 1; requests <= count; requests++) {
    const next = new Array<number>(count + 1).fill(Infinity);
    for (let i = requests; i <= count; i++) {
      for (let j = requests - 1; j < i; j++) {
        next[i] = Math.min(next[i] ?? Infinity, (fewest[j] ?? Infinity) + end(i - 1) - start(j));
      }
    }
    fewest = next;
    least = Math.min(least, seconds(requests, fewest[count] ?? Infinity, link));
  }
  return least;
}
