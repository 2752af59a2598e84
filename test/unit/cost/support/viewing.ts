import type { Grid } from '../../../../src/core/image/grid';
import { PlaneView } from '../../../../src/core/image/plane-view';
import type { Box, Plane } from '../../../../src/core/image/plane';
import { type Tile, tilesInSight } from '../../../../webview/image/tiles';
import { rampValue } from './ramp-image';

/** The tiles the page asks for to show a part of the image at this step: those in the middle first. */
function tilesOf(box: Box, step: number, image: Plane): Tile[] {
  const focus = [(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2] as const;
  return tilesInSight({ box, zoom: 1 / step, focus }, image);
}

/** A viewer that shows a part of a plane at a time and drops what has left it. */
export class Viewing {
  readonly view: PlaneView;
  private readonly underWay = new Map<string, AbortController>();
  private readonly shown = new Map<string, Promise<Grid | undefined>>();

  constructor(readonly plane: Plane) {
    this.view = new PlaneView(plane);
  }

  /** Asks in one turn for what is new in view, and cancels what is no longer in it. */
  look(view: Box, step: number): void {
    const tiles = new Map(tilesOf(view, step, this.plane).map((tile) => [tile.key, tile]));
    for (const [key, cancel] of this.underWay) {
      if (!tiles.has(key)) {
        cancel.abort();
        this.underWay.delete(key);
        this.shown.delete(key);
      }
    }
    for (const [key, box] of tiles) {
      if (!this.shown.has(key)) {
        const cancel = new AbortController();
        this.underWay.set(key, cancel);
        const tile = this.view.tile(box, step, { signal: cancel.signal }).finally(() => {
          this.underWay.delete(key);
        });
        this.shown.set(
          key,
          tile.catch(() => undefined),
        );
      }
    }
  }

  /** The tiles now in view, when they are all there. */
  async grids(): Promise<Grid[]> {
    const grids = await Promise.all(this.shown.values());
    return grids.filter((grid) => grid !== undefined);
  }
}

/** How many pixels of exact tiles of a ramp image are wrong. */
export function wrongPixels(width: number, { frame: { box, width: w }, values }: Grid): number {
  return values.reduce((wrong, value, k) => {
    const [x, y] = [box.x0 + (k % w), box.y0 + Math.floor(k / w)];
    return wrong + (value === rampValue(width, x, y) ? 0 : 1);
  }, 0);
}
