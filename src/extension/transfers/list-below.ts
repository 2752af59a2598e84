import type { Meter } from '../../core/bytes/meter';
import { SkybucketError } from '../../core/errors';
import type { S3Service } from '../../core/s3/client';
import type { Connection } from '../../core/s3/connection';
import type { S3Object } from '../../core/s3/listing';
import { compareKeys } from '../../core/s3/names';
import type { ListKeys } from '../../core/s3/walk';
import { walkKeys } from '../../core/s3/walk-keys';
import { formatCount } from '../../protocol/figures';

/** More than this is no download any more but a copy of an archive, and would fill the memory. */
export const MOST_FILES = 100_000;

export interface ListBelowOptions {
  readonly signal?: AbortSignal | undefined;
  readonly meter?: Meter | undefined;
  /** Told after each page. */
  readonly onFound?: ((count: number, bytes: number) => void) | undefined;
  readonly most?: number | undefined;
}

/**
 * All objects whose keys begin with a prefix, in the order of their keys, but for the markers of folders, which are no
 * files.
 *
 * @throws SkybucketError `too-large` where there are more than `most`, or what listing throws
 */
export async function listBelow(
  s3: Pick<S3Service, 'listPage'>,
  connection: Connection,
  place: { readonly bucket: string; readonly prefix: string },
  { signal, meter, onFound, most = MOST_FILES }: ListBelowOptions = {},
): Promise<readonly S3Object[]> {
  const found: S3Object[] = [];
  let bytes = 0;
  const list: ListKeys = (query, stop) =>
    s3.listPage(connection, query, { ...(stop !== undefined && { signal: stop }), meter });
  await walkKeys(list, place, {
    signal,
    onObjects: (objects) => {
      for (const object of objects) {
        if (!object.key.endsWith('/')) {
          found.push(object);
          bytes += object.size;
        }
      }
      checkCount(found.length, most);
      onFound?.(found.length, bytes);
    },
  });
  return found.sort((a, b) => compareKeys(a.key, b.key));
}

function checkCount(count: number, most: number): void {
  if (count > most) {
    throw new SkybucketError(
      'too-large',
      `There are more than ${formatCount(most)} files in this folder.`,
      { hint: 'Take the folders in it one after the other.' },
    );
  }
}
