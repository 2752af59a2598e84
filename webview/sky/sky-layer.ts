import type { SkyReply } from '../../src/protocol/sky';
import type { Camera } from '../image/camera';
import type { OverlayLayer } from '../overlay/layer';
import type { OverlayStand } from '../overlay/stand';
import type { Host } from '../image/host';
import { troubleOf } from '../image/host';
import type { Box } from './boxes';
import type { CanvasMap } from './canvas-map';
import { canvasMap, directionOf, imageBox } from './canvas-map';
import { barBox, barRoom, compassBox, drawCompass, drawScaleBar, hasCorners } from './draw-corners';
import { drawGrid } from './draw-grid';
import { gridLines, skyReply } from './export-requests';
import type { SkyLine } from './grid-request';
import { GridRequest } from './grid-request';
import { scaleBar } from './scale-bar';
import type { SkyLook } from './sky-look';
import type { SkyModel } from './sky-model';
import { FRAME_LABELS } from './sky-state';
import type { Surroundings } from './surroundings';

interface CornersOf {
  readonly map: CanvasMap;
  readonly around: readonly Box[];
  readonly reply: SkyReply | undefined;
}

/** The grid over the picture, and compass and scale bar in its corners. */
export class SkyLayer implements OverlayLayer {
  readonly #model: SkyModel;
  readonly #look: SkyLook;
  readonly #surroundings: Surroundings;
  readonly #grid: GridRequest;
  readonly #host: Host;
  /** For an exported picture of another view, which has nothing around it. */
  #prepared: { camera: Camera; lines: readonly SkyLine[]; reply: SkyReply | undefined } | undefined;

  constructor(stand: OverlayStand, model: SkyModel, look: SkyLook, surroundings: Surroundings) {
    this.#model = model;
    this.#look = look;
    this.#surroundings = surroundings;
    this.#host = stand.host;
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

  async prepare(camera: Camera, signal: AbortSignal): Promise<void> {
    const { ref, state } = this.#model;
    if (ref === undefined || camera.box === undefined) {
      return;
    }
    const { grid, compass, scaleBar: bar, frame, style } = state;
    const about = { ref, frame, style };
    const [lines, reply] = await Promise.all([
      grid ? gridLines(this.#host, camera, about, signal) : [],
      compass || bar ? skyReply(this.#host, camera, about, signal) : undefined,
    ]);
    this.#prepared = { camera, lines, reply };
  }

  draw(context: CanvasRenderingContext2D, camera: Camera): void {
    const { ref, state } = this.#model;
    const map = canvasMap(camera);
    const image = imageBox(camera);
    const prepared = this.#prepared?.camera === camera ? this.#prepared : undefined;
    const around = prepared === undefined ? this.#surroundings.boxes : [];
    if (ref === undefined || map === undefined || image === undefined) {
      return;
    }
    const about = { ref, frame: state.frame, style: state.style };
    if (prepared === undefined && (state.compass || state.scaleBar)) {
      this.#look.look(camera, about);
    }
    const reply = prepared === undefined ? this.#look.reply : prepared.reply;
    const corners = this.#corners(context, camera, { map, around, reply });
    if (state.grid) {
      if (prepared === undefined) {
        this.#grid.look(camera, about);
      }
      const taken = [...around, ...corners.map(({ box }) => box)];
      const { lines } = prepared ?? this.#grid;
      drawGrid(context, { lines, style: state.style, map, box: image, taken });
    }
    for (const corner of corners) {
      corner.draw();
    }
  }

  #corners(
    context: CanvasRenderingContext2D,
    camera: Camera,
    { map, around, reply }: CornersOf,
  ): { readonly box: Box; readonly draw: () => void }[] {
    const { state } = this.#model;
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
