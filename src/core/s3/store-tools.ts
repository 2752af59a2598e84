import { SkybucketError } from '../errors';
import type { ChecksumTools } from '../transfer/checksum/tools';
import type { S3Calls } from './calls';
import type { Connection } from './connection';
import { checkBucket, checkKey } from './names';
import type { ObjectPlace, WriteCondition } from './object-store';
import { payer } from './requester';
import type { WriteWays } from './store-ways';

/** What the operations on objects share. */
export interface StoreTools {
  readonly calls: S3Calls;
  readonly checksums: ChecksumTools;
  readonly ways: WriteWays;
  readonly limits: StoreLimits;
}

/** Bytes. */
export interface StoreLimits {
  /** The largest object that is copied in one request; S3 takes 5 GiB. */
  readonly largestCopy: number;
  /** Of the parts of a larger one, as long as 10,000 of them do. */
  readonly copyPart: number;
}

export const S3_LIMITS: StoreLimits = {
  largestCopy: 5 * 1024 ** 3,
  copyPart: 512 * 1024 ** 2,
};

/** The longest silence to bear after a body was sent, while the server stores it. Milliseconds. */
export const STORING_MS = 60_000;
/** The same while it puts parts together, or copies; Amazon S3 speaks of several minutes. */
export const COPYING_MS = 15 * 60_000;

export interface PlaceInput {
  readonly Bucket: string;
  readonly Key: string;
  readonly RequestPayer: 'requester' | undefined;
}

/** As {@link placeInput}, for commands that can be about one version. */
export function versionInput(
  connection: Connection,
  place: ObjectPlace,
): PlaceInput & { readonly VersionId: string | undefined } {
  return { ...placeInput(connection, place), VersionId: place.versionId };
}

/** Where a command goes: to the object, not to a version of it. @throws SkybucketError `bad-address` */
export function placeInput(connection: Connection, { bucket, key }: ObjectPlace): PlaceInput {
  checkBucket(bucket);
  checkKey(key);
  if (key === '') {
    throw new SkybucketError('bad-address', 'An object has a name.', {
      hint: 'Add the name of a file to the address.',
    });
  }
  return { Bucket: bucket, Key: key, RequestPayer: payer(connection, bucket) };
}

/** @throws SkybucketError `unsupported` where nothing is to be written through the connection */
export function checkWritable({ readOnly, label }: Connection): void {
  if (readOnly) {
    throw new SkybucketError('unsupported', `The connection “${label}” is read-only.`, {
      hint: 'Set its field “readOnly” to false, if you may write there.',
    });
  }
}

export function conditionInput(condition: WriteCondition | undefined): {
  readonly IfMatch?: string;
  readonly IfNoneMatch?: string;
} {
  if (condition === undefined) {
    return {};
  }
  return 'ifMatch' in condition
    ? { IfMatch: condition.ifMatch }
    : { IfNoneMatch: condition.ifNoneMatch };
}
