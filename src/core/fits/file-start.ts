import { compressionOf, otherCompressionOf } from '../bytes/unpack/compression';
import { SkybucketError } from '../errors';

const UNPACK_IT = 'Download and unpack it, then open the unpacked file.';

/**
 * Looks at the first bytes of a file.
 *
 * @throws SkybucketError `unsupported` for a file that is compressed as a whole, `format` for one that
 *   is empty or not FITS.
 */
export function checkFileStart(bytes: Uint8Array, label: string): void {
  if (bytes.length === 0) {
    throw new SkybucketError('format', `${label} is empty.`);
  }
  const packed = compressionOf(bytes);
  if (packed !== undefined) {
    // Whoever reads a file unpacks it once before.
    throw new SkybucketError(
      'unsupported',
      `${label} is compressed as a whole with ${packed}, and more than once.`,
      { hint: UNPACK_IT },
    );
  }
  const unknown = otherCompressionOf(bytes);
  if (unknown !== undefined) {
    throw new SkybucketError(
      'unsupported',
      `${label} is compressed as a whole with ${unknown}, which Skybucket cannot unpack.`,
      { hint: UNPACK_IT },
    );
  }
  const keyword = String.fromCharCode(...bytes.subarray(0, 8)).trimEnd();
  if (keyword.toUpperCase() !== 'SIMPLE') {
    throw new SkybucketError(
      'format',
      `${label} is not a FITS file: it does not start with SIMPLE.`,
    );
  }
}
