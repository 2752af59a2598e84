import type { Meter } from '../core/bytes/meter';
import type { ByteSource } from '../core/bytes/source';
import { SkybucketError } from '../core/errors';

/**
 * The size, in bytes, of what is to be downloaded; undefined where only the download tells: a server that cannot send
 * parts of a file cannot be asked for its first byte.
 *
 * @param open gives a source, which is closed here
 * @throws SkybucketError what the source says otherwise
 */
export async function sizeOf(
  open: () => Promise<ByteSource>,
  meter: Meter,
): Promise<number | undefined> {
  const source = await open();
  try {
    return await source.size({ meter });
  } catch (error) {
    if (error instanceof SkybucketError && error.code === 'range-ignored') {
      return undefined;
    }
    throw error;
  } finally {
    await source.close();
  }
}
