import { MOST_MARKED } from '../../../src/protocol/plot';
import type { CatalogHost } from '../catalog-host';
import { bytesOf, doublesIn } from './plot-data';

/** What the rows are marked in: a table and two axes. */
export interface MarkedIn {
  readonly hdu: number;
  readonly x: string;
  readonly y: string;
}

/** The rows of the table that are chosen, and where they are in the plot. */
export class ChosenRows {
  readonly #host: CatalogHost;
  readonly #onPoints: () => void;
  #rows = new Uint32Array(0);
  #points: Float64Array = new Float64Array(0);
  #marked: MarkedIn | undefined;
  #stop = new AbortController();

  /** @param onPoints told when it is known where they are */
  constructor(host: CatalogHost, onPoints: () => void) {
    this.#host = host;
    this.#onPoints = onPoints;
  }

  get count(): number {
    return this.#rows.length;
  }

  /** x and y in turns; of very many rows, an even choice of them. */
  get points(): Float64Array {
    return this.#points;
  }

  /** @param rows ascending; undefined for none @param subject undefined while there is no plot */
  set(rows: Uint32Array | undefined, subject: MarkedIn | undefined): void {
    const next = rows ?? new Uint32Array(0);
    const same = next.length === this.#rows.length && next.every((row, k) => row === this.#rows[k]);
    if (!same) {
      this.#rows = next.slice();
      this.#marked = undefined;
    }
    this.follow(subject);
  }

  /** The plot is another one. */
  follow(subject: MarkedIn | undefined): void {
    const { hdu, x, y } = this.#marked ?? {};
    if (subject?.hdu === hdu && subject?.x === x && subject?.y === y && subject !== undefined) {
      return;
    }
    this.#marked = subject;
    void this.#locate(subject);
  }

  /** Some rows, or those with the chosen ones, ascending. */
  with(rows: Uint32Array, adds: boolean): Uint32Array {
    return adds ? Uint32Array.from(new Set([...this.#rows, ...rows])).sort() : rows;
  }

  async #locate(subject: MarkedIn | undefined): Promise<void> {
    this.#stop.abort();
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    if (subject === undefined || this.#rows.length === 0) {
      this.#points = new Float64Array(0);
      this.#onPoints();
      return;
    }
    const every = Math.ceil(this.#rows.length / MOST_MARKED);
    const rows = every === 1 ? this.#rows : this.#rows.filter((_, k) => k % every === 0);
    try {
      const params = { ...subject, rows: bytesOf(rows) };
      const { points } = await this.#host.request('plotPoints', params, { signal });
      if (!signal.aborted) {
        this.#points = doublesIn(points);
        this.#onPoints();
      }
    } catch {
      // The plot says what is wrong with its axes; without them nothing can be marked.
      if (!signal.aborted) {
        this.#points = new Float64Array(0);
        this.#onPoints();
      }
    }
  }
}
