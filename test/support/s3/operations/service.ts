import type { TestBucket } from '../bucket';
import { element, text, xmlDocument } from '../xml';
import { arnOf, hasRight, type TestUser } from '../users';
import { xmlType, type S3Answer } from './exchange';

/** ListBuckets: those the user may do anything in, by name, paged where `max-buckets` is said. */
export function listBuckets(
  user: TestUser,
  buckets: readonly TestBucket[],
  home: string,
  query: ReadonlyMap<string, string>,
): S3Answer {
  const token = query.get('continuation-token') ?? '';
  const after = Buffer.from(token, 'base64').toString();
  const most = Number(query.get('max-buckets') ?? 10_000);
  const prefix = query.get('prefix') ?? '';
  const left = buckets
    .filter(({ name }) =>
      (['list', 'read', 'write'] as const).some((right) => hasRight(user, name, right)),
    )
    .filter(({ name }) => name.startsWith(prefix) && name > after)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const page = left.slice(0, most);
  const last = page.at(-1);
  const entries = page.map(({ name, created, options }) =>
    element('Bucket', [
      text('Name', name),
      text('CreationDate', created.toISOString()),
      text('BucketRegion', options.region ?? home),
    ]),
  );
  const arn = arnOf(user);
  return {
    status: 200,
    headers: xmlType,
    body: xmlDocument('ListAllMyBucketsResult', [
      element('Buckets', entries),
      element('Owner', [text('ID', arn), text('DisplayName', arn.split('/').at(-1) ?? arn)]),
      ...(left.length > page.length && last !== undefined
        ? [text('ContinuationToken', Buffer.from(last.name).toString('base64'))]
        : []),
      ...(prefix === '' ? [] : [text('Prefix', prefix)]),
    ]),
  };
}
