import { datasets } from '../archives/registry';
import { type Connection, isAmazon } from './connection';

let names: ReadonlySet<string> | undefined;

/**
 * Whether a bucket holds one of the public data sets we know: then requests go unsigned on any connection, so that
 * nobody learns who reads it. Those whose requester pays need credentials.
 */
export function isPublicDataset(connection: Connection, bucket: string): boolean {
  names ??= new Set(
    datasets()
      .filter(({ anonymous, requesterPays }) => anonymous && !requesterPays)
      .map((dataset) => dataset.bucket),
  );
  return isAmazon(connection) && !connection.requesterPays && names.has(bucket);
}
