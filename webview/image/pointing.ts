import { MAX_CONTRAST } from './adjust';
import type { Aim } from './aim';
import type { Camera } from './camera';
import type { DisplayModel } from './display';
import type { Drawing } from './drawing';
import { Gestures } from './gestures';
import type { PointerTool } from '../overlay/tool';

/** How near to the pinned pixel a click must be to be on it, in CSS pixels. */
const NEAR = 6;

export interface Pointed {
  readonly camera: Camera;
  readonly aim: Aim;
  readonly display: DisplayModel;
  readonly drawing: Drawing;
  /** Whether a plain drag draws a rubber band. */
  isBoxZoom(): boolean;
  /** What takes presses before the picture does. */
  tool(): PointerTool | undefined;
  onBoxZoomed(): void;
  /** The pointer is elsewhere. */
  onHover(): void;
  onResetColours(): void;
}

/** What the gestures on the canvas do to the picture. */
export function pointAt(pointed: Pointed): Gestures {
  const { camera, aim, display, drawing } = pointed;
  const { surface, overlay } = drawing;
  return new Gestures(surface.canvas, {
    position: (event) => surface.position(event),
    drawsBand: () => pointed.isBoxZoom(),
    tool: () => pointed.tool(),
    onPan: (right, down) => {
      camera.pan(right, down);
      drawing.invalidate();
    },
    onZoom: (factor, x, y) => {
      camera.zoomTo((camera.view?.zoom ?? 1) * factor, [x, y]);
      drawing.invalidate();
    },
    onHover: (position) => {
      aim.hover = position;
      aim.byKeyboard = false;
      pointed.onHover();
    },
    onClick: (position) => {
      aim.click(position, NEAR * devicePixelRatio);
      drawing.invalidate();
    },
    onBand: (band) => {
      if (band === undefined) {
        overlay.band.hide();
      } else {
        overlay.band.show(...band, surface.size);
      }
    },
    onBandDone: (from, to) => {
      camera.zoomToBox(from, to);
      pointed.onBoxZoomed();
      drawing.invalidate();
    },
    onColours: (right, up) => {
      const { width, height } = surface.size;
      const { bias, contrast } = display.current;
      display.change({
        bias: bounded(bias + right / width, 1),
        contrast: bounded(contrast + (MAX_CONTRAST * up) / height, MAX_CONTRAST),
      });
    },
    onColoursReset: () => pointed.onResetColours(),
  });
}

function bounded(value: number, most: number): number {
  return Math.min(Math.max(value, 0), most);
}
