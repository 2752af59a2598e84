import type { ByteReader } from '../bytes/reader';
import type { ReadOptions } from '../bytes/source';
import { SkybucketError } from '../errors';
import { readMetadata, type ParquetMetadata } from './metadata';

/** Read at once from the end of a file: the footers of most catalogues fit, and it takes no longer than less. */
const FIRST_READ = 128 * 1024;
/** A `_metadata` of a large survey has some hundreds of MB; more would not fit into memory once read. */
const MOST_FOOTER = 256 * 1024 * 1024;
const TRAILER = 8;
const MAGIC = 'PAR1';
const ENCRYPTED = 'PARE';

/**
 * Reads the footer of a Parquet file, in one round where it is short and in two where it is not.
 *
 * @throws SkybucketError `format` for what is no Parquet file or a damaged one, `too-large`,
 *   `unsupported` for an encrypted one, or what reading throws.
 */
export async function readFooter(
  reader: ByteReader,
  options: ReadOptions = {},
): Promise<ParquetMetadata> {
  const { label } = reader;
  const size = await reader.size(options);
  const start = Math.max(0, size - FIRST_READ);
  const tail = await reader.read(start, size - start, options);
  const length = footerLength(label, tail, size);
  const from = size - TRAILER - length;
  if (from >= start) {
    return named(label, tail.subarray(from - start, tail.length - TRAILER));
  }
  // What is there already is not asked for again.
  const head = await reader.read(from, start - from, options);
  const footer = new Uint8Array(length);
  footer.set(head);
  footer.set(tail.subarray(0, tail.length - TRAILER), head.length);
  return named(label, footer);
}

function footerLength(label: string, tail: Uint8Array, size: number): number {
  const end = String.fromCharCode(...tail.subarray(-4));
  if (end === ENCRYPTED) {
    throw new SkybucketError('unsupported', `${label} is encrypted.`, {
      hint: 'Encrypted Parquet files cannot be read here.',
    });
  }
  if (size < TRAILER + MAGIC.length || end !== MAGIC) {
    throw new SkybucketError('format', `${label} does not end as a Parquet file does.`, {
      hint: 'It is something else, or the download or upload was cut short.',
    });
  }
  const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength);
  const length = view.getUint32(tail.length - TRAILER, true);
  if (length > size - TRAILER) {
    throw new SkybucketError(
      'format',
      `The footer of ${label} should have ${length} bytes, but the file has only ${size}.`,
      { hint: 'The file is probably damaged; get it again.' },
    );
  }
  if (length > MOST_FOOTER) {
    throw new SkybucketError(
      'too-large',
      `The footer of ${label} has ${length} bytes, more than can be read into memory.`,
    );
  }
  return length;
}

function named(label: string, footer: Uint8Array): ParquetMetadata {
  try {
    return readMetadata(footer);
  } catch (error) {
    if (error instanceof SkybucketError) {
      const { code, hint } = error;
      throw new SkybucketError(code, `${label}: ${error.message}`, { hint, cause: error });
    }
    throw error;
  }
}
