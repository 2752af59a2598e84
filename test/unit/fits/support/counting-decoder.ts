import type { StopSignal } from '../../../../src/core/fits/tiles/stop';
import type { TileDecoder, TileJob, TilePixels } from '../../../../src/core/fits/tiles/tile-job';
import { PLANE_TOOLS } from '../../../support/fits/plane-tools';

/** Decodes here, and remembers which tiles. */
export class CountingDecoder implements TileDecoder {
  /** Every tile that was decoded, once for each time. */
  readonly decoded: number[] = [];

  async decode(job: TileJob, bytes: Uint8Array, signal?: StopSignal): Promise<TilePixels> {
    this.decoded.push(job.tile);
    return PLANE_TOOLS.tiles.decode(job, bytes, signal);
  }
}
