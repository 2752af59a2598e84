import type { PlaneRef } from '../../src/protocol/methods';
import type { PositionReply } from '../../src/protocol/position';
import type { Host } from '../image/host';
import { troubleOf } from '../image/host';
import { LatestOnly } from '../image/latest';
import type { Position } from '../image/view';

export interface PositionQuestion {
  readonly ref: PlaneRef;
  readonly pixel: Position;
}

/** Looks up where the pixel in question is, and no longer where any other is. */
export class PositionProbe {
  readonly #latest: LatestOnly<PositionQuestion>;
  #question: PositionQuestion | undefined;

  constructor(host: Host, onReply: (reply: PositionReply) => void) {
    this.#latest = new LatestOnly(async (question, signal) => {
      const { ref, pixel } = question;
      let reply: PositionReply;
      try {
        const params = { ...ref, x: pixel[0], y: pixel[1] };
        reply = await host.request('position', params, { signal });
      } catch (error) {
        reply = { sky: undefined, others: [], problem: troubleOf(error)?.message };
      }
      if (this.#question === question) {
        onReply(reply);
      }
    });
  }

  ask(question: PositionQuestion): void {
    this.cancel();
    this.#question = question;
    this.#latest.push(question);
  }

  /** Wants no answer any more. */
  cancel(): void {
    this.#question = undefined;
    this.#latest.cancel();
  }
}
