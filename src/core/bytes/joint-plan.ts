import type { Ask, Meter } from './meter';
import type { PendingSpan } from './pending-span';
import type { PlannedRequest } from './planner';
import type { Span } from './source';
import { endOf } from './span';

/** Who pays for a request, and when its need arose. */
export interface Account {
  readonly meter: Meter | undefined;
  readonly ask: Ask | undefined;
}

/** Part of a span somebody asked for, which nothing under way brings. */
export interface Gap extends Span, Account {
  readonly span: PendingSpan;
}

/** A request to queue. */
export interface AskedRequest extends PlannedRequest, Account {}

/**
 * Puts the requests of one plan in the order in which they were asked for: each has the place of the
 * earliest gap it has bytes of, and counts for the meter of that one.
 *
 * Its round is that of the *latest* gap of this meter, since part of the request was not known to be
 * needed before. Requests are disjoint, in order of offset, and bring all gaps.
 */
export function inOrderAsked(
  planned: readonly PlannedRequest[],
  gaps: readonly Gap[],
): AskedRequest[] {
  const accounts = new Map<PlannedRequest, Account>();
  for (const gap of gaps) {
    for (let at = firstEndingAfter(planned, gap.offset); at < planned.length; at++) {
      const request = planned[at] as PlannedRequest;
      if (request.offset >= endOf(gap)) {
        break;
      }
      const { meter } = accounts.get(request) ?? gap;
      if (meter === gap.meter) {
        accounts.set(request, { meter, ask: gap.ask });
      }
    }
  }
  // A Map keeps the order in which its keys first came.
  return [...accounts].map(([request, account]) => ({ ...request, ...account }));
}

function firstEndingAfter(requests: readonly PlannedRequest[], position: number): number {
  let low = 0;
  let high = requests.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (endOf(requests[middle] as PlannedRequest) > position) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}
