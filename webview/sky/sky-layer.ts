import type { Camera } from '../image/camera';
import type { OverlayLayer } from '../overlay/layer';
import type { OverlayStand } from '../overlay/stand';
import { troubleOf } from '../image/host';
import type { Box } from './boxes';
import type { CanvasMap } from './canvas-map';
import { canvasMap, directionOf, imageBox } from './canvas-map';
import { barBox, barRoom, compassBox, drawCompass, drawScaleBar, hasCorners } from './draw-corners';
import { drawGrid } from './draw-grid';
import { GridRequest } from './grid-request';
import { scaleBar } from './scale-bar';
import type { SkyLook } from './sky-look';
import type { SkyModel } from './sky-model';
import { FRAME_LABELS } from './sky-state';
import type { Surroundings } from './surroundings';

/** The grid over the picture, and compass and scale bar in its corners. */
export class SkyLayer implements OverlayLayer {
  readonly #model: SkyModel;
  readonly #look: SkyLook;
  readonly #surroundings: Surroundings;
  readonly #grid: GridRequest;

  constructor(stand: OverlayStand, model: SkyModel, look: SkyLook, surroundings: Surroundings) {
    this.#model = model;
    this.#look = look;
    this.#surroundings = surroundings;
    this.#grid = new GridRequest(stand.host, {
      onLines: () => stand.picture.redrawOverlay(),
      onError: (error) => {
        const trouble = troubleOf(error);
        if (trouble !== undefined) {
          stand.say(trouble);
        }
        stand.picture.redrawOverlay();
      },
    });
  }

  /** The grid is of something else from now on. */
  reset(): void {
    this.#grid.reset();
  }

  draw(context: CanvasRenderingContext2D, camera: Camera): void {
    const { ref, state } = this.#model;
    const map = canvasMap(camera);
    const image = imageBox(camera);
    const around = this.#surroundings.boxes;
    if (ref === undefined || map === undefined || image === undefined) {
      return;
    }
    const about = { ref, frame: state.frame, style: state.style };
    if (state.compass || state.scaleBar) {
      this.#look.look(camera, about);
    }
    const corners = this.#corners(context, camera, map, around);
    if (state.grid) {
      this.#grid.look(camera, about);
      const taken = [...around, ...corners.map(({ box }) => box)];
      const { lines } = this.#grid;
      drawGrid(context, { lines, style: state.style, map, box: image, taken });
    }
    for (const corner of corners) {
      corner.draw();
    }
  }

  #corners(
    context: CanvasRenderingContext2D,
    camera: Camera,
    map: CanvasMap,
    around: readonly Box[],
  ): { readonly box: Box; readonly draw: () => void }[] {
    const { state } = this.#model;
    const { reply } = this.#look;
    const { canvas } = camera;
    if (reply === undefined || !hasCorners(canvas)) {
      return [];
    }
    const { scale } = reply;
    const corners: { readonly box: Box; readonly draw: () => void }[] = [];
    if (state.scaleBar) {
      const bar = scaleBar(map, scale, barRoom(canvas));
      const box = barBox(context, canvas, bar, around);
      if (box !== undefined) {
        corners.push({ box, draw: () => drawScaleBar(context, box, bar) });
      }
    }
    const box = compassBox(canvas, [...around, ...corners.map((corner) => corner.box)]);
    if (state.compass && scale !== undefined && box !== undefined) {
      const north = directionOf(map, scale.north);
      const east = directionOf(map, scale.east);
      const frame = state.frame === 'own' ? (reply.frame ?? '') : FRAME_LABELS[state.frame];
      corners.push({ box, draw: () => drawCompass(context, box, north, east, frame) });
    }
    return corners;
  }
}
