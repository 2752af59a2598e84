import type { KnownObject } from '../core/bytes/version';

interface Entry {
  readonly known: KnownObject;
  readonly time: number;
}

const LIFETIME = 60_000;
const MOST_KEPT = 100;

/**
 * What a listing just said of the objects the user opens from it, so that opening them does not ask
 * again. It holds for a minute, and reads are conditional on it: an object that has changed since is
 * noticed by its first read.
 */
export class KnownObjects {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly now: () => number = Date.now) {}

  set(uri: string, known: KnownObject): void {
    this.entries.delete(uri);
    this.entries.set(uri, { known, time: this.now() });
    for (const oldest of this.entries.keys()) {
      if (this.entries.size <= MOST_KEPT) {
        break;
      }
      this.entries.delete(oldest);
    }
  }

  get(uri: string): KnownObject | undefined {
    const entry = this.entries.get(uri);
    return entry !== undefined && this.now() - entry.time < LIFETIME ? entry.known : undefined;
  }

  /** After the object turned out to be another. */
  forget(uri: string): void {
    this.entries.delete(uri);
  }
}
