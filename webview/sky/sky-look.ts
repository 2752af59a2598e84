import type { PlaneRef } from '../../src/protocol/methods';
import type { SkyFrame } from '../../src/protocol/position';
import type { SkyReply } from '../../src/protocol/sky';
import type { Camera } from '../image/camera';
import type { Host } from '../image/host';
import { troubleOf } from '../image/host';
import type { Position } from '../image/view';
import { ViewRequest } from './view-request';

interface Wanted {
  readonly ref: PlaneRef;
  readonly frame: SkyFrame;
  readonly at: Position;
  /** Of what is seen, in image pixels. */
  readonly size: number;
}

/** How far the middle of the view may move before directions and scale are asked for anew, in its size. */
const FAR = 0.1;

/** What the coordinate system is like in the middle of the view. */
export class SkyLook {
  readonly #request: ViewRequest<Wanted, SkyReply>;
  #reply: SkyReply | undefined;

  constructor(host: Host, onReply: () => void) {
    const show = (reply: SkyReply): void => {
      this.#reply = reply;
      onReply();
    };
    this.#request = new ViewRequest({
      ask: ({ ref, frame, at: [x, y] }, signal) =>
        host.request('sky', { ...ref, x, y, frame }, { signal }),
      onReply: show,
      onError: (error) =>
        show({
          frame: undefined,
          projection: '',
          scale: undefined,
          problems: [troubleOf(error)?.message ?? ''],
        }),
    });
  }

  /** Undefined until something is known. */
  get reply(): SkyReply | undefined {
    return this.#reply;
  }

  /** Sees to it that what is known is of the view as it is now. */
  look(camera: Camera, about: Pick<Wanted, 'ref' | 'frame'>): void {
    const { box } = camera;
    if (box !== undefined) {
      const at: Position = [(box.x0 + box.x1 - 1) / 2, (box.y0 + box.y1 - 1) / 2];
      const size = Math.max(box.x1 - box.x0, box.y1 - box.y0);
      this.#request.want({ ...about, at, size }, (other) => {
        const far = Math.hypot(other.at[0] - at[0], other.at[1] - at[1]);
        return far <= FAR * Math.max(size, 1);
      });
    }
  }

  /** It is about something else from now on. */
  reset(): void {
    this.#request.reset();
    this.#reply = undefined;
  }
}
