import type { NewMd5 } from '../core/bytes/digest';
import type { Inflate } from '../core/bytes/inflate';
import type { Unpack } from '../core/bytes/unpack/unpack';
import type { UnpackTools } from '../core/bytes/unpack/unpacked-reader';
import type { TileDecoder } from '../core/fits/tiles/tile-job';

/** What the platform does for the readers in a worker. */
export interface WorkerTools {
  readonly inflate: Inflate;
  readonly tiles: TileDecoder;
  readonly unpack: UnpackTools;
  /** Unpacks a zlib stream (RFC 1950); what follows on its end is left out. */
  readonly inflateStream: Unpack;
  readonly newMd5: NewMd5;
}
