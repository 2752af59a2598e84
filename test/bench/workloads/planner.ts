import { DEFAULT_LINK } from '../../../src/core/bytes/link';
import { planRequests } from '../../../src/core/bytes/planner';
import type { Span } from '../../../src/core/bytes/source';
import { OURS, type Workload } from '../contest';

const COUNT = 20_000;

/** Spans of 100 bytes to 10 KB with gaps of up to 20 KB, always the same ones, in no order. */
function scattered(): Span[] {
  let state = 1;
  const next = (most: number): number => {
    state = (state * 48271) % 2147483647;
    return state % most;
  };
  let offset = 0;
  const spans = Array.from({ length: COUNT }, () => {
    const length = 100 + next(10_000);
    offset += next(20_000);
    const span = { offset, length };
    offset += length;
    return span;
  });
  return spans.sort((a, b) => (a.offset % 9973) - (b.offset % 9973));
}

export const planner: Workload = {
  name: 'planner',
  title: 'Requests for 20,000 scattered spans',
  runs: 15,
  remote: false,
  contestants: async () => {
    const spans = scattered();
    return [
      {
        name: OURS,
        run: async () => {
          const start = performance.now();
          const requests = planRequests(spans, DEFAULT_LINK);
          const milliseconds = performance.now() - start;
          return { milliseconds, answer: `${requests.length} requests` };
        },
      },
    ];
  },
};
