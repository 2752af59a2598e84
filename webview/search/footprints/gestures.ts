import type { Spot } from './sky-map';

export interface Gestures {
  onHover(spot: Spot | undefined): void;
  onClick(spot: Spot): void;
  /** A drag begins; all that follow until the next one belong to it. */
  onGrab(spot: Spot): void;
  onDrag(spot: Spot): void;
  onZoom(factor: number, spot: Spot): void;
}

/** How far a pressed pointer strays before it drags. */
const SLOP = 3;

/** How much a double click zooms in. */
const CLOSER = 0.4;

/** A drag moves the sky, the wheel zooms, a double click zooms in. */
export function listenToSky(element: HTMLElement, gestures: Gestures): void {
  const spotOf = (event: MouseEvent): Spot => {
    const { left, top } = element.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };
  let press: { readonly from: Spot } | undefined;
  /** Since the pointer was pressed last. */
  let moved = false;

  element.addEventListener('pointerdown', (event) => {
    press = { from: spotOf(event) };
    moved = false;
    element.setPointerCapture(event.pointerId);
    gestures.onGrab(press.from);
  });
  element.addEventListener('pointermove', (event) => {
    const at = spotOf(event);
    if (press === undefined) {
      gestures.onHover(at);
      return;
    }
    moved ||= Math.hypot(at[0] - press.from[0], at[1] - press.from[1]) > SLOP;
    if (moved) {
      gestures.onDrag(at);
    }
  });
  element.addEventListener('click', (event) => {
    // The second of a double click selects nothing else.
    if (!moved && event.detail <= 1) {
      gestures.onClick(spotOf(event));
    }
  });
  element.addEventListener('lostpointercapture', () => {
    press = undefined;
  });
  element.addEventListener('pointerleave', () => gestures.onHover(undefined));
  element.addEventListener('dblclick', (event) => gestures.onZoom(CLOSER, spotOf(event)));
  element.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 30 : 1;
      const turn = Math.min(Math.max(event.deltaY * lines, -200), 200);
      gestures.onZoom(Math.exp(turn * 0.002), spotOf(event));
    },
    { passive: false },
  );
}
