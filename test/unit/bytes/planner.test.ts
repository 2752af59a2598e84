import { describe, expect, it } from 'vitest';
import type { Link } from '../../../src/core/bytes/link';
import { expectedTime, planRequests } from '../../../src/core/bytes/planner';
import type { Span } from '../../../src/core/bytes/source';

const LINKS: readonly Link[] = [
  { latency: 0.04, bandwidth: 10e6, parallel: 32 },
  { latency: 0.005, bandwidth: 200e6, parallel: 32 },
  { latency: 0.15, bandwidth: 2e6, parallel: 32 },
];

/** mulberry32: the same spans in every run. */
function generator(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Disjoint spans in order, with lengths and gaps over six decades. */
function randomSpans(random: () => number, count: number): Span[] {
  let at = 0;
  return Array.from({ length: count }, () => {
    const offset = at + 1 + Math.floor(10 ** (6 * random()));
    const length = 1 + Math.floor(10 ** (5 * random()));
    at = offset + length;
    return { offset, length };
  });
}

/** Every way to make one request of neighbouring spans. */
function bestOfAllMergings(spans: readonly Span[], link: Link): number {
  let best = Infinity;
  for (let bridges = 0; bridges < 2 ** (spans.length - 1); bridges++) {
    const requests: { offset: number; length: number }[] = [];
    spans.forEach((span, index) => {
      const last = requests.at(-1);
      if (last && bridges & (1 << (index - 1))) {
        last.length = span.offset + span.length - last.offset;
      } else {
        requests.push({ ...span });
      }
    });
    best = Math.min(best, expectedTime(requests, link));
  }
  return best;
}

/** Fewest bytes for every number of requests, by dynamic programming over where requests begin. */
function bestMergingOfMany(spans: readonly Span[], link: Link): number {
  const end = (index: number): number => spans[index]!.offset + spans[index]!.length;
  // fewest[i]: bytes of the best grouping of spans [0, i] into the present number of requests.
  let fewest = spans.map((_, i) => end(i) - spans[0]!.offset);
  let best = Infinity;
  for (let n = 1; n <= spans.length; n++) {
    const bytes = fewest.at(-1)!;
    best = Math.min(best, Math.ceil(n / link.parallel) * link.latency + bytes / link.bandwidth);
    const next = spans.map(() => Infinity);
    // The best place for the last request to begin, kept as i grows.
    let before = Infinity;
    for (let i = 1; i < spans.length; i++) {
      before = Math.min(before, fewest[i - 1]! - spans[i]!.offset);
      next[i] = before + end(i);
    }
    fewest = next;
  }
  return best;
}

function covers(requests: readonly Span[], { offset, length }: Span): boolean {
  let at = offset;
  for (const request of requests) {
    if (request.offset <= at && request.offset + request.length > at) {
      at = request.offset + request.length;
    }
  }
  return at >= offset + length;
}

/** A plan may be so much longer than the best one in the model, for the requests it saves. */
const CLOSE = 1.2;

describe('planRequests', () => {
  it.each(LINKS)('is close to the best of all mergings ($latency s, $bandwidth B/s)', (base) => {
    const random = generator(7);
    for (let trial = 0; trial < 60; trial++) {
      const spans = randomSpans(random, 1 + Math.floor(random() * 10));
      // Few requests at a time make rounds matter with ten spans.
      const link = { ...base, parallel: [1, 2, 3, 32][trial % 4]! };
      const planned = planRequests(spans, link);
      const best = bestOfAllMergings(spans, link);
      expect(expectedTime(planned, link)).toBeLessThanOrEqual(best * CLOSE);
      expect(spans.every((span) => covers(planned, span))).toBe(true);
    }
  });

  it.each(LINKS)(
    'plans a section of a large image about as well as can be ($latency s)',
    (link) => {
      const spans = Array.from({ length: 256 }, (_, row) => ({
        offset: 5760 + (4000 + row) * 40_960 + 12_000,
        length: 1024,
      }));
      const planned = planRequests(spans, link);
      const best = bestMergingOfMany(spans, link);
      expect(expectedTime(planned, link)).toBeLessThanOrEqual(best * CLOSE);
      expect(spans.every((span) => covers(planned, span))).toBe(true);
    },
  );

  it('saves requests where they cost more than the bytes between them, and only there', () => {
    const spans = Array.from({ length: 256 }, (_, row) => ({ offset: row * 40_960, length: 1024 }));
    const counts = LINKS.map((link) => planRequests(spans, link).length);
    // 40 ms and 150 ms: a gap takes longer than the work of a request. 5 ms, 200 MB/s: it does not.
    expect(counts).toEqual([256, 96, 256]);
  });

  it('is close to dynamic programming on uneven gaps', () => {
    const random = generator(11);
    for (const link of LINKS) {
      const spans = randomSpans(random, 150);
      const time = expectedTime(planRequests(spans, link), link);
      expect(time).toBeLessThanOrEqual(bestMergingOfMany(spans, link) * CLOSE);
    }
  });

  it('makes one of overlapping, adjacent and contained spans in any order', () => {
    const spans = [
      { offset: 300, length: 50 },
      { offset: 100, length: 100 },
      { offset: 150, length: 10 },
      { offset: 200, length: 100 },
      { offset: 7, length: 0 },
    ];
    expect(planRequests(spans, LINKS[0]!)).toEqual([{ offset: 100, length: 250 }]);
  });

  it('plans nothing for nothing', () => {
    expect(planRequests([], LINKS[0]!)).toEqual([]);
  });

  it('prefers fewer requests where the time is the same', () => {
    const link = { latency: 1, bandwidth: Infinity, parallel: 32 };
    const spans = [0, 1, 2].map((index) => ({ offset: index * 1000, length: 10 }));
    expect(planRequests(spans, link)).toHaveLength(1);
  });

  it('cuts a long request into parts that travel side by side, at most as many as fit one round', () => {
    const link = { latency: 0.05, bandwidth: 20e6, parallel: 32 };
    const parts = planRequests([{ offset: 10, length: 100 * 2 ** 20 }], link);
    expect(parts).toHaveLength(32);
    expect(parts[0]).toEqual({ offset: 10, length: (100 * 2 ** 20) / 32 });
    expect(parts.reduce((sum, { length }) => sum + length, 0)).toBe(100 * 2 ** 20);
    // Never shorter than 1 MiB.
    expect(planRequests([{ offset: 0, length: 3 * 2 ** 20 }], link)).toHaveLength(3);
    expect(planRequests([{ offset: 0, length: 2 ** 20 }], link)).toHaveLength(1);
  });

  it('cuts to the length of latency times bandwidth on long fat links', () => {
    const link = { latency: 0.1, bandwidth: 100e6, parallel: 32 };
    expect(planRequests([{ offset: 0, length: 45e6 }], link)).toHaveLength(4);
  });

  it('adds no round by cutting', () => {
    const link = { latency: 0.001, bandwidth: 1e6, parallel: 4 };
    const spans = [0, 1, 2].map((index) => ({ offset: index * 1e9, length: 50e6 }));
    const planned = planRequests(spans, link);
    expect(planned).toHaveLength(4);
    expect(planRequests(spans, { ...link, parallel: 3 })).toHaveLength(3);
  });

  it('keeps to the budget, and to the spans alone where even they are more', () => {
    const link = { latency: 1, bandwidth: 1e6, parallel: 1 };
    const spans = [
      { offset: 0, length: 100 },
      { offset: 150, length: 100 },
      { offset: 1250, length: 100 },
    ];
    expect(planRequests(spans, link)).toHaveLength(1);
    expect(planRequests(spans, link, { budget: 400 })).toEqual([
      { offset: 0, length: 250 },
      { offset: 1250, length: 100 },
    ]);
    expect(planRequests(spans, link, { budget: 10 })).toEqual(spans);
  });

  it('does not bridge where it may not', () => {
    const link = { latency: 1, bandwidth: 1e6, parallel: 1 };
    const spans = [0, 100, 200].map((offset) => ({ offset, length: 50 }));
    const planned = planRequests(spans, link, { mayBridge: (from) => from !== 50 });
    expect(planned).toEqual([
      { offset: 0, length: 50 },
      { offset: 100, length: 150 },
    ]);
  });
});
