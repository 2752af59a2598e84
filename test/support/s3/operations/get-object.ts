import { weigh } from '../conditions';
import { accessDenied, noSuchKey, noSuchVersion, S3Error } from '../errors';
import type { StoredObject } from '../objects';
import { resolveRange } from '../range';
import type { Exchange, Operation } from './exchange';

const archived = new Set(['GLACIER', 'DEEP_ARCHIVE']);

function find({ bucket, key, query }: Exchange): StoredObject {
  const { denyRead, denyList } = bucket.options;
  if (denyRead === true || (typeof denyRead === 'function' && denyRead(key))) {
    throw accessDenied();
  }
  const versionId = query.get('versionId');
  const object = bucket.get(key, versionId);
  if (object === undefined) {
    // Who may not list may not learn what is missing either.
    if (denyList === true) {
      throw accessDenied();
    }
    throw versionId === undefined ? noSuchKey(key) : noSuchVersion(key, versionId);
  }
  return object;
}

function describe(object: StoredObject): Record<string, string> {
  const metadata = Object.entries(object.metadata).map(([name, value]) => [
    `x-amz-meta-${name}`,
    value,
  ]);
  return {
    etag: object.etag,
    'last-modified': object.lastModified.toUTCString(),
    'accept-ranges': 'bytes',
    'content-type': object.contentType,
    ...(object.storageClass === 'STANDARD' ? {} : { 'x-amz-storage-class': object.storageClass }),
    ...(object.versionId === undefined ? {} : { 'x-amz-version-id': object.versionId }),
    ...Object.fromEntries(metadata),
  };
}

/** GetObject and HeadObject: one answer, from which the server leaves the body out for HEAD. */
export const getObject: Operation = (exchange) => {
  const object = find(exchange);
  const { headers: asked, method } = exchange.request;
  if (archived.has(object.storageClass) && method === 'GET') {
    throw new S3Error(
      403,
      'InvalidObjectState',
      "The operation is not valid for the object's storage class",
      { StorageClass: object.storageClass },
    );
  }
  if (weigh(asked, object) === 'not-modified') {
    const { etag, 'last-modified': modified = '' } = describe(object);
    return { status: 304, headers: { etag: etag ?? '', 'last-modified': modified } };
  }
  const { size } = object.body;
  const range = resolveRange(asked.range, size);
  if (range === 'unsatisfiable') {
    throw new S3Error(
      416,
      'InvalidRange',
      'The requested range is not satisfiable',
      { RangeRequested: asked.range ?? '', ActualObjectSize: size },
      { 'content-range': `bytes */${size}` },
    );
  }
  if (range === 'whole') {
    return {
      status: 200,
      headers: { ...describe(object), 'content-length': String(size) },
      body: { source: object.body, start: 0, length: size },
    };
  }
  const { start, length } = range;
  return {
    status: 206,
    headers: {
      ...describe(object),
      'content-length': String(length),
      'content-range': `bytes ${start}-${start + length - 1}/${size}`,
    },
    body: { source: object.body, start, length },
  };
};
