import type { GridReply, OverviewProgress, PlaneRef, PlaneReply } from '../../src/protocol/methods';
import type { Grid } from './grid';
import { gridBytes, gridOf, overlaps } from './grid';
import type { Host } from './host';
import { LruByBytes } from './lru';
import { TileScheduler } from './scheduler';
import type { Tile } from './tiles';
import { MOST_TILE_BYTES, needsTiles, tileStep, tilesInSight } from './tiles';
import type { PixelBox, Sight, Size } from './view';

export interface SourceListener {
  /** The overview came or got finer. */
  onOverview(progress: OverviewProgress): void;
  /** Something new can be drawn. */
  onTile(): void;
  onError(error: unknown): void;
  /** More is broken of the plane than was known: see `GridReply.problems`. */
  onProblems(problems: readonly string[]): void;
  /** A grid will not be drawn again. */
  onDrop(grid: Grid): void;
}

export interface ReadOptions {
  readonly signal: AbortSignal;
  /** Told how much has been read, 0 to 1. */
  readonly onProgress: (progress: { readonly done: number }) => void;
}

/** What can be drawn of a view now. */
export interface Drawable {
  readonly grids: readonly Grid[];
  /** What most of it is made of. */
  readonly kind: Grid['kind'];
  readonly step: number;
  /** Whether something finer is still to come. */
  readonly pending: boolean;
}

/** The pixels of one plane: its overview and the tiles over it. Knows nothing of the page. */
export class PlaneSource {
  readonly ref: PlaneRef;
  readonly plane: PlaneReply;
  readonly #host: Host;
  readonly #listener: SourceListener;
  readonly #stop = new AbortController();
  readonly #tiles: LruByBytes<string, Grid>;
  readonly #scheduler: TileScheduler<Grid>;
  #overview: Grid | undefined;
  #done = 0;
  /** How many problems have been told. */
  #problems = 0;
  #sight: Sight | undefined;
  /** The tiles of what is seen. */
  #wanted: readonly Tile[] = [];

  constructor(host: Host, ref: PlaneRef, plane: PlaneReply, listener: SourceListener) {
    this.ref = ref;
    this.plane = plane;
    this.#host = host;
    this.#listener = listener;
    this.#tiles = new LruByBytes(MOST_TILE_BYTES, (grid) => listener.onDrop(grid));
    this.#scheduler = new TileScheduler({
      fetch: (tile, signal) => this.#fetch(tile, signal),
      onTile: (tile, grid) => {
        this.#tiles.set(tile.key, grid, gridBytes(grid));
        listener.onTile();
      },
      onError: (error) => listener.onError(error),
    });
  }

  /** Share of the overview that has been read, 0 to 1. */
  get done(): number {
    return this.#done;
  }

  /** What the overview is made of, once there is one. */
  get overview(): Pick<Grid, 'kind' | 'step'> | undefined {
    return this.#overview;
  }

  /** Reads the overview, at most as large as given. Fails as the request does. */
  async load(size: Size): Promise<void> {
    const take = (progress: OverviewProgress): void => {
      if (this.#stop.signal.aborted) {
        return;
      }
      const before = this.#overview;
      this.#overview = this.#take(progress.grid);
      this.#done = progress.done;
      if (before !== undefined) {
        this.#listener.onDrop(before);
      }
      this.#listener.onOverview(progress);
    };
    const { width, height } = size;
    const result = await this.#host.request(
      'overview',
      { ...this.ref, width, height },
      { signal: this.#stop.signal, onProgress: take },
    );
    take({ ...result, done: 1 });
  }

  /** From now on this is what is seen: what has been asked for beside it is cancelled at once. */
  look(sight: Sight | undefined): void {
    const overview = this.#overview;
    const needed =
      sight !== undefined && overview !== undefined && needsTiles(sight.zoom, overview);
    this.#sight = sight;
    this.#wanted = needed ? tilesInSight(sight, this.plane) : [];
    this.#scheduler.keep(this.#wanted);
  }

  /** Asks for the tiles of what is seen. */
  ask(): void {
    this.#scheduler.want(this.#wanted.filter((tile) => !this.#tiles.has(tile.key)));
  }

  /** Asks again for tiles that failed. */
  retry(): void {
    this.#scheduler.retry();
  }

  /** Everything there is to draw of what is seen, coarse first, or undefined before the overview. */
  drawable(): Drawable | undefined {
    const overview = this.#overview;
    if (overview === undefined) {
      return undefined;
    }
    const ready = this.#wanted
      .map(({ key }) => this.#tiles.get(key))
      .filter((grid) => grid !== undefined);
    const complete = ready.length === this.#wanted.length;
    const main = complete ? (ready.find(({ kind }) => kind !== 'exact') ?? ready[0]) : undefined;
    const { kind, step } = main ?? overview;
    return {
      grids: [overview, ...(complete ? [] : this.#stopgaps()), ...ready],
      kind,
      step,
      pending: this.#done < 1 || this.#wanted.some((tile) => !this.#settled(tile)),
    };
  }

  /** Every grid at hand that covers part of a box, in no order. */
  gridsOver(box: PixelBox): Grid[] {
    const overview = this.#overview === undefined ? [] : [this.#overview];
    return [...overview, ...this.#tiles.values()].filter((grid) => overlaps(grid, box));
  }

  /**
   * All there is to draw of a view beside the one on the screen, coarse first. Tiles that are not at hand are
   * read and not kept; fails as the first request that fails.
   */
  async read(sight: Sight, { signal, onProgress }: ReadOptions): Promise<Grid[]> {
    const tiles = tilesInSight(sight, this.plane);
    let done = 0;
    const read = async (tile: Tile): Promise<Grid> => {
      const grid = this.#tiles.get(tile.key) ?? (await this.#fetch(tile, signal));
      done++;
      onProgress({ done: done / tiles.length });
      return grid;
    };
    const grids = await Promise.all(tiles.map(read));
    return this.#overview === undefined ? grids : [this.#overview, ...grids];
  }

  /** Cancels everything and drops every grid. */
  dispose(): void {
    this.#stop.abort();
    this.#wanted = [];
    this.#scheduler.want([]);
    this.#tiles.clear();
    if (this.#overview !== undefined) {
      this.#listener.onDrop(this.#overview);
      this.#overview = undefined;
    }
  }

  #settled(tile: Tile): boolean {
    return this.#tiles.has(tile.key) || this.#scheduler.hasFailed(tile);
  }

  /** Tiles of other steps that fill the gaps while the wanted ones are on their way. */
  #stopgaps(): Grid[] {
    if (this.#sight === undefined) {
      return [];
    }
    const { box, zoom } = this.#sight;
    const step = tileStep(zoom);
    // Much finer tiles cost more to draw than they tell.
    return [...this.#tiles.values()]
      .filter((grid) => grid.step !== step && grid.step >= step / 4 && overlaps(grid, box))
      .sort((a, b) => b.step - a.step);
  }

  async #fetch(tile: Tile, signal: AbortSignal): Promise<Grid> {
    const { x0, y0, x1, y1, step } = tile;
    return this.#take(
      await this.#host.request('tile', { ...this.ref, x0, y0, x1, y1, step }, { signal }),
    );
  }

  #take(reply: GridReply): Grid {
    const { problems = [] } = reply;
    if (problems.length > this.#problems) {
      this.#problems = problems.length;
      this.#listener.onProblems(problems);
    }
    return gridOf(reply);
  }
}
