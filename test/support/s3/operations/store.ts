import type { IncomingHttpHeaders } from 'node:http';
import { S3Error } from '../errors';
import type { ObjectBody, PutOptions, StoredObject } from '../objects';
import type { Exchange } from './exchange';
import { weighWrite } from './write-condition';

/** Puts an object in its place, if that may still be. */
export function store(exchange: Exchange, body: ObjectBody, options: PutOptions): StoredObject {
  weighWrite(exchange);
  const { bucket, key } = exchange;
  checkQuota(exchange, body.size);
  return bucket.put(key, body, { lastModified: exchange.now(), ...options });
}

/** @throws S3Error 403 where the bucket would hold more than it may */
export function checkQuota({ bucket }: Exchange, more: number): void {
  const { quotaBytes } = bucket.options;
  if (quotaBytes !== undefined && bucket.bytes + more > quotaBytes) {
    throw new S3Error(403, 'QuotaExceeded', 'Your bucket quota is exceeded.');
  }
}

const keptHeaders = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
  'x-amz-server-side-encryption-aws-kms-key-id',
  'x-amz-server-side-encryption-bucket-key-enabled',
  'x-amz-website-redirect-location',
];

/** What the headers of a write say that the object shall be. */
export function optionsIn(headers: IncomingHttpHeaders): PutOptions {
  const metadata = Object.entries(headers)
    .filter(([name]) => name.startsWith('x-amz-meta-'))
    .map(([name, value]) => [name.slice('x-amz-meta-'.length), String(value)]);
  const contentType = headers['content-type'];
  const kept = keptHeaders.flatMap((name): [string, string][] => {
    // How the body was sent is not part of the object.
    const value = String(headers[name] ?? '').replace(/aws-chunked,?\s*/, '');
    return value === '' ? [] : [[name, value]];
  });
  const storageClass = headers['x-amz-storage-class'];
  const encryption = headers['x-amz-server-side-encryption'];
  const tagging = headers['x-amz-tagging'];
  return {
    metadata: Object.fromEntries(metadata) as Record<string, string>,
    headers: Object.fromEntries(kept) as Record<string, string>,
    ...(contentType === undefined ? {} : { contentType }),
    ...(typeof storageClass === 'string' ? { storageClass } : {}),
    ...(typeof encryption === 'string' ? { encryption } : {}),
    ...(typeof tagging === 'string' ? { tagging } : {}),
  };
}
