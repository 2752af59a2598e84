import type { PlaneRef } from '../../src/protocol/methods';
import type { SkyFrame } from '../../src/protocol/position';
import type { SkyReply } from '../../src/protocol/sky';
import type { Camera } from '../image/camera';
import type { Host } from '../image/host';
import type { SkyLine } from './grid-request';
import { GridRequest } from './grid-request';
import type { SkyStyle } from './position-words';
import { SkyLook } from './sky-look';

interface About {
  readonly ref: PlaneRef;
  readonly frame: SkyFrame;
  readonly style: SkyStyle;
}

/** The lines of the grid over one view, once; none where there can be none, or the signal says stop. */
export function gridLines(
  host: Host,
  camera: Camera,
  about: About,
  signal: AbortSignal,
): Promise<readonly SkyLine[]> {
  return new Promise((resolve) => {
    const request = new GridRequest(host, {
      onLines: () => resolve(request.lines),
      // The grid on the screen has said why there is none.
      onError: () => resolve([]),
    });
    signal.addEventListener('abort', () => {
      request.reset();
      resolve([]);
    });
    request.look(camera, about);
  });
}

/** What the coordinate system is like in the middle of one view; undefined where the signal says stop. */
export function skyReply(
  host: Host,
  camera: Camera,
  about: About,
  signal: AbortSignal,
): Promise<SkyReply | undefined> {
  return new Promise((resolve) => {
    const look = new SkyLook(host, () => resolve(look.reply));
    signal.addEventListener('abort', () => {
      look.reset();
      resolve(undefined);
    });
    look.look(camera, about);
  });
}
