import type { Tile } from './tiles';

export interface SchedulerOptions<T> {
  /** Fetches one tile; the signal is aborted when the tile leaves the view. */
  readonly fetch: (tile: Tile, signal: AbortSignal) => Promise<T>;
  readonly onTile: (tile: Tile, value: T) => void;
  /** A tile failed for another reason than being cancelled. It is not asked again before `retry`. */
  readonly onError: (error: unknown) => void;
  readonly inFlight?: number;
}

/**
 * Tiles asked for at a time. What is asked for in one turn reaches the host together, which plans its
 * reads together: a view of an ordinary screen should go as one.
 */
const IN_FLIGHT = 128;

/** Asks for the first of what is wanted, many at a time, and for nothing that is not. */
export class TileScheduler<T> {
  readonly #options: SchedulerOptions<T>;
  readonly #inFlight: number;
  readonly #running = new Map<string, AbortController>();
  readonly #failed = new Set<string>();
  #queue: readonly Tile[] = [];

  constructor(options: SchedulerOptions<T>) {
    this.#options = options;
    this.#inFlight = options.inFlight ?? IN_FLIGHT;
  }

  /** Whether a tile has failed and waits for `retry`. */
  hasFailed(tile: Tile): boolean {
    return this.#failed.has(tile.key);
  }

  /** Replaces what is wanted, most wanted first; requests for anything else are cancelled. */
  want(tiles: readonly Tile[]): void {
    this.keep(tiles);
    this.#queue = tiles;
    this.#start();
  }

  /** Cancels at once, and forgets, what is not among these tiles; asks for nothing. */
  keep(tiles: readonly Tile[]): void {
    const kept = new Set(tiles.map((tile) => tile.key));
    this.#queue = this.#queue.filter(({ key }) => kept.has(key));
    for (const [key, controller] of this.#running) {
      if (!kept.has(key)) {
        this.#running.delete(key);
        controller.abort();
      }
    }
  }

  /** Asks again for what has failed. */
  retry(): void {
    this.#failed.clear();
    this.#start();
  }

  #start(): void {
    for (const tile of this.#queue) {
      if (this.#running.size >= this.#inFlight) {
        return;
      }
      if (!this.#running.has(tile.key) && !this.#failed.has(tile.key)) {
        void this.#fetch(tile);
      }
    }
  }

  /** The rest goes half a load at a time, so that it is planned together as well. */
  #refill(): void {
    if (this.#running.size <= this.#inFlight / 2) {
      this.#start();
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
    this.#refill();
  }
}
