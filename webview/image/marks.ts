import type { CrosshairState } from './aim';
import type { Camera } from './camera';
import type { Display } from './display';
import type { Limits } from '../../src/protocol/methods';
import type { Drawable } from './source';

export interface Marked {
  readonly camera: Camera;
  readonly display: Display;
  readonly crosshair: CrosshairState;
  /** The limits drawn with. */
  readonly limits: Limits;
  /** What is drawn, or undefined where there is nothing yet. */
  readonly shown: Drawable | undefined;
}

/** Says on the canvas how each of its pixels came to be, for tests and assistive technology. */
export function mark(canvas: HTMLCanvasElement, marked: Marked): void {
  const { camera, display, crosshair, limits, shown } = marked;
  const { placement, centre } = camera;
  const { turns, flipped } = display.orientation;
  const marks: Record<string, unknown> = {
    stretch: display.stretch,
    colours: display.colourMap,
    inverted: display.inverted,
    contrast: display.contrast,
    bias: display.bias,
    nan: display.blank.join(),
    turns,
    flipped,
    crosshair: crosshair.shown ? (crosshair.pixel?.join() ?? 'pointer') : 'none',
  };
  if (shown !== undefined && placement !== undefined) {
    Object.assign(marks, placement, limits, {
      state: shown.pending ? 'loading' : 'ready',
      kind: shown.kind,
      step: shown.step,
      centre: centre?.join(),
    });
  }
  for (const [name, value] of Object.entries(marks)) {
    if (canvas.dataset[name] !== String(value)) {
      canvas.dataset[name] = String(value);
    }
  }
}
