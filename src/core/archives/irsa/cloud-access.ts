import { isBucketName, isRegionName } from '../../s3/names';
import { datasets } from '../registry';

/** An object in the cloud. */
export interface CloudPlace {
  readonly bucket: string;
  readonly key: string;
  /** Undefined where neither the archive nor our list of datasets says. */
  readonly region: string | undefined;
}

/** What `cloud_access` says: a place, or why there is none. */
export type CloudAccess =
  { readonly place: CloudPlace } | { readonly place: undefined; readonly reason: string };

const LONGEST = 20_000;

/**
 * Reads the JSON in IRSA's column `cloud_access`, in both of its shapes: `{"aws":{"bucket_name","key","region"}}`,
 * the region left out or not, and the one NASA's archives agreed on, `{"aws":{"bucket","path","region","access"}}`.
 *
 * @returns undefined where the column says nothing.
 */
export function readCloudAccess(text: string | undefined): CloudAccess | undefined {
  const trimmed = text?.trim() ?? '';
  if (trimmed === '' || trimmed === '{}' || trimmed === 'null') {
    return undefined;
  }
  let value: unknown;
  try {
    value = trimmed.length > LONGEST ? undefined : JSON.parse(trimmed);
  } catch {
    value = undefined;
  }
  const unreadable = { place: undefined, reason: 'IRSA’s word on the cloud cannot be read.' };
  if (!isRecord(value)) {
    return unreadable;
  }
  const stated = value['aws'] ?? value['AWS'];
  if (stated === undefined || stated === null) {
    return { place: undefined, reason: 'It is in no cloud that Skybucket knows.' };
  }
  const copies: readonly unknown[] = Array.isArray(stated) ? stated : [stated];
  const read = copies.map((copy) => (isRecord(copy) ? readCopy(copy) : unreadable));
  return read.find(({ place }) => place !== undefined) ?? read[0] ?? unreadable;
}

function readCopy(copy: Readonly<Record<string, unknown>>): CloudAccess {
  const text = (name: string): string | undefined => {
    const value = copy[name];
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
  };
  const access = text('access')?.toLowerCase();
  if (access === 'none') {
    return { place: undefined, reason: 'It is not in the cloud.' };
  }
  if (access === 'restricted') {
    return { place: undefined, reason: 'Its copy in the cloud is not public.' };
  }
  const bucket = text('bucket_name') ?? text('bucket');
  const key = (text('key') ?? text('path'))?.replace(/^\/+/, '');
  if (bucket === undefined || !isBucketName(bucket) || key === undefined || key === '') {
    return { place: undefined, reason: 'IRSA’s word on the cloud names no object.' };
  }
  const region = text('region');
  return {
    place: {
      bucket,
      key,
      region: region !== undefined && isRegionName(region) ? region : regionOfBucket(bucket),
    },
  };
}

/** As our list of datasets has it. */
export function regionOfBucket(bucket: string): string | undefined {
  return datasets().find((dataset) => dataset.bucket === bucket)?.region;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
