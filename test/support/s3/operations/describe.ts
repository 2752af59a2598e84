import { checksumElement, checksumHeader, type StoredChecksum } from '../checksum';
import type { StoredObject } from '../objects';
import { text } from '../xml';

/** The headers that tell of an object. */
export function describeObject(object: StoredObject): Record<string, string> {
  const metadata = Object.entries(object.metadata).map(([name, value]) => [
    `x-amz-meta-${name}`,
    value,
  ]);
  return {
    etag: object.etag,
    'last-modified': object.lastModified.toUTCString(),
    'accept-ranges': 'bytes',
    'content-type': object.contentType,
    ...object.headers,
    ...(object.storageClass === 'STANDARD' ? {} : { 'x-amz-storage-class': object.storageClass }),
    ...versionHeader(object),
    ...(object.encryption === undefined
      ? {}
      : { 'x-amz-server-side-encryption': object.encryption }),
    ...(tagsOf(object).length === 0
      ? {}
      : { 'x-amz-tagging-count': String(tagsOf(object).length) }),
    ...Object.fromEntries(metadata),
  };
}

export function tagsOf({ tagging }: StoredObject): [string, string][] {
  return [...new URLSearchParams(tagging)];
}

export function versionHeader({ versionId }: StoredObject): Record<string, string> {
  return versionId === undefined ? {} : { 'x-amz-version-id': versionId };
}

/** `x-amz-checksum-…` of what the server keeps. */
export function checksumHeaders(
  checksums: readonly StoredChecksum[],
  withType = true,
): Record<string, string> {
  const [first] = checksums;
  const values = checksums.map(({ algorithm, value }) => [checksumHeader(algorithm), value]);
  return {
    ...(Object.fromEntries(values) as Record<string, string>),
    ...(first === undefined || !withType ? {} : { 'x-amz-checksum-type': first.type }),
  };
}

/** The same as elements. */
export function checksumElements(checksums: readonly StoredChecksum[], withType = true): string[] {
  const [first] = checksums;
  return [
    ...checksums.map(({ algorithm, value }) => text(checksumElement(algorithm), value)),
    ...(first === undefined || !withType ? [] : [text('ChecksumType', first.type)]),
  ];
}
