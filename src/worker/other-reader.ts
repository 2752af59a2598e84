import type { ByteReader } from '../core/bytes/reader';
import { SkybucketError } from '../core/errors';

/**
 * The bytes of a file that belongs to another viewer. That it has changed is told as an error of its own: a
 * file that says `changed` is read anew by its viewer, and this one has not.
 */
export function otherReader(reader: ByteReader): ByteReader {
  const { label, local } = reader;
  return {
    ...{ label, local },
    size: (options) => reader.size(options).catch(notOurs),
    read: (offset, length, options) => reader.read(offset, length, options).catch(notOurs),
    readUpTo: (offset, length, options) => reader.readUpTo(offset, length, options).catch(notOurs),
    readSpans: (spans, options) =>
      reader.readSpans(spans, options).map((span) => span.catch(notOurs)),
  };
}

function notOurs(error: unknown): never {
  if (error instanceof SkybucketError && error.code === 'changed') {
    throw new SkybucketError('not-found', 'The other file has changed since it was opened here.', {
      hint: 'Choose it anew.',
      cause: error,
    });
  }
  throw error;
}
