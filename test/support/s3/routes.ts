import { methodNotAllowed, notImplemented } from './errors';
import { getBucketLocation, headBucket } from './operations/bucket-info';
import type { Operation } from './operations/exchange';
import { getObject } from './operations/get-object';
import { listObjectsV2 } from './operations/list-objects-v2';
import { deleteObject, putObject } from './operations/write-object';

interface Route {
  readonly name: string;
  readonly method: string;
  readonly on: 'bucket' | 'object';
  /** A query parameter that must be there; with `=value`, with that value. */
  readonly query?: string;
  readonly operation: Operation;
}

/** The first route that fits is taken, so the special ones stand first. A new operation is a line here. */
const routes: readonly Route[] = [
  {
    name: 'ListObjectsV2',
    method: 'GET',
    on: 'bucket',
    query: 'list-type=2',
    operation: listObjectsV2,
  },
  {
    name: 'GetBucketLocation',
    method: 'GET',
    on: 'bucket',
    query: 'location',
    operation: getBucketLocation,
  },
  { name: 'HeadBucket', method: 'HEAD', on: 'bucket', operation: headBucket },
  { name: 'GetObject', method: 'GET', on: 'object', operation: getObject },
  { name: 'HeadObject', method: 'HEAD', on: 'object', operation: getObject },
  { name: 'PutObject', method: 'PUT', on: 'object', operation: putObject },
  { name: 'DeleteObject', method: 'DELETE', on: 'object', operation: deleteObject },
];

/** @throws S3Error 405 or 501 where no operation fits */
export function routeFor(
  method: string,
  key: string,
  query: ReadonlyMap<string, string>,
): { readonly name: string; readonly operation: Operation } {
  const on = key === '' ? 'bucket' : 'object';
  const sameLevel = routes.filter((route) => route.on === on);
  const found = sameLevel.find((route) => {
    const [name = '', value] = (route.query ?? '').split('=');
    const fits = value === undefined ? query.has(name) : query.get(name) === value;
    return route.method === method && (route.query === undefined || fits);
  });
  if (found !== undefined) {
    return found;
  }
  if (sameLevel.some((route) => route.method === method)) {
    throw notImplemented(`this ${on} operation (${method})`);
  }
  const allowed = new Set(sameLevel.map((route) => route.method));
  throw methodNotAllowed(method, [...allowed].join(', '));
}
