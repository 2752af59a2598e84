import type { ListObjectsV2CommandOutput, _Object } from '@aws-sdk/client-s3';
import { SkybucketError } from '../errors';
import { compareKeys } from './names';

export interface S3Folder {
  readonly kind: 'folder';
  /** The last segment, without its `/`. Empty where the key has two slashes in a row. */
  readonly name: string;
  /** The whole prefix, ending with `/`. */
  readonly prefix: string;
}

export interface S3Object {
  readonly kind: 'object';
  /** The key without the prefix that was listed. */
  readonly name: string;
  readonly key: string;
  readonly size: number;
  readonly modified: Date | undefined;
  /** With its quotes, as `If-Match` wants it. */
  readonly etag: string | undefined;
  readonly storageClass: string | undefined;
}

export type ListEntry = S3Folder | S3Object;

export interface ListPage {
  /** Folders and objects together, in key order. */
  readonly entries: readonly ListEntry[];
  /** The continuation token of the next page; undefined on the last one. */
  readonly next: string | undefined;
}

/**
 * One page of a listing. Left out is only the marker of the listed folder itself (the key that equals
 * its prefix); the markers of folders in it show as these folders.
 *
 * Keys are decoded where the answer says that it encoded them (`encoding-type=url`: percent-encoded,
 * with `+` for a blank). Unencoded keys of servers that ignore the parameter are taken as they are.
 *
 * @throws SkybucketError `server` where the answer contradicts itself.
 */
export function readListPage(output: ListObjectsV2CommandOutput, prefix: string): ListPage {
  const decode = output.EncodingType === 'url' ? decodeListed : (text: string): string => text;
  const folders = (output.CommonPrefixes ?? []).map(({ Prefix }): S3Folder => {
    const whole = decode(Prefix ?? '');
    return { kind: 'folder', name: nameBelow(prefix, whole).replace(/\/$/, ''), prefix: whole };
  });
  const objects = (output.Contents ?? [])
    .map((object) => readObject(object, decode(object.Key ?? ''), prefix))
    .filter(({ key }) => key !== prefix || !prefix.endsWith('/'));
  if (output.IsTruncated === true && !output.NextContinuationToken) {
    throw new SkybucketError(
      'server',
      'The server says that the folder goes on, but not how to go on.',
    );
  }
  return {
    entries: merge(folders, objects),
    next: output.IsTruncated === true ? output.NextContinuationToken : undefined,
  };
}

function readObject(object: _Object, key: string, prefix: string): S3Object {
  const modified = object.LastModified;
  return {
    kind: 'object',
    name: nameBelow(prefix, key),
    key,
    size: object.Size ?? 0,
    modified: modified === undefined || Number.isNaN(modified.getTime()) ? undefined : modified,
    etag: object.ETag,
    storageClass: object.StorageClass,
  };
}

/** The whole key where a server lists what is not below the prefix: shown as it is, never cut. */
function nameBelow(prefix: string, key: string): string {
  return key.startsWith(prefix) ? key.slice(prefix.length) : key;
}

/** Merges two sorted lists, keeping the server's order in each. */
function merge(folders: readonly S3Folder[], objects: readonly S3Object[]): ListEntry[] {
  const entries: ListEntry[] = [];
  let next = 0;
  for (const object of objects) {
    for (let folder = folders[next]; folder !== undefined; folder = folders[++next]) {
      if (compareKeys(folder.prefix, object.key) > 0) {
        break;
      }
      entries.push(folder);
    }
    entries.push(object);
  }
  return [...entries, ...folders.slice(next)];
}

/** Form encoding, by bytes: what is not UTF-8 shows as U+FFFD instead of failing the whole page. */
function decodeListed(text: string): string {
  const spaced = text.replace(/\+/g, ' ');
  return spaced.replace(/(?:%[0-9A-Fa-f]{2})+/g, (codes) =>
    new TextDecoder('utf-8', { ignoreBOM: true }).decode(
      Uint8Array.from(codes.slice(1).split('%'), (code) => parseInt(code, 16)),
    ),
  );
}
