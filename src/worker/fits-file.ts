import type { ByteReader } from '../core/bytes/reader';
import type { HduIndex } from '../core/fits/hdu-index';
import type { PlaneOptions } from '../core/image/plane';

/** A FITS file that can be read: of one compressed as a whole, what was unpacked. */
export interface OpenFits {
  readonly index: HduIndex;
  readonly reader: ByteReader;
}

/** Gives the file once it can be read. */
export type OpenFitsFile = (options: PlaneOptions) => Promise<OpenFits>;
