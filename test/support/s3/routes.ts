import type { IncomingHttpHeaders } from 'node:http';
import { methodNotAllowed, notImplemented } from './errors';
import { deleteBucket, getBucketLocation, headBucket } from './operations/bucket-info';
import { completeUpload } from './operations/complete-upload';
import { copyObject, uploadPartCopy } from './operations/copy-object';
import { deleteObjects } from './operations/delete-objects';
import type { Operation } from './operations/exchange';
import { getObject } from './operations/get-object';
import { listObjectsV2 } from './operations/list-objects-v2';
import { getObjectAttributes } from './operations/object-attributes';
import { getObjectTagging } from './operations/object-tags';
import {
  abortUpload,
  createUpload,
  listParts,
  listUploads,
  uploadPart,
} from './operations/uploads';
import { deleteObject, putObject } from './operations/write-object';

interface Route {
  readonly name: string;
  readonly method: string;
  readonly on: 'bucket' | 'object';
  /** A query parameter that must be there; with `=value`, with that value. */
  readonly query: string | undefined;
  /** A header that must be there. */
  readonly header: string | undefined;
  readonly operation: Operation;
}

const copies = 'x-amz-copy-source';

/** The first route that fits is taken, so the special ones stand first. A new operation is a line here. */
const routes: readonly Route[] = [
  ...on('bucket', [
    ['ListObjectsV2', 'GET', listObjectsV2, 'list-type=2'],
    ['GetBucketLocation', 'GET', getBucketLocation, 'location'],
    ['ListMultipartUploads', 'GET', listUploads, 'uploads'],
    ['DeleteObjects', 'POST', deleteObjects, 'delete'],
    ['HeadBucket', 'HEAD', headBucket],
    ['DeleteBucket', 'DELETE', deleteBucket],
  ]),
  ...on('object', [
    ['GetObjectAttributes', 'GET', getObjectAttributes, 'attributes'],
    ['GetObjectTagging', 'GET', getObjectTagging, 'tagging'],
    ['ListParts', 'GET', listParts, 'uploadId'],
    ['GetObject', 'GET', getObject],
    ['HeadObject', 'HEAD', getObject],
    ['UploadPartCopy', 'PUT', uploadPartCopy, 'partNumber', copies],
    ['UploadPart', 'PUT', uploadPart, 'partNumber'],
    ['CopyObject', 'PUT', copyObject, undefined, copies],
    ['PutObject', 'PUT', putObject],
    ['CreateMultipartUpload', 'POST', createUpload, 'uploads'],
    ['CompleteMultipartUpload', 'POST', completeUpload, 'uploadId'],
    ['AbortMultipartUpload', 'DELETE', abortUpload, 'uploadId'],
    ['DeleteObject', 'DELETE', deleteObject],
  ]),
];

type Line = readonly [
  name: string,
  method: string,
  operation: Operation,
  query?: string | undefined,
  header?: string,
];

function on(level: Route['on'], lines: readonly Line[]): Route[] {
  return lines.map(([name, method, operation, query, header]) => ({
    name,
    method,
    on: level,
    query,
    header,
    operation,
  }));
}

/** @throws S3Error 405 or 501 where no operation fits */
export function routeFor(
  method: string,
  key: string,
  query: ReadonlyMap<string, string>,
  headers: IncomingHttpHeaders,
): { readonly name: string; readonly operation: Operation } {
  const level = key === '' ? 'bucket' : 'object';
  const sameLevel = routes.filter((route) => route.on === level);
  const found = sameLevel.find((route) => {
    const [name = '', value] = (route.query ?? '').split('=');
    const fits = value === undefined ? query.has(name) : query.get(name) === value;
    return (
      route.method === method &&
      (route.query === undefined || fits) &&
      (route.header === undefined || headers[route.header] !== undefined)
    );
  });
  if (found !== undefined) {
    return found;
  }
  if (sameLevel.some((route) => route.method === method)) {
    throw notImplemented(`this ${level} operation (${method})`);
  }
  const allowed = new Set(sameLevel.map((route) => route.method));
  throw methodNotAllowed(method, [...allowed].join(', '));
}
