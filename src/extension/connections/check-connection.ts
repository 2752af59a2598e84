import type { HttpClient } from '../../core/bytes/http';
import { HttpSource } from '../../core/bytes/http-source';
import type { Meter } from '../../core/bytes/meter';
import { isCancelled, sentence } from '../../core/errors';
import type { S3Access } from '../../core/s3/access';
import type { S3Service } from '../../core/s3/client';
import { type Connection, isAmazon } from '../../core/s3/connection';
import type { ObjectPlace, ObjectStore } from '../../core/s3/object-store';
import type { RegionMemory } from '../../core/s3/regions';
import { S3Target } from '../../core/s3/target';
import { formatS3Uri } from '../../core/s3/uri';

/** One thing that was tried on a connection. */
export interface Check {
  readonly what: 'sign-in' | 'buckets' | 'list' | 'read' | 'write';
  readonly works: boolean;
  /** What was found, or why it does not work: one or two sentences. */
  readonly said: string;
}

export interface CheckTools extends S3Access {
  readonly http: HttpClient;
  readonly regions: RegionMemory;
  readonly s3: Pick<S3Service, 'listPage'>;
  readonly store: Pick<ObjectStore, 'listBuckets' | 'put' | 'remove'>;
  readonly meter?: Meter | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Whom AWS takes the owner of credentials for. */
  readonly whoAmI: (connection: Connection) => Promise<string>;
}

/**
 * Tries what works on a connection: signing in, the list of one's buckets, listing a bucket, reading an object of it.
 *
 * @param bucket to look into; left out, the first one of the account
 * @throws SkybucketError `cancelled` only
 */
export async function checkConnection(
  tools: CheckTools,
  connection: Connection,
  bucket: string | undefined,
): Promise<readonly Check[]> {
  const checks: Check[] = [];
  const options = { signal: tools.signal, meter: tools.meter };
  let place = bucket;
  if (connection.auth.kind !== 'unsigned') {
    const signIn = await tried('sign-in', async () => {
      await tools.credentials.get(connection, undefined, options);
      return isAmazon(connection)
        ? `You are ${await tools.whoAmI(connection)}.`
        : 'There are credentials.';
    });
    checks.push(signIn);
    if (!signIn.works) {
      return checks;
    }
    checks.push(
      await tried('buckets', async () => {
        const names = (await tools.store.listBuckets(connection, options)).map(({ name }) => name);
        place ??= names[0];
        return names.length === 0
          ? 'The account has no buckets.'
          : `${names.length} of the account: ${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''}.`;
      }),
    );
  }
  if (place !== undefined) {
    checks.push(...(await checkBucket(tools, connection, place)));
  }
  return checks;
}

async function checkBucket(
  tools: CheckTools,
  connection: Connection,
  bucket: string,
): Promise<readonly Check[]> {
  let first: string | undefined;
  const { signal, meter } = tools;
  const listed = await tried('list', async () => {
    const query = { bucket, prefix: '', maxKeys: 20 };
    const { entries } = await tools.s3.listPage(connection, query, { signal, meter });
    const objects = entries.flatMap((entry) => (entry.kind === 'object' ? [entry] : []));
    first = (objects.find(({ size }) => size > 0) ?? objects[0])?.key;
    return first === undefined ? `${bucket} is empty.` : `${bucket} can be listed.`;
  });
  if (first === undefined) {
    return [listed];
  }
  const key = first;
  const read = await tried('read', async () => {
    const target = new S3Target(connection, { bucket, key }, tools.regions, tools);
    const source = new HttpSource(tools.http, target, { probeLength: 1 });
    try {
      await source.read(0, 0, { signal, meter });
      return `${formatS3Uri(bucket, key)} can be read.`;
    } finally {
      await source.close();
    }
  });
  return [listed, read];
}

/** Whether trying to write makes sense: many may use one bucket and not see the list of all. */
export function mayTryWriting(checks: readonly Check[]): boolean {
  return checks.every(({ what, works }) => works || what === 'buckets');
}

/**
 * Writes a small object, which was not there, and deletes it again.
 *
 * @throws SkybucketError `cancelled` only
 */
export async function checkWriting(
  { store, signal, meter }: CheckTools,
  connection: Connection,
  bucket: string,
  name: string,
): Promise<Check> {
  const place: ObjectPlace = { bucket, key: name };
  return tried('write', async () => {
    const body = new TextEncoder().encode('Skybucket has tried whether it may write here.\n');
    await store.put(connection, place, body, {
      ...{ signal, meter },
      condition: { ifNoneMatch: '*' },
      contentType: 'text/plain',
    });
    try {
      await store.remove(connection, place, { meter });
    } catch (error) {
      return `${bucket} can be written to, but not deleted from: ${formatS3Uri(bucket, name)} is left. ${sentence(error)}`;
    }
    return `${bucket} can be written to and deleted from.`;
  });
}

async function tried(what: Check['what'], work: () => Promise<string>): Promise<Check> {
  try {
    return { what, works: true, said: await work() };
  } catch (error) {
    if (isCancelled(error)) {
      throw error;
    }
    return { what, works: false, said: sentence(error) };
  }
}
