import type { Inflate } from '../core/bytes/inflate';
import type { UnpackTools } from '../core/bytes/unpack/unpacked-reader';
import type { TileDecoder } from '../core/fits/tiles/tile-job';

/** What the platform does for the readers in a worker. */
export interface WorkerTools {
  readonly inflate: Inflate;
  readonly tiles: TileDecoder;
  readonly unpack: UnpackTools;
}
