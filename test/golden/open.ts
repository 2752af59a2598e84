import { tmpdir } from 'node:os';
import type { ByteReader } from '../../src/core/bytes/reader';
import { SpanReader } from '../../src/core/bytes/span-reader';
import { FileSource } from '../../src/platform/node/file-source';
import { nodeTools } from '../../src/worker/node-tools';
import { OpenedFile } from '../../src/worker/opened-file';

/**
 * Runs `use` with the reader a local file has in the product: of one that is compressed as a whole, what
 * was unpacked.
 *
 * @throws Error where that could not be done to its end.
 */
export async function withReader<T>(
  path: string,
  use: (reader: ByteReader) => Promise<T>,
): Promise<T> {
  const source = new FileSource(path);
  const file = new OpenedFile(new SpanReader(source, { local: true }), nodeTools(tmpdir()).unpack);
  try {
    const { reader } = await file.open({});
    if (file.warnings.length > 0) {
      throw new Error(file.warnings.join(' '));
    }
    return await use(reader);
  } finally {
    await file.close();
    await source.close();
  }
}
