import type { CutoutParams } from '../../../src/protocol/cutout';
import type { PlaneRef } from '../../../src/protocol/methods';
import { RemoteError } from '../../../src/protocol/rpc';
import type { Host } from '../../../webview/image/host';
import { SKY, skyHost, type SkyStand } from './sky-host';

/** How the host answers, and what it was asked about cutouts. */
export interface CutoutStand extends SkyStand {
  /** `planCutout 100.5 40 px, 30 px × 20 px, trim`. */
  readonly cutouts: string[];
  /** Cutouts being made stay at one half until they are cancelled. */
  stays: boolean;
  given: number;
}

type Asked = PlaneRef & CutoutParams;

const TOO_LARGE = {
  code: 'too-large',
  message: 'A cutout of 90000 × 90000 pixels is more than the 512 MiB that are made.',
  hint: 'Choose a smaller size.',
  retryable: false,
} as const;

/** A host that knows pixels, plain sizes and `M 101`. */
export function cutoutHost(stand: CutoutStand): Host {
  const sky = skyHost(stand);
  const reply = ({ centre, width, height, mode, origin }: Asked) => {
    const [x = 2000, y = 2000] =
      /^([\d.]+) ([\d.]+) px$/
        .exec(String(centre))
        ?.slice(1)
        .map((text) => Number(text) - origin) ?? [];
    const [wide, high] = [parseFloat(width), parseFloat(height)];
    if (wide > 8000) {
      throw new RemoteError(TOO_LARGE);
    }
    const x0 = Math.ceil(x - wide / 2);
    const y0 = Math.ceil(y - high / 2);
    const over = x0 < 0 || y0 < 0 || x0 + wide > SKY.side || y0 + high > SKY.side;
    const notes =
      over && mode === 'partial' ? ['12 of its pixels are outside the image and NaN.'] : [];
    const understood = `${wide} × ${high} pixels around 10h00m27.91s +02d12m01.8s (ICRS)`;
    return { understood, x0, y0, width: wide, height: high, notes };
  };
  const request = async (method: string, params: unknown, options: unknown): Promise<unknown> => {
    const { signal, onProgress } = (options ?? {}) as {
      signal?: AbortSignal;
      onProgress?: (progress: { done: number }) => void;
    };
    const asked = params as Asked;
    const { centre, width, height, mode } = asked;
    stand.cutouts.push(`${method} ${String(centre)}, ${width} × ${height}, ${mode}`);
    const { width: wide, height: high } = reply(asked);
    if (method === 'planCutout') {
      return { ...reply(asked), bytes: 4 * wide * high + 9000, fileBytes: 4 * wide * high + 5760 };
    }
    onProgress?.({ done: 0.5 });
    if (stand.stays) {
      await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
      stand.given++;
      throw new RemoteError({ ...TOO_LARGE, code: 'cancelled' });
    }
    return { ...reply(asked), saved: true };
  };
  const answered: unknown = (method: string, params: unknown, options: unknown) =>
    /Cutout$/.test(method)
      ? request(method, params, options)
      : sky.request(method as 'plane', params as PlaneRef, options as object);
  return { request: answered as Host['request'], on: (name, listener) => sky.on(name, listener) };
}
