import { isCancelled, SkybucketError } from '../errors';
import type { CallOptions } from './calls';
import type { Connection } from './connection';
import type { ObjectPlace, ObjectTag } from './object-store';
import { type StoreTools, versionInput } from './store-tools';

/** The tags of an object, in the server's order. @throws SkybucketError `access-denied` where they may not be read */
export async function tagsOf(
  { calls }: StoreTools,
  connection: Connection,
  place: ObjectPlace,
  options: CallOptions,
): Promise<ObjectTag[]> {
  const { TagSet = [] } = await calls.send(
    connection,
    {
      asked: { what: 'object', bucket: place.bucket, path: place.key },
      run: (sdk, client) =>
        client.send(new sdk.GetObjectTaggingCommand(versionInput(connection, place))),
    },
    options,
  );
  return TagSet.map(({ Key: key = '', Value: value = '' }) => ({ key, value }));
}

/**
 * The tags that a copy has to be given. Not every server counts them in a HEAD, and Amazon S3 only for those who may
 * read them: where it says nothing they are asked for, and none are taken for granted that nobody tells.
 *
 * @param count as HEAD told
 * @throws SkybucketError where there are tags, and they cannot be had
 */
export async function tagsToCopy(
  tools: StoreTools,
  connection: Connection,
  place: ObjectPlace,
  count: number | undefined,
  options: CallOptions,
): Promise<readonly ObjectTag[]> {
  if (count === 0) {
    return [];
  }
  try {
    return await tagsOf(tools, connection, place, options);
  } catch (error) {
    const isLasting = error instanceof SkybucketError && !error.retryable && !isCancelled(error);
    if (count === undefined && isLasting) {
      return [];
    }
    throw error;
  }
}
