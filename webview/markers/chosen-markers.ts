import type { Host } from '../image/host';
import type { DrawnMarkers } from './marked-point';
import { MOST_SIZE, type MarkerStyle } from './marker-style';
import { PointIndex } from './point-index';
import { pointsOfRows } from './points-in-outline';

/** By how much the halo of a chosen marker is wider than the marker, in CSS pixels. */
const HALO = 8;

const NO_ROWS = new Uint32Array(0);

/** The rows that are chosen of results of catalogues, and the halos about their markers. */
export class ChosenMarkers {
  readonly #host: Host;
  readonly #onChange: () => void;
  /** By the ids of results that lie over the picture. */
  readonly #rows = new Map<string, Uint32Array>();
  readonly #halos = new WeakMap<PointIndex, { readonly rows: Uint32Array; drawn: DrawnMarkers }>();

  /** @param onChange other rows are chosen. */
  constructor(host: Host, onChange: () => void) {
    this.#host = host;
    this.#onChange = onChange;
    host.on('chosenChanged', ({ result }) => {
      if (this.#rows.has(result)) {
        this.#ask(result);
      }
    });
  }

  /** The results that lie over the picture: of no other is it asked what is chosen. */
  watch(results: ReadonlySet<string>): void {
    for (const result of this.#rows.keys()) {
      if (!results.has(result)) {
        this.#rows.delete(result);
      }
    }
    for (const result of results) {
      if (!this.#rows.has(result)) {
        this.#rows.set(result, NO_ROWS);
        this.#ask(result);
      }
    }
  }

  /** Ascending. */
  rowsOf(result: string | undefined): Uint32Array {
    return (result === undefined ? undefined : this.#rows.get(result)) ?? NO_ROWS;
  }

  /** @throws what the request throws. */
  async choose(result: string, rows: Uint32Array): Promise<void> {
    await this.#host.request('chooseRows', { result, rows: bytesOf(rows) });
  }

  /** What is drawn below the markers of a result, so that those that are chosen stand out; undefined for none. */
  haloOf(
    result: string | undefined,
    points: PointIndex,
    style: MarkerStyle,
  ): DrawnMarkers | undefined {
    const rows = this.rowsOf(result);
    if (rows.length === 0) {
      return undefined;
    }
    const size = Math.min(MOST_SIZE, style.size + HALO);
    const colour = style.colour === 'yellow' ? 'cyan' : 'yellow';
    const known = this.#halos.get(points);
    if (known?.rows === rows) {
      if (known.drawn.style.size !== size || known.drawn.style.colour !== colour) {
        known.drawn = { points: known.drawn.points, style: { symbol: 'circle', size, colour } };
      }
      return known.drawn;
    }
    const halo = new PointIndex(pointsOfRows(points, rows), undefined, points.box);
    const drawn: DrawnMarkers = { points: halo, style: { symbol: 'circle', size, colour } };
    this.#halos.set(points, { rows, drawn });
    return drawn;
  }

  #ask(result: string): void {
    this.#host
      .request('chosenRows', { result })
      .then(({ rows }) => {
        if (this.#rows.has(result)) {
          this.#rows.set(result, rowsFrom(rows));
          this.#onChange();
        }
      })
      // What is chosen is told again with the next change.
      .catch(() => undefined);
  }
}

/** Little-endian, as everything that is sent. */
function bytesOf(rows: Uint32Array): Uint8Array {
  const bytes = new Uint8Array(4 * rows.length);
  const view = new DataView(bytes.buffer);
  rows.forEach((row, i) => view.setUint32(4 * i, row, true));
  return bytes;
}

function rowsFrom(bytes: Uint8Array): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = Math.floor(bytes.byteLength / 4);
  return Uint32Array.from({ length: count }, (_, i) => view.getUint32(4 * i, true));
}
