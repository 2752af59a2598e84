import { cancelled } from '../../errors';
import { Stop, type StopSignal } from './stop';

/**
 * Makes values, one for each position in the keys asked for; each can be given up by a signal of its own.
 */
export type Make<V> = (
  positions: readonly number[],
  signals: readonly StopSignal[],
) => readonly Promise<V>[];

interface UnderWay<V> {
  readonly value: Promise<V>;
  readonly stop: Stop;
  waiting: number;
}

/**
 * Values that are made once for all who want them: those used last are kept, up to a bound of bytes, and
 * those under way are shared. One is given up when the last who waits for it has left.
 */
export class SharedCache<V> {
  /** The one used last stands last. */
  private readonly kept = new Map<string, V>();
  private keptBytes = 0;
  private readonly underWay = new Map<string, UnderWay<V>>();

  /** @param mostBytes kept; one value that is larger is kept alone. */
  constructor(
    private readonly mostBytes: number,
    private readonly sizeOf: (value: V) => number,
  ) {}

  /**
   * The values of the keys (no two equal). What is neither kept nor under way is made, all in one call.
   * Each promise rejects with `cancelled` as soon as the caller's signal aborts.
   */
  get(
    keys: readonly string[],
    signal: AbortSignal | undefined,
    make: Make<V>,
  ): readonly Promise<V>[] {
    if (signal?.aborted) {
      return keys.map(() => handled(Promise.reject(cancelled())));
    }
    this.begin(keys, make);
    const leaving: (() => void)[] = [];
    const values = keys.map((key) => {
      const kept = this.kept.get(key);
      if (kept !== undefined) {
        this.kept.delete(key);
        this.kept.set(key, kept);
        return Promise.resolve(kept);
      }
      return handled(this.join(key, leaving));
    });
    if (signal && leaving.length > 0) {
      const leave = (): void => leaving.forEach((each) => each());
      signal.addEventListener('abort', leave, { once: true });
      void Promise.allSettled(values).then(() => signal.removeEventListener('abort', leave));
    }
    return values;
  }

  private begin(keys: readonly string[], make: Make<V>): void {
    const missing = [...keys.keys()].filter((at) => {
      const key = keys[at] as string;
      return !this.kept.has(key) && !this.underWay.has(key);
    });
    if (missing.length === 0) {
      return;
    }
    const stops = missing.map(() => new Stop());
    const made = make(missing, stops);
    missing.forEach((at, k) => {
      this.start(keys[at] as string, made[k] as Promise<V>, stops[k] as Stop);
    });
  }

  private start(key: string, made: Promise<V>, stop: Stop): void {
    const value = made.then(
      (done) => {
        if (this.forget(key, entry)) {
          this.keep(key, done);
        }
        return done;
      },
      (error: unknown) => {
        this.forget(key, entry);
        throw error;
      },
    );
    const entry: UnderWay<V> = { value: handled(value), stop, waiting: 0 };
    this.underWay.set(key, entry);
  }

  private join(key: string, leaving: (() => void)[]): Promise<V> {
    const entry = this.underWay.get(key) as UnderWay<V>;
    entry.waiting += 1;
    return new Promise((resolve, reject) => {
      let waits = true;
      entry.value.then(resolve, reject).finally(() => {
        waits = false;
      });
      leaving.push(() => {
        if (!waits) {
          return;
        }
        waits = false;
        entry.waiting -= 1;
        if (entry.waiting === 0) {
          // Forgotten first: whoever asks from now on must not join what is being torn down.
          this.forget(key, entry);
          entry.stop.abort();
        }
        reject(cancelled());
      });
    });
  }

  private forget(key: string, entry: UnderWay<V>): boolean {
    return this.underWay.get(key) === entry && this.underWay.delete(key);
  }

  private keep(key: string, value: V): void {
    this.kept.set(key, value);
    this.keptBytes += this.sizeOf(value);
    for (const [oldest, old] of this.kept) {
      if (this.keptBytes <= this.mostBytes || oldest === key) {
        return;
      }
      this.kept.delete(oldest);
      this.keptBytes -= this.sizeOf(old);
    }
  }
}

/** Callers await values one after the other; a failure of a later one is not unhandled. */
function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
