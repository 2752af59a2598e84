import { SkybucketError } from '../errors';
import type { CallOptions } from './calls';
import type { Connection } from './connection';
import { conditionBroken } from './errors-writing';
import type { ObjectPlace, WriteCondition } from './object-store';
import { headOf } from './objects';
import type { StoreTools } from './store-tools';

/**
 * Looks whether a condition holds, where the server may be one that pays no attention to it. Amazon S3 does. Between
 * this look and the write somebody else may still write; with the condition in the request, too, that is for the
 * server to see.
 *
 * @throws SkybucketError `changed` where it does not hold
 */
export async function lookBeforeWrite(
  tools: StoreTools,
  connection: Connection,
  place: ObjectPlace,
  condition: WriteCondition | undefined,
  options: CallOptions,
): Promise<void> {
  if (connection.endpoint !== undefined) {
    await lookWhetherHolds(tools, connection, place, condition, options);
  }
}

/** The same on whatever server. */
export async function lookWhetherHolds(
  tools: StoreTools,
  connection: Connection,
  place: ObjectPlace,
  condition: WriteCondition | undefined,
  options: CallOptions,
): Promise<void> {
  if (condition === undefined) {
    return;
  }
  const { bucket, key } = place;
  const facts = (await headOf(tools, connection, { bucket, key }, options))?.facts;
  const holds =
    'ifMatch' in condition
      ? bareEtag(facts?.etag) === bareEtag(condition.ifMatch)
      : facts === undefined;
  if (!holds) {
    const asked = { what: 'writing', bucket, path: key, condition } as const;
    const [code, message, details] = conditionBroken(asked, facts !== undefined);
    throw new SkybucketError(code, message, details);
  }
}

/** Some listings leave out the quotes that belong to an ETag. */
export function bareEtag(etag: string | undefined): string | undefined {
  return etag?.replace(/^"(.*)"$/, '$1');
}
