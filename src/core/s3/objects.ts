import type { HeadObjectCommandOutput } from '@aws-sdk/client-s3';
import { knownVersion } from '../bytes/version';
import { SkybucketError } from '../errors';
import type { CallOptions } from './calls';
import type { Connection } from './connection';
import { refusedAs } from './errors-asked';
import type { BucketFacts, ObjectFacts, ObjectPlace } from './object-store';
import { attributesOf } from './object-attributes';
import { checksumsOf } from './store-checksums';
import { type StoreTools, versionInput } from './store-tools';
import { formatS3Uri } from './uri';

/** What is made of the answer to a HEAD, and all that it says. */
export interface HeadFacts {
  readonly facts: ObjectFacts;
  readonly answer: HeadObjectCommandOutput;
}

/** HEAD of an object, with its checksums; undefined where there is no such object. */
export async function headOf(
  tools: StoreTools,
  connection: Connection,
  place: ObjectPlace,
  options: CallOptions,
): Promise<HeadFacts | undefined> {
  try {
    return await ask(tools, connection, place, options, 'ENABLED');
  } catch (error) {
    // Checksums of what is encrypted with a key are for those who may use it; some servers know none.
    const refusal = refusedAs(error);
    const other = refusal !== undefined && [400, 403, 501].includes(refusal.status);
    if (!other || (refusal.status === 403 && connection.auth.kind === 'unsigned')) {
      throw error;
    }
    return ask(tools, connection, place, options, undefined).catch((second: unknown) => {
      throw refusedAs(second) === undefined ? second : error;
    });
  }
}

async function ask(
  { calls }: StoreTools,
  connection: Connection,
  place: ObjectPlace,
  options: CallOptions,
  checksums: 'ENABLED' | undefined,
): Promise<HeadFacts | undefined> {
  const input = { ...versionInput(connection, place), ChecksumMode: checksums };
  try {
    const answer = await calls.send(
      connection,
      {
        asked: { what: 'object', bucket: place.bucket, path: place.key },
        run: (sdk, client) => client.send(new sdk.HeadObjectCommand(input)),
      },
      options,
    );
    return { facts: factsOf(answer, place), answer };
  } catch (error) {
    if (refusedAs(error)?.status === 404) {
      return undefined;
    }
    throw error;
  }
}

function factsOf(answer: HeadObjectCommandOutput, { bucket, key }: ObjectPlace): ObjectFacts {
  const size = answer.ContentLength;
  if (size === undefined) {
    const place = formatS3Uri(bucket, key);
    throw new SkybucketError('server', `The server does not say how large ${place} is.`);
  }
  const { identity } = knownVersion({ size, etag: answer.ETag });
  const modified = answer.LastModified;
  const attributes = attributesOf(answer);
  return {
    ...attributes,
    size,
    etag: identity.kind === 'etag' ? identity.etag : undefined,
    modified: modified === undefined || Number.isNaN(modified.getTime()) ? undefined : modified,
    versionId: answer.VersionId,
    checksums: checksumsOf(answer),
    encrypted:
      (answer.ServerSideEncryption ?? '').startsWith('aws:kms') ||
      answer.SSECustomerAlgorithm !== undefined,
    contentType: attributes.contentType,
    storageClass: attributes.storageClass,
    metadata: attributes.metadata ?? {},
    tagCount: answer.TagCount,
  };
}

/** The buckets of the account, in the server's order. */
export async function bucketsOf(
  { calls }: StoreTools,
  connection: Connection,
  options: CallOptions,
): Promise<BucketFacts[]> {
  const buckets: BucketFacts[] = [];
  const tokens = new Set<string>();
  for (let token: string | undefined; ;) {
    const input = { MaxBuckets: 1000, ContinuationToken: token };
    const page = await calls.send(
      connection,
      {
        asked: { what: 'buckets', bucket: '', path: '' },
        run: (sdk, client) => client.send(new sdk.ListBucketsCommand(input)),
      },
      options,
    );
    for (const { Name, CreationDate, BucketRegion } of page.Buckets ?? []) {
      if (Name !== undefined) {
        buckets.push({ name: Name, created: CreationDate, region: BucketRegion });
      }
    }
    token = page.ContinuationToken;
    if (token === undefined || token === '' || tokens.has(token)) {
      return buckets;
    }
    tokens.add(token);
  }
}

/**
 * Removes one object, or one version; nothing happens where there is none.
 *
 * @param ifMatch its ETag; refused with `changed` where it is another one by now, if the server looks at that
 */
export async function removeObject(
  { calls }: StoreTools,
  connection: Connection,
  place: ObjectPlace,
  options: CallOptions,
  ifMatch?: string,
): Promise<void> {
  const input = { ...versionInput(connection, place), IfMatch: ifMatch };
  try {
    await calls.send(
      connection,
      {
        asked: { what: 'writing', bucket: place.bucket, path: place.key },
        run: (sdk, client) => client.send(new sdk.DeleteObjectCommand(input)),
      },
      options,
    );
  } catch (error) {
    if (!(error instanceof SkybucketError && error.code === 'not-found')) {
      throw error;
    }
  }
}
