import { SkybucketError } from '../../core/errors';
import { checkKey } from '../../core/s3/names';
import { formatS3Uri } from '../../core/s3/uri';

/** An object of a bucket on a connection, or a folder where the key is empty or ends with `/`. */
export interface Place {
  readonly connection: string;
  readonly bucket: string;
  readonly key: string;
}

/** What the user has chosen to do something with. */
export type Chosen = ChosenObject | ChosenFolder;

export interface ChosenObject {
  readonly kind: 'object';
  readonly place: Place;
  readonly size: number;
  /** As the listing gave it. */
  readonly etag: string | undefined;
}

export interface ChosenFolder {
  readonly kind: 'folder';
  readonly place: Place;
}

/** The last segment, without the `/` of a folder; empty for a whole bucket. */
export function nameOf({ key }: Place): string {
  const bare = key.endsWith('/') ? key.slice(0, -1) : key;
  return bare.slice(bare.lastIndexOf('/') + 1);
}

/** The folder that an object or a folder is in. */
export function parentOf({ connection, bucket, key }: Place): Place {
  const bare = key.endsWith('/') ? key.slice(0, -1) : key;
  return { connection, bucket, key: bare.slice(0, bare.lastIndexOf('/') + 1) };
}

export function samePlace(a: Place, b: Place): boolean {
  return a.connection === b.connection && a.bucket === b.bucket && a.key === b.key;
}

/** Whether a place is a folder or anything below it. */
export function isInside(place: Place, folder: Place): boolean {
  return (
    place.connection === folder.connection &&
    place.bucket === folder.bucket &&
    place.key.startsWith(folder.key)
  );
}

/** `s3://bucket/key`, for people. */
export function shown({ bucket, key }: Place): string {
  return formatS3Uri(bucket, key);
}

/** Only what is not below something else that is chosen, each once: a folder stands for all that is in it. */
export function withoutNested(chosen: readonly Chosen[]): Chosen[] {
  const covers = (other: Chosen, one: Chosen): boolean =>
    other.kind === 'folder' ? isInside(one.place, other.place) : samePlace(one.place, other.place);
  return chosen.filter(
    (one, index) =>
      !chosen.some(
        (other, at) =>
          at !== index && covers(other, one) && (at < index || !samePlace(one.place, other.place)),
      ),
  );
}

/**
 * The place of something new in a folder.
 *
 * @param name one or several segments with `/` between them
 * @throws SkybucketError `bad-address` where it is no name
 */
export function childOf(folder: Place, name: string, kind: Chosen['kind']): Place {
  const problem = nameProblem(name);
  if (problem !== undefined) {
    throw new SkybucketError('bad-address', problem);
  }
  const key = `${folder.key}${name}${kind === 'folder' ? '/' : ''}`;
  checkKey(key);
  return { ...folder, key };
}

/** Why a name cannot be used, as a sentence. S3 would take some of these; nobody could work with them. */
export function nameProblem(name: string): string | undefined {
  const segments = name.split('/');
  if (segments.includes('')) {
    return name === '' ? 'Type a name.' : 'A name between two slashes is missing.';
  }
  if (segments.includes('.') || segments.includes('..')) {
    return '“.” and “..” are no names.';
  }
  return /[\u0000-\u001f\u007f]/.test(name) ? 'The name has control characters in it.' : undefined;
}
