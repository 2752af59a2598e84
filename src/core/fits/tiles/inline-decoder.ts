import type { Inflate } from '../../bytes/inflate';
import { throwIfAborted } from '../../errors';
import { decodeTile } from './decode-tile';
import type { StopSignal } from './stop';
import type { TileDecoder, TileJob, TilePixels } from './tile-job';

/** After so long, others on the thread have their turn: a cancel is to be heard. */
const MILLISECONDS_AT_A_TIME = 10;

/** Decodes on the thread that asks, one tile after the other. */
export class InlineDecoder implements TileDecoder {
  private last: Promise<unknown> = Promise.resolve();
  private waiting = 0;
  private turnBegan = 0;

  constructor(private readonly inflate: Inflate) {}

  async decode(job: TileJob, bytes: Uint8Array, signal?: StopSignal): Promise<TilePixels> {
    if (this.waiting === 0) {
      this.turnBegan = performance.now();
    }
    this.waiting += 1;
    const pixels = this.last.then(() => this.next(job, bytes, signal));
    this.last = pixels.catch(() => undefined);
    try {
      return await pixels;
    } finally {
      this.waiting -= 1;
    }
  }

  private async next(
    job: TileJob,
    bytes: Uint8Array,
    signal: StopSignal | undefined,
  ): Promise<TilePixels> {
    throwIfAborted(signal);
    if (performance.now() - this.turnBegan > MILLISECONDS_AT_A_TIME) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      this.turnBegan = performance.now();
      throwIfAborted(signal);
    }
    return decodeTile(job, bytes, this.inflate);
  }
}
