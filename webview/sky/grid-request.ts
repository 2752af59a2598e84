import type { PlaneRef } from '../../src/protocol/methods';
import type { SkyFrame } from '../../src/protocol/position';
import type { GridLine } from '../../src/protocol/sky';
import type { Camera } from '../image/camera';
import type { Host } from '../image/host';
import type { Size } from '../image/view';
import { simplified } from './grid-simplify';
import type { SkyStyle } from './position-words';
import { ViewRequest } from './view-request';

/** A line of the grid, ready to be drawn. */
export interface SkyLine {
  readonly text: Readonly<Record<SkyStyle, string>>;
  /** Image positions, `x, y` in turns; a pair with a NaN interrupts the line. */
  readonly positions: Float64Array;
}

/** What a grid is asked for. */
interface Wanted {
  readonly ref: PlaneRef;
  readonly frame: SkyFrame;
  readonly style: SkyStyle;
  /** Image positions. */
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  /** Device pixels per image pixel. */
  readonly zoom: number;
  readonly lines: number;
}

/** Room between two lines of a kind, and the longest straight piece of one, in CSS pixels. */
const SPACING = 130;
const PIECE = 8;
/** How far a line may be drawn from its place, in device pixels. */
const TOLERANCE = 0.15;
/** How far beyond what is seen the grid reaches, in its size, so that panning finds lines. */
const BEYOND = 0.4;
const SOON = 0.1;
/** And how far beyond the image: lines must cross its edges to be labelled there. */
const OVER_EDGE = 0.02;
/** From this change of the zoom on, lines are too many or too few. */
const ZOOM_CHANGE = 1.5;

export interface GridRequestListener {
  onLines(): void;
  onError(error: unknown): void;
}

/** The lines of the grid over what is seen and a bit more, asked for anew as the view moves. */
export class GridRequest {
  readonly #request: ViewRequest<Wanted, readonly SkyLine[]>;
  #lines: readonly SkyLine[] = [];

  constructor(host: Host, listener: GridRequestListener) {
    this.#request = new ViewRequest<Wanted, readonly SkyLine[]>({
      ask: async ({ ref, zoom, ...params }, signal) => {
        const pixelsPerPoint = (PIECE * devicePixelRatio) / zoom;
        const asked = { ...ref, ...params, pixelsPerPoint };
        const { lines } = await host.request('skyGrid', asked, { signal });
        return lines.map((line) => skyLine(line, zoom));
      },
      onReply: (lines) => {
        this.#lines = lines;
        listener.onLines();
      },
      onError: (error) => {
        this.#lines = [];
        listener.onError(error);
      },
    });
  }

  /** What there is now. */
  get lines(): readonly SkyLine[] {
    return this.#lines;
  }

  /** Sees to it that there are lines for what is seen. */
  look(camera: Camera, about: Pick<Wanted, 'ref' | 'frame' | 'style'>): void {
    const { box, view, image } = camera;
    if (box === undefined || view === undefined || image === undefined) {
      return;
    }
    const [width, height] = [box.x1 - box.x0, box.y1 - box.y0];
    const [wide, high] = [BEYOND * width, BEYOND * height];
    const asked = {
      x0: Math.max(box.x0 - wide, leastPosition(image.width)),
      y0: Math.max(box.y0 - high, leastPosition(image.height)),
      x1: Math.min(box.x1 + wide, mostPosition(image.width)),
      y1: Math.min(box.y1 + high, mostPosition(image.height)),
    };
    const more = (asked.x1 - asked.x0 + asked.y1 - asked.y0) / (width + height);
    const wanted = {
      ...about,
      ...asked,
      zoom: view.zoom,
      lines: Math.max(Math.round(more * linesOver({ width, height }, view.zoom)), 2),
    };
    // Near the end of the lines there are to be more before they are in sight.
    const [soonX, soonY] = [SOON * width, SOON * height];
    this.#request.want(
      wanted,
      (other) =>
        other.style === wanted.style &&
        other.x0 <= Math.max(box.x0 - soonX, -0.5) &&
        other.y0 <= Math.max(box.y0 - soonY, -0.5) &&
        other.x1 >= Math.min(box.x1 + soonX, image.width) - 0.5 &&
        other.y1 >= Math.min(box.y1 + soonY, image.height) - 0.5 &&
        Math.max(other.zoom / view.zoom, view.zoom / other.zoom) < ZOOM_CHANGE,
    );
  }

  /** The grid is of something else from now on, or there is none. */
  reset(): void {
    this.#request.reset();
    this.#lines = [];
  }
}

/** How many lines each way there are to be over a box of image pixels. */
function linesOver({ width, height }: Size, zoom: number): number {
  const seen = ((width + height) / 2) * (zoom / devicePixelRatio);
  return Math.max(seen / SPACING, 2);
}

function leastPosition(side: number): number {
  return -0.5 - OVER_EDGE * side;
}

function mostPosition(side: number): number {
  return side - 0.5 + OVER_EDGE * side;
}

function skyLine(line: GridLine, zoom: number): SkyLine {
  const { sexagesimal, degrees } = line;
  // Copied: numbers may begin anywhere in a message, but not in an array.
  const positions = new Float64Array(line.positions.slice().buffer);
  return { text: { sexagesimal, degrees }, positions: simplified(positions, TOLERANCE / zoom) };
}
