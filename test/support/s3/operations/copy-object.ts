import {
  digestBody,
  digestOf,
  fullChecksum,
  hashOf,
  readAlgorithm,
  type ChecksumAlgorithm,
  type StoredChecksum,
} from '../checksum';
import { lists } from '../conditions';
import {
  accessDenied,
  invalidArgument,
  invalidRequest,
  noSuchBucket,
  noSuchKey,
  noSuchVersion,
  preconditionFailed,
} from '../errors';
import { decodePath } from '../keys';
import { spanBody, type StoredObject } from '../objects';
import { text, xmlDocument } from '../xml';
import { checksumElements, versionHeader } from './describe';
import { allow, headerOf, xmlType, type Exchange, type Operation } from './exchange';
import { checkQuota, optionsIn, store } from './store';
import { partNumberOf, uploadOf } from './uploads';
import { weighWrite } from './write-condition';

interface Source {
  readonly bucket: string;
  readonly object: StoredObject;
}

/** The object that `x-amz-copy-source` names: `/bucket/key?versionId=…`, encoded. */
function sourceOf(exchange: Exchange): Source {
  const given = headerOf(exchange, 'x-amz-copy-source') ?? '';
  const [, rawPath = '', version] = /^\/?(.*?)(?:\?versionId=([^?]*))?$/s.exec(given) ?? [];
  const path = decodePath(rawPath) ?? '';
  const slash = path.indexOf('/');
  const [name, key] = [path.slice(0, Math.max(slash, 0)), path.slice(slash + 1)];
  if (name === '' || key === '') {
    throw invalidArgument(
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
      'x-amz-copy-source',
      given,
    );
  }
  const bucket = exchange.find(name);
  if (bucket === undefined) {
    throw noSuchBucket(name);
  }
  if (!exchange.may('read', bucket, key)) {
    throw accessDenied();
  }
  const versionId = version === undefined ? undefined : decodeURIComponent(version);
  const object = bucket.get(key, versionId);
  if (object === undefined) {
    if (!exchange.may('list', bucket)) {
      throw accessDenied();
    }
    throw versionId === undefined ? noSuchKey(key) : noSuchVersion(key, versionId);
  }
  weighSource(exchange, object);
  return { bucket: name, object };
}

function weighSource(exchange: Exchange, object: StoredObject): void {
  const match = headerOf(exchange, 'x-amz-copy-source-if-match');
  const noneMatch = headerOf(exchange, 'x-amz-copy-source-if-none-match');
  if (match !== undefined && !lists(match, object.etag)) {
    throw preconditionFailed('x-amz-copy-source-If-Match');
  }
  if (noneMatch !== undefined && lists(noneMatch, object.etag)) {
    throw preconditionFailed('x-amz-copy-source-If-None-Match');
  }
}

/** A copy is one piece whatever its source was: its ETag is the MD5 of all, its checksum one of the whole. */
async function sums(
  { body, etag, parts }: StoredObject,
  algorithm: ChecksumAlgorithm | undefined,
): Promise<{ readonly etag: string; readonly checksums: readonly StoredChecksum[] }> {
  const own = etag.replaceAll('"', '');
  const checksums = algorithm === undefined ? [] : [await fullChecksum(body, algorithm)];
  if (parts.length === 0) {
    return { etag: own, checksums };
  }
  const [hash] = await digestBody(body, [hashOf('md5')]);
  return { etag: (hash as Buffer).toString('hex'), checksums };
}

/** Where a web site leads and how an object is encrypted is said of each copy anew. */
function withoutOwn(headers: StoredObject['headers']): StoredObject['headers'] {
  const own = /^x-amz-(?:website-redirect-location|server-side-encryption)/;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !own.test(name)));
}

export const copyObject: Operation = async (exchange) => {
  allow(exchange, 'write');
  weighWrite(exchange);
  const { bucket, key, limits } = exchange;
  const { bucket: from, object } = sourceOf(exchange);
  const directive = headerOf(exchange, 'x-amz-metadata-directive') ?? 'COPY';
  const given = optionsIn(exchange.request.headers);
  const changes = directive === 'REPLACE' || given.storageClass !== undefined;
  if (from === bucket.name && object.key === key && !changes && object === bucket.get(key)) {
    throw invalidRequest(
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
  if (object.body.size > limits.copyBytes) {
    throw invalidRequest(
      `The specified copy source is larger than the maximum allowable size for a copy source: ${limits.copyBytes}`,
    );
  }
  const named = headerOf(exchange, 'x-amz-checksum-algorithm');
  const algorithm = named === undefined ? object.checksums[0]?.algorithm : readAlgorithm(named);
  const { contentType, metadata } = directive === 'REPLACE' ? given : object;
  const headers =
    directive === 'REPLACE' ? given.headers : { ...withoutOwn(object.headers), ...given.headers };
  const copy = store(exchange, object.body, {
    ...(await sums(object, algorithm)),
    ...(contentType === undefined ? {} : { contentType }),
    ...(metadata === undefined ? {} : { metadata }),
    tagging: object.tagging,
    ...(headers === undefined ? {} : { headers }),
    ...(given.storageClass === undefined ? {} : { storageClass: given.storageClass }),
    ...(given.encryption === undefined ? {} : { encryption: given.encryption }),
  });
  return {
    status: 200,
    headers: {
      ...xmlType,
      ...versionHeader(copy),
      ...(object.versionId === undefined
        ? {}
        : { 'x-amz-copy-source-version-id': object.versionId }),
    },
    body: xmlDocument('CopyObjectResult', [
      text('LastModified', copy.lastModified.toISOString()),
      text('ETag', copy.etag),
      ...checksumElements(copy.checksums),
    ]),
  };
};

export const uploadPartCopy: Operation = async (exchange) => {
  allow(exchange, 'write');
  const number = partNumberOf(exchange);
  const upload = uploadOf(exchange);
  const { object } = sourceOf(exchange);
  const range = headerOf(exchange, 'x-amz-copy-source-range');
  const { size } = object.body;
  let [start, end] = [0, size];
  if (range !== undefined) {
    const [, first = '', last = ''] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? [];
    [start, end] = [Number(first), Number(last) + 1];
    if (first === '' || start >= end || end > size) {
      throw invalidArgument(
        `Range specified is not valid for source object of size: ${size}`,
        'x-amz-copy-source-range',
        range,
      );
    }
  }
  if (end - start > exchange.limits.copyBytes) {
    throw invalidRequest(
      `The specified copy source is larger than the maximum allowable size for a copy source: ${exchange.limits.copyBytes}`,
    );
  }
  checkQuota(exchange, end - start);
  const body = spanBody(object.body, start, end - start);
  const { algorithm } = upload;
  const digests = [hashOf('md5'), ...(algorithm === undefined ? [] : [digestOf(algorithm)])];
  const [md5 = Buffer.alloc(0), sum] = await digestBody(body, digests);
  const checksum: StoredChecksum | undefined =
    algorithm === undefined || sum === undefined
      ? undefined
      : { algorithm, value: sum.toString('base64'), type: 'FULL_OBJECT' };
  const modified = exchange.now();
  uploadOf(exchange).parts.set(number, {
    number,
    body,
    md5: md5.toString('hex'),
    checksum,
    modified,
  });
  return {
    status: 200,
    headers: xmlType,
    body: xmlDocument('CopyPartResult', [
      text('LastModified', modified.toISOString()),
      text('ETag', `"${md5.toString('hex')}"`),
      ...checksumElements(checksum === undefined ? [] : [checksum], false),
    ]),
  };
};
