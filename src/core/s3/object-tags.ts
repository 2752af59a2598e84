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
