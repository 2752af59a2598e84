import { datasets } from '../archives/registry';
import { type Connection, isAmazon } from './connection';

let names: ReadonlySet<string> | undefined;

/**
 * Whether a bucket holds public data sets we know, and nothing whose requester pays: then requests go unsigned on any
 * connection, so that nobody learns who reads it and nobody pays for what is free.
 */
export function isPublicDataset(connection: Connection, bucket: string): boolean {
  names ??= publicBuckets();
  return isAmazon(connection) && names.has(bucket);
}

/** A bucket with several data sets needs credentials where one of them does. */
function publicBuckets(): ReadonlySet<string> {
  const all = datasets();
  const open = ({ anonymous, requesterPays }: (typeof all)[number]): boolean =>
    anonymous && !requesterPays;
  const closed = new Set(all.filter((one) => !open(one)).map(({ bucket }) => bucket));
  return new Set(
    all.filter((one) => open(one) && !closed.has(one.bucket)).map(({ bucket }) => bucket),
  );
}
