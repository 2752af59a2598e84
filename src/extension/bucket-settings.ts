import { sentence } from '../core/errors';
import { isConnectionId, PUBLIC_CONNECTION } from '../core/s3/connection';
import { formatS3Uri, parseTyped, type TypedUri } from '../core/s3/uri';
import { SkybucketError } from '../core/errors';

/** A bucket, or a folder of one, that the user put into the sidebar. */
export interface UserBucket {
  readonly name: string;
  /** Id of its connection. */
  readonly connection: string;
  readonly bucket: string;
  /** Empty for the whole bucket, else ending with `/`. */
  readonly prefix: string;
  readonly region: string | undefined;
}

/** One item of the setting `skybucket.buckets`. */
export interface BucketItem {
  readonly name?: string;
  readonly uri: string;
  readonly connection?: string;
}

export interface BucketSettings {
  readonly buckets: readonly UserBucket[];
  /** One sentence for each item that cannot be used. */
  readonly problems: readonly string[];
}

/** Reads the buckets of a settings value, which may be anything. Never throws. */
export function readBuckets(value: unknown): BucketSettings {
  const buckets: UserBucket[] = [];
  const problems: string[] = [];
  if (value !== undefined && value !== null && !Array.isArray(value)) {
    return { buckets, problems: ['The buckets are not a list.'] };
  }
  for (const [index, item] of ((value ?? []) as readonly unknown[]).entries()) {
    const read = readBucket(item);
    if (typeof read === 'string') {
      problems.push(`Bucket ${index + 1}: ${read}`);
    } else if (!buckets.some((bucket) => sameBucket(bucket, read))) {
      buckets.push(read);
    }
  }
  return { buckets, problems };
}

/** The bucket of one item, or what is wrong with it. */
export function readBucket(item: unknown): UserBucket | string {
  const { name, uri, connection } = (item ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof uri !== 'string') {
    return 'uri must be like s3://bucket/folder/.';
  }
  if (name !== undefined && typeof name !== 'string') {
    return 'name is not a string.';
  }
  if (connection !== undefined && (typeof connection !== 'string' || !isConnectionId(connection))) {
    return 'connection must be the id of a connection.';
  }
  try {
    return { ...bucketOf(parseTyped(uri), connection), ...(name?.trim() ? { name } : {}) };
  } catch (error) {
    return sentence(error);
  }
}

/**
 * The folder that a typed address means in the sidebar: `s3://bucket/folder` is taken as the folder.
 *
 * @throws SkybucketError `bad-address` for a link that names no bucket.
 */
export function bucketOf(typed: TypedUri, connection: string = PUBLIC_CONNECTION.id): UserBucket {
  if (typed.kind === 'link') {
    throw new SkybucketError('bad-address', 'This link does not lead to a bucket of Amazon S3.', {
      hint: 'Type s3://bucket/folder/.',
    });
  }
  const { bucket, region } = typed;
  const prefix = typed.kind === 'prefix' ? typed.prefix : `${typed.key}/`;
  return { name: formatS3Uri(bucket, prefix), connection, bucket, prefix, region };
}

export function sameBucket(a: UserBucket, b: UserBucket): boolean {
  return a.connection === b.connection && a.bucket === b.bucket && a.prefix === b.prefix;
}

/** The item to write into the setting. */
export function bucketItem({ name, connection, bucket, prefix }: UserBucket): BucketItem {
  const uri = formatS3Uri(bucket, prefix);
  return {
    ...(name === uri ? {} : { name }),
    uri,
    ...(connection === PUBLIC_CONNECTION.id ? {} : { connection }),
  };
}
