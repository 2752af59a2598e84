import { weigh } from '../conditions';
import { noSuchKey, noSuchVersion, S3Error } from '../errors';
import type { StoredObject } from '../objects';
import { resolveRange } from '../range';
import { checksumHeaders, describeObject } from './describe';
import { allow, headerOf, type Exchange, type Operation } from './exchange';

const archived = new Set(['GLACIER', 'DEEP_ARCHIVE']);

/**
 * The object that is asked for, if who asks may read it.
 *
 * @throws S3Error 403, 404
 */
export function findObject(exchange: Exchange): StoredObject {
  const { bucket, key, query } = exchange;
  allow(exchange, 'read');
  const versionId = query.get('versionId');
  const object = bucket.get(key, versionId);
  if (object === undefined) {
    // Who may not list may not learn what is missing either.
    allow(exchange, 'list');
    throw versionId === undefined ? noSuchKey(key) : noSuchVersion(key, versionId);
  }
  return object;
}

/** The span of a part, and what is said of it; undefined where the whole is asked for. */
function partOf(
  { query }: Exchange,
  object: StoredObject,
):
  | {
      readonly range: string;
      readonly headers: Record<string, string>;
      readonly checksum: Record<string, string>;
    }
  | undefined {
  const given = query.get('partNumber');
  if (given === undefined) {
    return undefined;
  }
  const index = Number(given) - 1;
  const { parts, body } = object;
  if (parts.length === 0 && index === 0) {
    return { range: body.size === 0 ? '' : `bytes=0-${body.size - 1}`, headers: {}, checksum: {} };
  }
  const part = parts[index];
  if (part === undefined) {
    throw new S3Error(416, 'InvalidPartNumber', 'The requested partnumber is not satisfiable', {
      ActualPartCount: Math.max(parts.length, 1),
      PartNumberRequested: given,
    });
  }
  const start = parts.slice(0, index).reduce((sum, { size }) => sum + size, 0);
  return {
    range: `bytes=${start}-${start + part.size - 1}`,
    headers: { 'x-amz-mp-parts-count': String(parts.length) },
    checksum: checksumHeaders(part.checksum === undefined ? [] : [part.checksum], false),
  };
}

/** GetObject and HeadObject: one answer, from which the server leaves the body out for HEAD. */
export const getObject: Operation = (exchange) => {
  const object = findObject(exchange);
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
    const { etag, 'last-modified': modified = '' } = describeObject(object);
    return { status: 304, headers: { etag: etag ?? '', 'last-modified': modified } };
  }
  const { size } = object.body;
  const part = partOf(exchange, object);
  const wanted = headerOf(exchange, 'x-amz-checksum-mode')?.toUpperCase() === 'ENABLED';
  const range = resolveRange(part?.range ?? asked.range, size);
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
      headers: {
        ...describeObject(object),
        ...(wanted ? checksumHeaders(object.checksums) : {}),
        'content-length': String(size),
      },
      body: { source: object.body, start: 0, length: size },
    };
  }
  const { start, length } = range;
  return {
    status: 206,
    headers: {
      ...describeObject(object),
      ...part?.headers,
      ...(wanted ? part?.checksum : {}),
      'content-length': String(length),
      'content-range': `bytes ${start}-${start + length - 1}/${size}`,
    },
    body: { source: object.body, start, length },
  };
};
