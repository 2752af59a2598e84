import { SkybucketError } from '../../core/errors';
import type { CallOptions } from '../../core/s3/calls';
import type { Host } from '../host';
import { listBelow } from './list-below';
import type { UploadPlace } from './wanted';

/** Up to here each is asked for by itself; above that a listing is cheaper. */
const MOST_HEADS = 30;

/**
 * Which of these keys there are objects of. Where that may not be asked, none: the writes themselves are conditional.
 *
 * @param keys all below the prefix of the place
 */
export async function existingObjects(
  { store, s3, connection: connectionOf }: Pick<Host, 'store' | 's3' | 'connection'>,
  { connection, bucket, prefix }: UploadPlace,
  keys: readonly string[],
  options: CallOptions,
): Promise<ReadonlySet<string>> {
  const server = connectionOf(connection);
  try {
    if (keys.length <= MOST_HEADS) {
      const facts = await Promise.all(
        keys.map((key) => store.head(server, { bucket, key }, options)),
      );
      return new Set(keys.filter((_, index) => facts[index] !== undefined));
    }
    const wanted = new Set(keys);
    const below = commonPrefix(keys, prefix);
    const objects = await listBelow(s3, server, { bucket, prefix: below }, options);
    return new Set(objects.map(({ key }) => key).filter((key) => wanted.has(key)));
  } catch (error) {
    if (
      error instanceof SkybucketError &&
      (error.code === 'access-denied' || error.code === 'too-large')
    ) {
      return new Set();
    }
    throw error;
  }
}

/** The longest folder that all keys lie in, at least `least`. */
export function commonPrefix(keys: readonly string[], least: string): string {
  const [first = least] = keys;
  let common = first.slice(0, first.lastIndexOf('/') + 1);
  while (common !== '' && !keys.every((key) => key.startsWith(common))) {
    common = common.slice(0, common.lastIndexOf('/', common.length - 2) + 1);
  }
  return common.length < least.length ? least : common;
}
