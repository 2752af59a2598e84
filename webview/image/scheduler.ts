import type { Tile } from './tiles';

export interface SchedulerOptions<T> {
  /** Fetches one tile; the signal is aborted when the tile leaves the view. */
  readonly fetch: (tile: Tile, signal: AbortSignal) => Promise<T>;
  readonly onTile: (tile: Tile, value: T) => void;
  /** A tile failed for another reason than being cancelled. It is not asked again before `retry`. */
  readonly onError: (error: unknown) => void;
  readonly inFlight?: number;
}

/** Keeps a few tile requests in flight: the first of what is wanted, and nothing that is not. */
export class TileScheduler<T> {
  readonly #options: SchedulerOptions<T>;
  readonly #running = new Map<string, AbortController>();
  readonly #failed = new Set<string>();
  #queue: readonly Tile[] = [];

  constructor(options: SchedulerOptions<T>) {
    this.#options = options;
  }

  /** Whether a tile has failed and waits for `retry`. */
  hasFailed(tile: Tile): boolean {
    return this.#failed.has(tile.key);
  }

  /** Replaces what is wanted, most wanted first; requests for anything else are cancelled. */
  want(tiles: readonly Tile[]): void {
    const wanted = new Set(tiles.map((tile) => tile.key));
    for (const [key, controller] of this.#running) {
      if (!wanted.has(key)) {
        this.#running.delete(key);
        controller.abort();
      }
    }
    this.#queue = tiles;
    this.#start();
  }

  /** Asks again for what has failed. */
  retry(): void {
    this.#failed.clear();
    this.#start();
  }

  #start(): void {
    for (const tile of this.#queue) {
      if (this.#running.size >= (this.#options.inFlight ?? 8)) {
        return;
      }
      if (!this.#running.has(tile.key) && !this.#failed.has(tile.key)) {
        void this.#fetch(tile);
      }
    }
  }

  async #fetch(tile: Tile): Promise<void> {
    const controller = new AbortController();
    this.#running.set(tile.key, controller);
    const mine = (): boolean => this.#running.get(tile.key) === controller;
    try {
      const value = await this.#options.fetch(tile, controller.signal);
      if (mine()) {
        this.#running.delete(tile.key);
        this.#queue = this.#queue.filter(({ key }) => key !== tile.key);
        this.#options.onTile(tile, value);
      }
    } catch (error) {
      if (mine()) {
        this.#running.delete(tile.key);
        this.#failed.add(tile.key);
        this.#options.onError(error);
      }
    }
    this.#start();
  }
}
