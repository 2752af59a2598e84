import { invalidArgument } from '../errors';
import { encodeForListing } from '../keys';
import { listPage, type ListEntry } from '../listing';
import { element, text, xmlDocument } from '../xml';
import { allow, xmlType, type Operation } from './exchange';

const mostKeys = 1000;
const owner = element('Owner', [text('ID', 'embedded'), text('DisplayName', 'embedded')]);

function parseMaxKeys(value: string | undefined): number {
  if (value === undefined || value === '') {
    return mostKeys;
  }
  const count = Number(value);
  if (!/^\d+$/.test(value) || count > 2147483647) {
    throw invalidArgument(
      'Provided max-keys not an integer or within integer range',
      'max-keys',
      value,
    );
  }
  return Math.min(count, mostKeys);
}

/** Tokens are opaque to clients; here the name of the last entry, so that any page can be had alone. */
function writeToken(last: string): string {
  return Buffer.from(`1${last}`).toString('base64');
}

function parseToken(token: string): string {
  if (token === '') {
    return '';
  }
  const last = Buffer.from(token, 'base64').toString('utf8');
  if (!last.startsWith('1') || writeToken(last.slice(1)) !== token) {
    throw invalidArgument(
      'The continuation token provided is incorrect',
      'continuation-token',
      token,
    );
  }
  return last.slice(1);
}

function describe(entry: ListEntry, encode: (name: string) => string, fetchOwner: boolean): string {
  if (entry.kind === 'prefix') {
    return element('CommonPrefixes', [text('Prefix', encode(entry.name))]);
  }
  const { object } = entry;
  return element('Contents', [
    text('Key', encode(entry.name)),
    text('LastModified', object.lastModified.toISOString()),
    text('ETag', object.etag),
    text('Size', object.body.size),
    ...(fetchOwner ? [owner] : []),
    text('StorageClass', object.storageClass),
  ]);
}

/** ListObjectsV2. A continuation token takes precedence over `start-after`. */
export const listObjectsV2: Operation = (exchange) => {
  allow(exchange, 'list');
  const { bucket, query, region } = exchange;
  const encoding = query.get('encoding-type');
  if (encoding !== undefined && encoding !== 'url') {
    throw invalidArgument(
      'Invalid Encoding Method specified in Request',
      'encoding-type',
      encoding,
    );
  }
  const encode = encoding === 'url' ? encodeForListing : (name: string): string => name;
  const token = query.get('continuation-token');
  const startAfter = query.get('start-after');
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const maxKeys = parseMaxKeys(query.get('max-keys'));
  const after = parseToken(token ?? '') || (startAfter ?? '');
  const page = listPage(bucket.sequences(), { prefix, delimiter, maxKeys, after });
  const last = page.entries.at(-1);

  const optional = (name: string, value: string | undefined): string[] =>
    value === undefined ? [] : [text(name, value)];
  const children = [
    text('Name', bucket.name),
    text('Prefix', encode(prefix)),
    ...optional('StartAfter', startAfter === undefined ? undefined : encode(startAfter)),
    ...optional('ContinuationToken', token),
    ...optional(
      'NextContinuationToken',
      page.truncated && last ? writeToken(last.name) : undefined,
    ),
    text('KeyCount', page.entries.length),
    text('MaxKeys', maxKeys),
    ...optional('Delimiter', delimiter === '' ? undefined : encode(delimiter)),
    ...optional('EncodingType', encoding),
    text('IsTruncated', page.truncated),
  ];
  // S3 writes all objects first, then all common prefixes.
  for (const kind of ['object', 'prefix'] as const) {
    for (const entry of page.entries.filter((one) => one.kind === kind)) {
      children.push(describe(entry, encode, query.get('fetch-owner') === 'true'));
    }
  }
  return {
    status: 200,
    headers: { ...xmlType, 'x-amz-bucket-region': region },
    body: xmlDocument('ListBucketResult', children),
  };
};
