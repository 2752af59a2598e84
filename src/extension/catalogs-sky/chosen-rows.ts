/** Rows of one result that are chosen. */
export interface Chosen {
  /** Another one after each change, of any result. */
  readonly version: number;
  /** Ascending, 0-based, in the order of the result. */
  readonly rows: Uint32Array;
}

/** Results whose choice is kept; of the others it is forgotten, those used first before those used last. */
const MOST_RESULTS = 32;

/** The rows that are chosen of each result by its id: in a plot, in a table, or on an image. */
export class ChosenRows {
  private readonly known = new Map<string, Chosen>();
  private readonly listeners = new Set<(result: string) => void>();
  private version = 0;

  /** Undefined where none are. */
  get(result: string): Chosen | undefined {
    return this.known.get(result);
  }

  /** @param rows in any order, each once or more often; empty for none. */
  set(result: string, rows: Uint32Array): void {
    const sorted = ascending(rows);
    const before = this.known.get(result)?.rows ?? new Uint32Array(0);
    if (same(before, sorted)) {
      return;
    }
    this.known.delete(result);
    if (sorted.length > 0) {
      this.known.set(result, { version: ++this.version, rows: sorted });
      const [oldest] = this.known.keys();
      if (this.known.size > MOST_RESULTS && oldest !== undefined) {
        this.known.delete(oldest);
        this.tell(oldest);
      }
    }
    this.tell(result);
  }

  forget(result: string): void {
    if (this.known.delete(result)) {
      this.tell(result);
    }
  }

  onDidChange(listener: (result: string) => void): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  }

  private tell(result: string): void {
    this.listeners.forEach((listener) => listener(result));
  }
}

function ascending(rows: Uint32Array): Uint32Array {
  const sorted = rows.slice().sort();
  return sorted.filter((row, i) => i === 0 || row !== sorted[i - 1]);
}

function same(one: Uint32Array, other: Uint32Array): boolean {
  return one.length === other.length && one.every((row, i) => row === other[i]);
}
