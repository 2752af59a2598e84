import type { MarkerGuess } from '../../src/protocol/markers';
import type { Host, Trouble } from '../image/host';
import { troubleOf } from '../image/host';
import type { PixelBox } from '../image/view';
import type { ShownPlane } from '../overlay/stand';
import { Batches } from './batches';
import type { MarkerStyle } from './marker-style';
import type { KeptOverlay, OverlayColumns, OverlaySource } from './overlay-source';
import { guessedColumns } from './overlay-source';
import { PointIndex } from './point-index';

/** Bytes that may be read without asking. */
export const UNASKED_BYTES = 8_000_000;

/** How far beside the image markers are kept, as a share of its size. */
const BESIDE = 0.25;

export type OverlayStatus =
  | { readonly kind: 'waiting' }
  /** What its columns are is being looked up. */
  | { readonly kind: 'looking' }
  /** Columns are to be chosen, or a cost to be agreed to. */
  | { readonly kind: 'asking'; readonly bytes: number }
  | { readonly kind: 'loading'; readonly done: number }
  | { readonly kind: 'ready'; readonly rows: number; readonly onImage: number }
  | { readonly kind: 'failed'; readonly trouble: Trouble }
  /** It is in a file that is not open any more. */
  | { readonly kind: 'away' };

/** One table over the picture: its columns, its look, and its rows once they are read. */
export class TableOverlay {
  source: OverlaySource;
  status: OverlayStatus = { kind: 'waiting' };
  guess: MarkerGuess | undefined;
  points: PointIndex | undefined;
  #columns: OverlayColumns | undefined;
  #style: MarkerStyle;
  #shown: boolean;
  readonly #host: Host;
  readonly #onChange: () => void;
  #plane: ShownPlane | undefined;
  #work = new AbortController();
  #agreed = false;

  constructor(host: Host, kept: KeptOverlay, onChange: () => void) {
    this.#host = host;
    this.source = kept.source;
    this.#columns = kept.columns;
    this.#style = kept.style;
    this.#shown = kept.shown;
    this.#onChange = onChange;
  }

  get kept(): KeptOverlay {
    return {
      ...{ source: this.source, columns: this.#columns },
      ...{ style: this.#style, shown: this.#shown },
    };
  }

  get style(): MarkerStyle {
    return this.#style;
  }

  set style(style: MarkerStyle) {
    this.#style = style;
    this.#onChange();
  }

  get shown(): boolean {
    return this.#shown;
  }

  set shown(shown: boolean) {
    this.#shown = shown;
    this.#begin();
    this.#onChange();
  }

  get columns(): OverlayColumns | undefined {
    return this.#columns;
  }

  /** Other columns are read at once, unless that costs. */
  set columns(columns: OverlayColumns | undefined) {
    this.#columns = columns;
    this.#agreed = false;
    this.#drop();
    this.#begin();
    this.#onChange();
  }

  /** The picture it lies over; positions on another one are other ones. */
  set plane(plane: ShownPlane | undefined) {
    const before = this.#plane?.ref;
    this.#plane = plane;
    const cell = JSON.stringify(plane?.ref.cell);
    if (plane?.ref.hdu !== before?.hdu || cell !== JSON.stringify(before?.cell)) {
      this.#drop();
    }
    this.#begin();
  }

  /** The user agrees to what reading costs. */
  read(): void {
    this.#agreed = true;
    this.retry();
  }

  retry(): void {
    this.#drop();
    this.#begin();
    this.#onChange();
  }

  /** Stops reading. */
  cancel(): void {
    this.#drop();
    const bytes = this.guess?.bytes ?? 0;
    this.status = { kind: 'asking', bytes };
    this.#onChange();
  }

  /** Its file is not open (any more). */
  leave(): void {
    this.#drop();
    this.status = { kind: 'away' };
    this.#onChange();
  }

  dispose(): void {
    this.#drop();
  }

  #drop(): void {
    this.#work.abort();
    this.#work = new AbortController();
    this.points = undefined;
    this.status = { kind: 'waiting' };
  }

  /** Reads it where it is to be seen and has not been read. */
  #begin(): void {
    const plane = this.#plane;
    if (plane === undefined || !this.#shown || this.status.kind !== 'waiting') {
      return;
    }
    const { signal } = this.#work;
    this.#run(plane, signal).catch((error: unknown) => {
      const trouble = troubleOf(error);
      if (!signal.aborted && trouble !== undefined) {
        this.#become({ kind: 'failed', trouble }, signal);
      }
    });
  }

  async #run(plane: ShownPlane, signal: AbortSignal): Promise<void> {
    this.#become({ kind: 'looking' }, signal);
    const guess = await this.#look(signal);
    if (signal.aborted) {
      return;
    }
    this.guess = guess;
    this.#columns ??= guessedColumns(guess);
    const { longitude, latitude, magnitude, frame } = this.#columns;
    const costly = guess.bytes > UNASKED_BYTES && !this.#agreed;
    if (longitude === undefined || latitude === undefined || costly) {
      this.#become({ kind: 'asking', bytes: guess.bytes }, signal);
      return;
    }
    this.#become({ kind: 'loading', done: 0 }, signal);
    const batches = new Batches();
    const { file, hdu } = this.source;
    const table = { file, hdu, longitude, latitude, magnitude, frame };
    const { rows } = await this.#host.request(
      'markers',
      { ...plane.ref, table },
      {
        signal,
        onProgress: (batch) => {
          batches.add(batch);
          this.#become({ kind: 'loading', done: batches.done }, signal);
        },
      },
    );
    if (!signal.aborted) {
      const { width, height } = plane.plane;
      this.points = new PointIndex(batches.positions, batches.magnitudes, around(width, height));
      this.#become({ kind: 'ready', rows, onImage: countOn(this.points, width, height) }, signal);
    }
  }

  /** What its columns are, and what those chosen cost. */
  #look(signal: AbortSignal): Promise<MarkerGuess> {
    const { file, hdu } = this.source;
    const chosen = this.#columns;
    const columns = chosen && [chosen.longitude, chosen.latitude, chosen.magnitude];
    return this.#host.request(
      'guessMarkers',
      { file, hdu, columns: columns?.filter((column) => column !== undefined) },
      { signal },
    );
  }

  #become(status: OverlayStatus, signal: AbortSignal): void {
    if (!signal.aborted) {
      this.status = status;
      this.#onChange();
    }
  }
}

function around(width: number, height: number): PixelBox {
  return {
    x0: -0.5 - BESIDE * width,
    y0: -0.5 - BESIDE * height,
    x1: (1 + BESIDE) * width - 0.5,
    y1: (1 + BESIDE) * height - 0.5,
  };
}

function countOn({ positions }: PointIndex, width: number, height: number): number {
  let count = 0;
  for (let k = 0; k < positions.length; k += 2) {
    const [x, y] = [positions[k] as number, positions[k + 1] as number];
    count += x >= -0.5 && y >= -0.5 && x < width - 0.5 && y < height - 0.5 ? 1 : 0;
  }
  return count;
}
