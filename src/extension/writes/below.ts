import { throwIfAborted } from '../../core/errors';
import type { S3Object } from '../../core/s3/listing';
import type { Place } from './place';
import type { WorkOptions, WriteTools } from './tools';

/**
 * All objects below a folder, page by page in key order, the marker of the folder itself left out (listings do not
 * tell it from the folder).
 */
export async function* objectsBelow(
  tools: WriteTools,
  folder: Place,
  { signal }: WorkOptions,
): AsyncGenerator<readonly S3Object[]> {
  const connection = tools.connection(folder.connection);
  const meter = tools.session.child();
  let token: string | undefined;
  do {
    throwIfAborted(signal);
    const page = await tools.s3.listPage(
      connection,
      {
        bucket: folder.bucket,
        prefix: folder.key,
        ...(token === undefined ? {} : { continuationToken: token }),
      },
      { signal, meter },
    );
    yield page.entries.flatMap((entry) => (entry.kind === 'object' ? [entry] : []));
    token = page.next;
  } while (token !== undefined);
}

/** Whether anything is at a place: the object, or something in the folder (or its marker). */
export async function isThere(
  tools: WriteTools,
  place: Place,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<boolean> {
  const connection = tools.connection(place.connection);
  const { bucket, key } = place;
  const options = { signal, meter: tools.session.child() };
  if (key === '') {
    return true;
  }
  if (key.endsWith('/')) {
    const page = await tools.s3.listPage(connection, { bucket, prefix: key, maxKeys: 2 }, options);
    if (page.entries.length > 0) {
      return true;
    }
  }
  return (await tools.store.head(connection, { bucket, key }, options)) !== undefined;
}
