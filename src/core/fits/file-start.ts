import { SkybucketError } from '../errors';

/** What whole-file compressions start with. */
const COMPRESSIONS: readonly { readonly name: string; readonly magic: readonly number[] }[] = [
  { name: 'gzip', magic: [0x1f, 0x8b] },
  { name: 'compress (.Z)', magic: [0x1f, 0x9d] },
  { name: 'bzip2', magic: [0x42, 0x5a, 0x68] },
  { name: 'xz', magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00] },
  { name: 'zip', magic: [0x50, 0x4b, 0x03, 0x04] },
];

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
  for (const { name, magic } of COMPRESSIONS) {
    if (magic.every((byte, i) => bytes[i] === byte)) {
      throw new SkybucketError(
        'unsupported',
        `${label} is compressed as a whole with ${name}, which is not supported yet.`,
        { hint: 'Download and unpack it, then open the unpacked file.' },
      );
    }
  }
  const keyword = String.fromCharCode(...bytes.subarray(0, 8)).trimEnd();
  if (keyword.toUpperCase() !== 'SIMPLE') {
    throw new SkybucketError(
      'format',
      `${label} is not a FITS file: it does not start with SIMPLE.`,
    );
  }
}
