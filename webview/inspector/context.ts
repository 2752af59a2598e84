import type { PlaneReply } from '../../src/protocol/methods';
import type { DisplayModel } from '../image/display';
import type { Host } from '../image/host';
import type { LimitsMode } from '../image/limits';
import type { Position } from '../image/view';
import type { Subject } from './subject';

/** What every panel of the inspector looks at, and what it tells the viewer. */
export interface Context {
  readonly host: Host;
  readonly display: DisplayModel;
  readonly subject: Subject;
  readonly focus: Focus;
  onLimits(mode: LimitsMode): void;
  /** Copies a text; `what` names it for the message. */
  onCopy(text: string, what: string): void;
  /** Brings a pixel (0-based) into the middle of the view. */
  onGoTo(pixel: Position): void;
}

export interface Focus {
  /** The pixel (0-based) under the cursor, pinned, or the last that was: the pointer leaves the picture to reach a panel. */
  readonly pixel: Position | undefined;
  /** What the first pixel is counted as. */
  readonly origin: 0 | 1;
}

/** The focused pixel, where the plane on show has it. */
export function pixelInPlane({ focus, subject }: Context): Position | undefined {
  const { pixel } = focus;
  const { plane } = subject;
  const inside =
    pixel !== undefined &&
    plane !== undefined &&
    pixel[0] >= 0 &&
    pixel[1] >= 0 &&
    pixel[0] < plane.width &&
    pixel[1] < plane.height;
  return inside ? pixel : undefined;
}

/** Notices when another picture is looked at: another plane, or the same one opened anew. */
export class Change {
  #plane: PlaneReply | undefined;
  #ref = '';

  /** Whether it is another picture than at the last call. */
  of({ plane, ref }: Subject): boolean {
    const key = ref === undefined ? '' : `${ref.hdu}/${ref.slice.join()}`;
    const changed = plane !== this.#plane || key !== this.#ref;
    this.#plane = plane;
    this.#ref = key;
    return changed;
  }
}
