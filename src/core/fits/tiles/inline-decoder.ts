import type { Inflate } from '../../bytes/inflate';
import { throwIfAborted } from '../../errors';
import { decodeTiles } from './decode-tile';
import type { StopSignal } from './stop';
import type { DecodedTile, StoredTile, TileDecoder } from './tile-job';

/** After so long, others on the thread have their turn: a cancel is to be heard. */
const MILLISECONDS_AT_A_TIME = 10;

/** Decodes on the thread that asks, one after the other. */
export class InlineDecoder implements TileDecoder {
  private last: Promise<unknown> = Promise.resolve();
  private waiting = 0;
  private turnBegan = 0;

  constructor(private readonly inflate: Inflate) {}

  async decode(tiles: readonly StoredTile[], signal?: StopSignal): Promise<DecodedTile[]> {
    if (this.waiting === 0) {
      this.turnBegan = performance.now();
    }
    this.waiting += 1;
    const decoded = this.last.then(() => this.next(tiles, signal));
    this.last = decoded.catch(() => undefined);
    try {
      return await decoded;
    } finally {
      this.waiting -= 1;
    }
  }

  private async next(
    tiles: readonly StoredTile[],
    signal: StopSignal | undefined,
  ): Promise<DecodedTile[]> {
    throwIfAborted(signal);
    if (performance.now() - this.turnBegan > MILLISECONDS_AT_A_TIME) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      this.turnBegan = performance.now();
      throwIfAborted(signal);
    }
    return decodeTiles(tiles, this.inflate);
  }
}
