import type { MaskReply, PlaneRef } from '../../src/protocol/methods';
import type { Host } from '../image/host';
import { troubleOf } from '../image/host';
import { Question } from '../image/question';
import type { Position } from '../image/view';
import type { MaskWords } from './mask-words';
import { maskWords } from './mask-words';

/** Bytes that may be spent on a mask nobody has asked for. */
export const UNASKED_BYTES = 65_536;

export interface MaskQuestion {
  readonly mask: MaskReply;
  readonly pixel: Position;
}

/** Looks up what the mask says of the pixel in question, and no longer of any other. */
export function maskProbe(
  host: Host,
  onWords: (words: MaskWords | undefined) => void,
): Question<MaskQuestion> {
  return new Question(async ({ mask, pixel }, signal) => {
    let words: MaskWords | undefined;
    try {
      const params = { ...mask.ref, x: pixel[0], y: pixel[1] };
      words = maskWords((await host.request('value', params, { signal })).text, mask.bits);
    } catch (error) {
      const message = troubleOf(error)?.message;
      words = message === undefined ? undefined : { number: 'DQ ?', names: message };
    }
    return () => onWords(words);
  });
}

/** Whether a plane is its own mask: then its value says it all. */
export function isOwnMask(ref: PlaneRef, { ref: mask }: MaskReply): boolean {
  return (
    ref.hdu === mask.hdu &&
    ref.cell === undefined &&
    ref.bits === undefined &&
    ref.slice.join() === mask.slice.join()
  );
}
