import { decompress as unpackZstd } from 'fzstd';
import { compressors } from 'hyparquet-compressors';
import { SkybucketError } from '../errors';
import { damagedPage } from './hybrid';
import type { Codec } from './metadata';

/** Pages are some MB at most; what claims more is refused before memory is taken for it. */
const LARGEST_PAGE = 256 * 1024 * 1024;

/**
 * The bytes of a page, exactly `length` of them.
 *
 * @throws SkybucketError `format`, `too-large`, `unsupported`
 */
export function unpackPage(
  packed: Uint8Array,
  length: number,
  codec: Codec | undefined,
): Uint8Array {
  if (length > LARGEST_PAGE) {
    throw new SkybucketError(
      'too-large',
      `A page of the Parquet file would have ${length} bytes unpacked.`,
      { hint: 'The file is probably damaged.' },
    );
  }
  const bytes = unpacked(packed, length, codec);
  if (bytes.length !== length) {
    throw damagedPage(`${bytes.length} bytes where ${length} should be`);
  }
  return bytes;
}

function unpacked(packed: Uint8Array, length: number, codec: Codec | undefined): Uint8Array {
  if (codec === 'UNCOMPRESSED') {
    return packed;
  }
  if (length === 0) {
    return new Uint8Array(0);
  }
  const unpack = codec && compressors[codec];
  if (unpack === undefined) {
    throw new SkybucketError(
      'unsupported',
      `Pages packed with ${codec ?? 'an unknown codec'} cannot be read.`,
      {
        hint: 'Known are Snappy, gzip, Brotli, LZ4 and Zstandard.',
      },
    );
  }
  try {
    // Into memory of the size that was said, so that it cannot become more.
    return codec === 'ZSTD' ? unpackZstd(packed, new Uint8Array(length)) : unpack(packed, length);
  } catch (error) {
    throw new SkybucketError('format', 'A page of the Parquet file cannot be unpacked.', {
      hint: 'The file is probably damaged; get it again.',
      cause: error,
    });
  }
}
