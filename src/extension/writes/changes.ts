import type { Place } from './place';

/** What has become of an object, or of a folder and all in it. */
export interface ObjectChange {
  readonly kind: 'created' | 'changed' | 'deleted';
  readonly place: Place;
}

type Listener = (changes: readonly ObjectChange[]) => void;

/** Tells whoever shows objects that we have written some. Buckets do not tell what others write. */
export class ObjectChanges {
  private readonly listeners = new Set<Listener>();

  /** Returns how to stop listening. */
  on(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  tell(changes: readonly ObjectChange[]): void {
    if (changes.length > 0) {
      for (const listener of [...this.listeners]) {
        listener(changes);
      }
    }
  }
}
