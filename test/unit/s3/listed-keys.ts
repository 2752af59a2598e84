import type { ListQuery } from '../../../src/core/s3/client';
import type { ListEntry } from '../../../src/core/s3/listing';
import { cancelled } from '../../../src/core/errors';
import type { ListKeys } from '../../../src/core/s3/walk';
import { compareKeys } from '../../support/s3/keys';
import { listPage } from '../../support/s3/listing';
import { storedObject } from '../../support/s3/objects';
import type { ObjectSequence } from '../../support/s3/sequence';

/** Listings of keys as the embedded server gives them, without the network between, and a record of them. */
export interface ListedKeys {
  readonly list: ListKeys;
  readonly queries: ListQuery[];
  /** The largest number of requests that were under way at the same time. */
  most: number;
}

export function listedKeys(keys: readonly string[] | ObjectSequence): ListedKeys {
  const sequence = 'keyAt' in keys ? keys : sequenceOf(keys);
  const queries: ListQuery[] = [];
  let underWay = 0;
  const listed: ListedKeys = {
    queries,
    most: 0,
    list: async (query, signal) => {
      queries.push(query);
      underWay += 1;
      listed.most = Math.max(listed.most, underWay);
      await new Promise((resolve) => setImmediate(resolve));
      underWay -= 1;
      if (signal.aborted) {
        throw cancelled();
      }
      const { prefix, delimiter = '', maxKeys = 1000 } = query;
      const after = query.continuationToken ?? query.startAfter ?? '';
      const { entries, truncated } = listPage([sequence], { prefix, delimiter, maxKeys, after });
      return {
        next: truncated ? entries.at(-1)?.name : undefined,
        entries: entries
          .filter(({ name }) => name !== prefix || !prefix.endsWith('/'))
          .map((entry): ListEntry => {
            const name = entry.name.slice(prefix.length);
            return entry.kind === 'prefix'
              ? { kind: 'folder', name: name.slice(0, -1), prefix: entry.name }
              : {
                  ...{ kind: 'object', name, key: entry.name, size: entry.object.body.size },
                  ...{ modified: entry.object.lastModified, etag: undefined },
                  storageClass: entry.object.storageClass,
                };
          }),
      };
    },
  };
  return listed;
}

function sequenceOf(keys: readonly string[]): ObjectSequence {
  const sorted = [...new Set(keys)].sort(compareKeys);
  const keyAt = (index: number): string => sorted[index] as string;
  return { count: sorted.length, keyAt, objectAt: (index) => storedObject(keyAt(index), 'x') };
}
