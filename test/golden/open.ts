import type { ByteReader } from '../../src/core/bytes/reader';
import { SpanReader } from '../../src/core/bytes/span-reader';
import { FileSource } from '../../src/platform/node/file-source';

/** Runs `use` with the reader a local file has in the product. */
export async function withReader<T>(
  path: string,
  use: (reader: ByteReader) => Promise<T>,
): Promise<T> {
  const source = new FileSource(path);
  try {
    return await use(new SpanReader(source, { local: true }));
  } finally {
    await source.close();
  }
}
