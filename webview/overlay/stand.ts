import type { PlaneRef, PlaneReply } from '../../src/protocol/methods';
import type { Host, Trouble } from '../image/host';
import type { Picture } from '../image/picture';

/** What the things over the picture stand on. */
export interface OverlayStand {
  readonly host: Host;
  readonly picture: Picture;
  /** Says something over the picture, which stays. */
  say(trouble: Trouble): void;
  copy(text: string, what: string): void;
  /** Something that is kept with the file has changed. */
  onKept(): void;
}

/** The picture on show; undefined where there is none. */
export interface ShownPlane {
  readonly ref: PlaneRef;
  readonly plane: PlaneReply;
}
