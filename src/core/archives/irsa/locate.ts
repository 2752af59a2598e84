import { isCancelled, sentence, SkybucketError, throwIfAborted } from '../../errors';
import { formatS3Uri } from '../../s3/uri';
import { type CloudPlace, readCloudAccess } from './cloud-access';
import { derivedCloudPlace } from './derive-key';

/** Where a file of IRSA is in the cloud, or why that is not known. */
export type CloudLocation =
  | {
      readonly kind: 'cloud';
      readonly place: CloudPlace;
      /** `s3://bucket/key` */
      readonly uri: string;
      /** `stated` by IRSA, or `derived` from its address and confirmed by the bucket. */
      readonly origin: 'stated' | 'derived';
      /** Bytes, where the bucket was asked. */
      readonly size: number | undefined;
    }
  | {
      readonly kind: 'none';
      /** One sentence. */
      readonly reason: string;
      /** True where asking again may help. */
      readonly retryable: boolean;
    };

/** What an image's row says that matters here. */
export interface CloudHints {
  readonly cloudAccess: string | undefined;
  readonly address: string | undefined;
  readonly collection: string | undefined;
}

/**
 * Asks a bucket for the size of an object, without its content.
 *
 * @returns undefined where there is no such object
 */
export type HeadObject = (
  place: CloudPlace,
  options: { readonly signal?: AbortSignal | undefined },
) => Promise<{ readonly size: number | undefined } | undefined>;

/**
 * Finds a file of IRSA in the cloud: where `cloud_access` says, else by the rule of its dataset, which the
 * bucket has to confirm.
 *
 * @throws SkybucketError `cancelled`; every other failure is in what it returns.
 */
export async function locateInCloud(
  { cloudAccess, address, collection }: CloudHints,
  head: HeadObject,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<CloudLocation> {
  throwIfAborted(signal);
  const stated = readCloudAccess(cloudAccess);
  if (stated?.place !== undefined) {
    return located(stated.place, 'stated', undefined);
  }
  const derived = address === undefined ? undefined : derivedCloudPlace(address, collection);
  if (derived === undefined) {
    return none(stated?.reason ?? 'It is not in the cloud, as far as IRSA says.');
  }
  try {
    const object = await head(derived, { signal });
    return object === undefined
      ? none(stated?.reason ?? 'It is not in the cloud.')
      : located(derived, 'derived', object.size);
  } catch (error) {
    if (isCancelled(error) || !(error instanceof SkybucketError)) {
      throw error;
    }
    if (error.code === 'not-found') {
      return none(stated?.reason ?? 'It is not in the cloud.');
    }
    return none(`Whether it is in the cloud is not known: ${sentence(error)}`, error.retryable);
  }
}

function located(
  place: CloudPlace,
  origin: 'stated' | 'derived',
  size: number | undefined,
): CloudLocation {
  return { kind: 'cloud', place, uri: formatS3Uri(place.bucket, place.key), origin, size };
}

function none(reason: string, retryable = false): CloudLocation {
  return { kind: 'none', reason, retryable };
}
