import { compareKeys } from './keys';
import type { StoredObject } from './objects';
import { firstIndex, type ObjectSequence } from './sequence';

export interface ListQuery {
  readonly prefix: string;
  /** Empty: no roll-up. */
  readonly delimiter: string;
  readonly maxKeys: number;
  /** The listing starts behind this key or common prefix; empty: at the beginning. */
  readonly after: string;
}

export type ListEntry =
  | { readonly kind: 'object'; readonly name: string; readonly object: StoredObject }
  | { readonly kind: 'prefix'; readonly name: string };

export interface ListPage {
  readonly entries: readonly ListEntry[];
  /** True where at least one more entry follows. */
  readonly truncated: boolean;
}

/** The common prefix a name rolls up into, or undefined where it is listed itself. */
function commonPrefix(name: string, query: ListQuery): string | undefined {
  if (query.delimiter === '' || !name.startsWith(query.prefix)) {
    return undefined;
  }
  const index = name.indexOf(query.delimiter, query.prefix.length);
  return index < 0 ? undefined : name.slice(0, index + query.delimiter.length);
}

/**
 * One page of a listing over the union of several sequences, in key order. Objects and common
 * prefixes count alike against `maxKeys`. A common prefix costs one binary search, however many keys
 * are under it. Every name given is greater than `after`, the rolled-up ones too: an `after` inside a
 * common prefix skips the whole of it (so do Ceph, MinIO and versitygw), and the name of the last
 * entry is all a continuation has to remember.
 */
export function listPage(sequences: readonly ObjectSequence[], query: ListQuery): ListPage {
  const entries: ListEntry[] = [];
  if (query.maxKeys === 0) {
    return { entries, truncated: false };
  }
  const skipped = commonPrefix(query.after, query);
  const isBefore = (key: string): boolean =>
    compareKeys(key, query.prefix) < 0 ||
    (query.after !== '' && compareKeys(key, query.after) <= 0) ||
    (skipped !== undefined && key.startsWith(skipped));
  const cursors = sequences.map((sequence) => ({
    sequence,
    index: firstIndex(sequence, isBefore),
  }));

  for (;;) {
    let next: { key: string; object: () => StoredObject } | undefined;
    for (const { sequence, index } of cursors) {
      const key = index < sequence.count ? sequence.keyAt(index) : undefined;
      if (key !== undefined && (next === undefined || compareKeys(key, next.key) < 0)) {
        next = { key, object: () => sequence.objectAt(index) };
      }
    }
    if (next === undefined || !next.key.startsWith(query.prefix)) {
      return { entries, truncated: false };
    }
    if (entries.length === query.maxKeys) {
      return { entries, truncated: true };
    }
    const { key } = next;
    const rolled = commonPrefix(key, query);
    if (rolled === undefined) {
      entries.push({ kind: 'object', name: key, object: next.object() });
    } else {
      entries.push({ kind: 'prefix', name: rolled });
    }
    for (const cursor of cursors) {
      if (rolled !== undefined) {
        const inside = (other: string): boolean =>
          compareKeys(other, rolled) < 0 || other.startsWith(rolled);
        cursor.index = firstIndex(cursor.sequence, inside, cursor.index);
      } else if (
        cursor.index < cursor.sequence.count &&
        cursor.sequence.keyAt(cursor.index) === key
      ) {
        cursor.index += 1;
      }
    }
  }
}
