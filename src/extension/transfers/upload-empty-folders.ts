import { fewAtATime } from '../../core/bytes/few-at-a-time';
import { SkybucketError } from '../../core/errors';
import { checkKey } from '../../core/s3/names';
import type { Host } from '../host';
import { FOLDER_TYPE } from '../writes/file-writer';
import type { UploadPlace } from './wanted';
import type { WalkedFiles } from './walk-local';

const AT_A_TIME = 8;

/** S3 has no folders, so that one without files would be lost: the marker of each is made, where there is none yet. */
export async function makeEmptyFolders(
  host: Pick<Host, 'store' | 'connection' | 'session' | 'changes'>,
  { connection, bucket, prefix }: UploadPlace,
  found: readonly Pick<WalkedFiles, 'emptyFolders'>[],
  signal: AbortSignal,
): Promise<void> {
  const keys = found.flatMap(({ emptyFolders }) => emptyFolders.map((path) => `${prefix}${path}/`));
  keys.forEach((key) => checkKey(key));
  const owner = host.connection(connection);
  await fewAtATime(keys, AT_A_TIME, signal, async (key, stop) => {
    const options = { signal: stop, meter: host.session.child(), contentType: FOLDER_TYPE };
    const condition = { ifNoneMatch: '*' } as const;
    try {
      await host.store.put(owner, { bucket, key }, new Uint8Array(0), { ...options, condition });
    } catch (error) {
      // It is there already.
      if (!(error instanceof SkybucketError && ['changed', 'conflict'].includes(error.code))) {
        throw error;
      }
    }
  });
  host.changes.tell(keys.map((key) => ({ kind: 'created', place: { connection, bucket, key } })));
}
