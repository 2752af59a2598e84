import { SkybucketError } from '../errors';
import { keyPath } from './endpoint';
import type { ObjectPlace } from './object-store';
import { percentEncode } from './percent';
import { formatS3Uri } from './uri';

/** `x-amz-copy-source`: encoded like a path, so that `+`, `%` and `?` in keys mean themselves. */
export function copySource({ bucket, key, versionId }: ObjectPlace): string {
  const version = versionId === undefined ? '' : `?versionId=${percentEncode(versionId)}`;
  return `${percentEncode(bucket)}${keyPath(key)}${version}`;
}

export function notAlike(from: ObjectPlace, to: ObjectPlace): SkybucketError {
  const [original, copy] = [from, to].map(({ bucket, key }) => formatS3Uri(bucket, key));
  return new SkybucketError('server', `${copy} is not like ${original}, of which it is a copy.`, {
    hint: 'Somebody else may have written it at the same time: compare both, then copy once more.',
  });
}
