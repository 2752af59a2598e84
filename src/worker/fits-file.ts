import type { AsdfFile } from '../core/asdf/asdf-file';
import type { ByteReader } from '../core/bytes/reader';
import type { HduIndex } from '../core/fits/hdu-index';
import type { ParquetFile } from '../core/parquet/parquet-file';
import type { PlaneOptions } from '../core/image/plane';

/** A FITS file that can be read: of one compressed as a whole, what was unpacked. */
export interface OpenFits {
  readonly index: HduIndex;
  readonly reader: ByteReader;
}

/** The same for what may be an ASDF file, a VOTable, or a Parquet file, which has no HDUs then. */
export interface OpenAny extends OpenFits {
  readonly asdf: AsdfFile | undefined;
  /** It is a VOTable, which has not been read yet. */
  readonly isVoTable: boolean;
  readonly parquet: ParquetFile | undefined;
}

/** Gives the file once it can be read. */
export type OpenAnyFile = (options: PlaneOptions) => Promise<OpenAny>;
