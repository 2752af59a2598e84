import { isCancelled, sentence, SkybucketError } from '../errors';
import { refusedAs } from './errors-asked';
import type { NotRemoved } from './object-store';
import { headOf, removeObject } from './objects';
import type { RemoveJob } from './remove';
import { bareEtag } from './store-conditions';
import { formatS3Uri } from './uri';

const AT_ONCE = 16;

/** One request for each key, several at a time. */
export function removeSingly(job: RemoveJob, keys: readonly string[]): Promise<NotRemoved[]> {
  return eachOf(keys, async (key) => {
    const refused = await removeOne(job, key);
    return refused === 'doubtful' ? removeIfSame(job, key) : refused;
  });
}

/**
 * Keys whose condition a server says does not hold. Some compare in ways of their own: those that HEAD still gives the
 * ETag of are deleted without, as where no server knows of conditions.
 */
export function stillWanted(job: RemoveJob, keys: readonly string[]): Promise<NotRemoved[]> {
  return eachOf(keys, (key) => removeIfSame(job, key));
}

async function removeOne(
  { tools, connection, bucket, etags, options }: RemoveJob,
  key: string,
): Promise<'doubtful' | undefined> {
  const etag = etags.get(key);
  const place = { bucket, key };
  if (etag === undefined) {
    await removeObject(tools, connection, place, options);
    return undefined;
  }
  try {
    await tools.ways.conditionally(connection, 'remove', (conditional) =>
      removeObject(tools, connection, place, options, conditional ? etag : undefined),
    );
    return undefined;
  } catch (error) {
    if (refusedAs(error)?.status === 412) {
      return 'doubtful';
    }
    throw error;
  }
}

async function removeIfSame(
  { tools, connection, bucket, etags, options }: RemoveJob,
  key: string,
): Promise<string | undefined> {
  const place = { bucket, key };
  const there = (await headOf(tools, connection, place, options))?.facts;
  if (there !== undefined && bareEtag(there.etag) !== bareEtag(etags.get(key))) {
    return `${formatS3Uri(bucket, key)} was changed meanwhile, and is not deleted.`;
  }
  if (there !== undefined) {
    await removeObject(tools, connection, place, options);
  }
  return undefined;
}

/** Does it for all; what gives a sentence is left. @throws SkybucketError `cancelled` */
async function eachOf(
  keys: readonly string[],
  remove: (key: string) => Promise<string | undefined>,
): Promise<NotRemoved[]> {
  const left: NotRemoved[] = [];
  const queue = [...keys];
  const work = async (): Promise<void> => {
    for (let key = queue.shift(); key !== undefined; key = queue.shift()) {
      try {
        const reason = await remove(key);
        if (reason !== undefined) {
          left.push({ key, reason });
        }
      } catch (error) {
        if (isCancelled(error) || !(error instanceof SkybucketError)) {
          queue.length = 0;
          throw error;
        }
        left.push({ key, reason: sentence(error) });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, keys.length) }, work));
  return left;
}
