import type { Spools } from '../../bytes/unpack/spool';
import type { Unpack } from '../../bytes/unpack/unpack';
import type { DecodedChunks } from './decoded-chunks';

/** What the blocks of one file share, and what the platform does for them. */
export interface BlockTools {
  /** Unpacks a zlib stream (RFC 1950); what follows on its end is left out. */
  readonly inflate: Unpack;
  readonly spools: Spools;
  /** One for each file. */
  readonly decoded: DecodedChunks;
}
