import { wheelFactor } from '../column/drag-range';

/** Positions in CSS pixels from the upper left corner of the element. */
export type Spot = readonly [x: number, y: number];

export interface PlotGestures {
  onHover(at: Spot | undefined): void;
  onClick(at: Spot): void;
  /** A box is being drawn; undefined where there is none any more. */
  onBox(box: readonly [from: Spot, to: Spot] | undefined): void;
  onBoxDone(from: Spot, to: Spot): void;
  onPan(right: number, down: number): void;
  onZoom(factor: number, at: Spot): void;
  onReset(): void;
}

/** How far a pressed pointer strays before it drags. */
const SLOP = 3;

/** A drag draws a box to zoom to; with Shift, or by another button, it pans. The wheel zooms. */
export function listenToPlot(element: HTMLElement, gestures: PlotGestures): void {
  const spotOf = (event: MouseEvent): Spot => {
    const { left, top } = element.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };
  let drag: { readonly from: Spot; at: Spot; readonly pans: boolean; moved: boolean } | undefined;

  element.addEventListener('pointerdown', (event) => {
    const from = spotOf(event);
    drag = { from, at: from, pans: event.button !== 0 || event.shiftKey, moved: false };
    element.setPointerCapture(event.pointerId);
  });
  element.addEventListener('pointermove', (event) => {
    const at = spotOf(event);
    if (drag === undefined) {
      gestures.onHover(at);
      return;
    }
    drag.moved ||= Math.hypot(at[0] - drag.from[0], at[1] - drag.from[1]) > SLOP;
    if (drag.moved && drag.pans) {
      gestures.onPan(at[0] - drag.at[0], at[1] - drag.at[1]);
    } else if (drag.moved) {
      gestures.onBox([drag.from, at]);
    }
    drag.at = at;
  });
  element.addEventListener('pointerup', (event) => {
    const done = drag;
    drag = undefined;
    gestures.onBox(undefined);
    if (done?.moved === false && event.button === 0) {
      gestures.onClick(spotOf(event));
    } else if (done?.moved === true && !done.pans) {
      gestures.onBoxDone(done.from, spotOf(event));
    }
  });
  element.addEventListener('lostpointercapture', () => {
    drag = undefined;
    gestures.onBox(undefined);
  });
  element.addEventListener('pointerleave', () => gestures.onHover(undefined));
  element.addEventListener('dblclick', () => gestures.onReset());
  element.addEventListener('contextmenu', (event) => event.preventDefault());
  element.addEventListener('mousedown', (event) => {
    // Otherwise the middle button would scroll, and Shift extend a selection elsewhere.
    if (event.button !== 0 || event.shiftKey) {
      event.preventDefault();
      element.focus({ preventScroll: true });
    }
  });
  element.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      gestures.onZoom(wheelFactor(event), spotOf(event));
    },
    { passive: false },
  );
}
