import type { Chosen, Place } from '../../../src/extension/writes/place';
import type { MemoryStore } from '../../support/s3-store/memory-store';

export const at = (key: string, bucket = 'sky', connection = 'own'): Place => ({
  ...{ connection, bucket, key },
});

/** What the tree hands over of an object or a folder. */
export function chosen(store: MemoryStore, place: Place): Chosen {
  if (place.key === '' || place.key.endsWith('/')) {
    return { kind: 'folder', place };
  }
  const found = store.object(place);
  return { kind: 'object', place, size: found?.bytes.length ?? 0, etag: found?.etag };
}

export const never = new AbortController().signal;
