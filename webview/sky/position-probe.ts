import type { PlaneRef } from '../../src/protocol/methods';
import type { PositionReply, SkyFrame } from '../../src/protocol/position';
import type { Host } from '../image/host';
import { troubleOf } from '../image/host';
import { Question } from '../image/question';
import type { Position } from '../image/view';

export interface PositionQuestion {
  readonly ref: PlaneRef;
  readonly pixel: Position;
  /** Left out: that of the image. */
  readonly frame?: SkyFrame | undefined;
}

/** Looks up where the pixel in question is, and no longer where any other is. */
export function positionProbe(
  host: Host,
  onReply: (reply: PositionReply) => void,
): Question<PositionQuestion> {
  return new Question(async ({ ref, pixel, frame }, signal) => {
    let reply: PositionReply;
    try {
      const params = { ...ref, x: pixel[0], y: pixel[1], frame };
      reply = await host.request('position', params, { signal });
    } catch (error) {
      reply = { sky: undefined, others: [], problem: troubleOf(error)?.message };
    }
    return () => onReply(reply);
  });
}
