import type { StopSignal } from '../../../../src/core/fits/tiles/stop';
import type {
  DecodedTile,
  StoredTile,
  TileDecoder,
} from '../../../../src/core/fits/tiles/tile-job';
import { PLANE_TOOLS } from '../../../support/fits/plane-tools';

/** Decodes here, and remembers which tiles. */
export class CountingDecoder implements TileDecoder {
  /** Every tile that was decoded, once for each time. */
  readonly decoded: number[] = [];

  async decode(tiles: readonly StoredTile[], signal?: StopSignal): Promise<readonly DecodedTile[]> {
    this.decoded.push(...tiles.map(({ job }) => job.tile));
    return PLANE_TOOLS.tiles.decode(tiles, signal);
  }
}
