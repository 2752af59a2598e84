/** A least-recently-used map bounded by the bytes of its values. */
export class LruByBytes<K, V> {
  readonly #entries = new Map<K, { readonly value: V; readonly bytes: number }>();
  readonly #limit: number;
  readonly #onEvict: (value: V) => void;
  #bytes = 0;

  constructor(limit: number, onEvict: (value: V) => void = () => undefined) {
    this.#limit = limit;
    this.#onEvict = onEvict;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** The value, which becomes the most recently used. */
  get(key: K): V | undefined {
    const entry = this.#entries.get(key);
    if (entry !== undefined) {
      this.#entries.delete(key);
      this.#entries.set(key, entry);
    }
    return entry?.value;
  }

  has(key: K): boolean {
    return this.#entries.has(key);
  }

  /** Adds a value and evicts the oldest others until the rest fits. The new one always stays. */
  set(key: K, value: V, bytes: number): void {
    this.delete(key);
    this.#entries.set(key, { value, bytes });
    this.#bytes += bytes;
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= this.#limit || oldest === key) {
        break;
      }
      this.delete(oldest);
    }
  }

  delete(key: K): void {
    const entry = this.#entries.get(key);
    if (entry !== undefined) {
      this.#entries.delete(key);
      this.#bytes -= entry.bytes;
      this.#onEvict(entry.value);
    }
  }

  clear(): void {
    for (const key of [...this.#entries.keys()]) {
      this.delete(key);
    }
  }

  *values(): IterableIterator<V> {
    for (const { value } of this.#entries.values()) {
      yield value;
    }
  }
}
