import { cancelled } from '../errors';
import type { GridRow } from './grid';
import { blockSums } from './grid-rows';
import { PixelSample } from './pixel-sample';
import type { Plane, PlaneOptions } from './plane';
import { Pyramid } from './pyramid';

/** Somebody who waits for a row of the level. */
interface Waker {
  readonly step: number;
  wake(): void;
}

/**
 * The one pass over a plane that makes its pyramid, for as many as want rows of it meanwhile. It begins
 * with the first of them and is given up when the last has left before its end.
 */
export class PyramidBuild {
  readonly pyramid: Pyramid;
  /** Kept of the pixels as they went by. */
  readonly pixels: PixelSample;
  private readonly stop = new AbortController();
  private followers = 0;
  private running = false;
  private end: { readonly error: unknown } | 'complete' | undefined;
  private wakers: Waker[] = [];

  /** @param onLost called when it was given up or failed: there will be no more of this pyramid. */
  constructor(
    private readonly plane: Plane,
    bytes: number,
    private readonly onLost: (build: PyramidBuild) => void,
  ) {
    this.pyramid = new Pyramid(plane, bytes);
    this.pixels = new PixelSample(plane);
  }

  /**
   * The rows of the level, those that are there first, then the others as they are made. Not to be
   * written to.
   *
   * @throws SkybucketError `truncated` after the rows of a file that ends early, `cancelled` when the
   *   caller's own signal aborts, or what reading throws.
   */
  async *rows(step: number, options: PlaneOptions): AsyncGenerator<GridRow> {
    this.followers++;
    try {
      this.begin(options);
      const given = new Set<number>();
      for (;;) {
        // Looked at first: what was made up to the end is given before it.
        const { end } = this;
        const filled = this.pyramid.filled(step) ?? new Uint8Array(0);
        for (let j = 0; j < filled.length; j++) {
          if (filled[j] === 1 && !given.has(j)) {
            given.add(j);
            yield { j, values: this.pyramid.row(step, j) };
          }
        }
        if (end === 'complete') {
          return;
        }
        if (end) {
          throw end.error;
        }
        await this.change(step, options.signal);
      }
    } finally {
      this.followers--;
      if (this.followers === 0 && this.end !== 'complete') {
        this.stop.abort();
        this.onLost(this);
      }
    }
  }

  private begin(options: PlaneOptions): void {
    if (this.running || this.end) {
      return;
    }
    this.running = true;
    this.run(options).then(
      () => this.finish('complete'),
      (error: unknown) => {
        this.finish({ error });
        this.onLost(this);
      },
    );
  }

  private async run(first: PlaneOptions): Promise<void> {
    const { plane, pyramid, pixels, stop } = this;
    const options = { ...first, signal: stop.signal };
    for await (const { j, blocks } of blockSums(plane, pyramid.base, options, (row, x0) =>
      pixels.add(row, x0),
    )) {
      this.wake(pyramid.add(j, blocks));
    }
  }

  private finish(end: { readonly error: unknown } | 'complete'): void {
    this.end = end;
    this.wake(Infinity);
  }

  /** Not more of them than have a row to look for: a tall plane has many times more rows of the base. */
  private wake(step: number): void {
    const woken = this.wakers.filter((waker) => waker.step <= step);
    if (woken.length > 0) {
      this.wakers = this.wakers.filter((waker) => waker.step > step);
      woken.forEach((waker) => waker.wake());
    }
  }

  /** @throws SkybucketError `cancelled` */
  private change(step: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(cancelled());
        return;
      }
      const abort = (): void => reject(cancelled());
      signal?.addEventListener('abort', abort, { once: true });
      const wake = (): void => {
        signal?.removeEventListener('abort', abort);
        resolve();
      };
      this.wakers.push({ step, wake });
      // It may have ended since it was looked at.
      if (this.end) {
        this.wake(Infinity);
      }
    });
  }
}
