export interface SpectrumGestures {
  /** Zooms by a factor about a position of the plot, in CSS pixels from its left. */
  onZoom(factor: number, left: number): void;
  /** Moves what is seen to the right, in CSS pixels. */
  onPan(right: number): void;
  /** A range is being drawn between two positions; undefined when there is none any more. */
  onBand(band: readonly [from: number, to: number] | undefined): void;
  onBandDone(from: number, to: number): void;
  onAll(): void;
}

/** Wheel units of one line and of one page, for mice that report those. */
const WHEEL_UNIT = [1, 16, 400] as const;
/** How far a pressed pointer may stray and still click, in CSS pixels. */
const SLOP = 3;

/**
 * Wheel zooms (sideways, or with Shift, it pans), a drag zooms to the range it draws, a drag with Shift or
 * the middle button pans, a double click shows everything.
 */
export function listenToGestures(over: HTMLElement, gestures: SpectrumGestures): void {
  const left = (event: MouseEvent): number => event.clientX - over.getBoundingClientRect().left;
  over.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const unit = WHEEL_UNIT[event.deltaMode] ?? 1;
      const sideways = event.shiftKey ? event.deltaX + event.deltaY : event.deltaX;
      if (event.shiftKey || Math.abs(sideways) > Math.abs(event.deltaY)) {
        gestures.onPan(sideways * unit);
        return;
      }
      const pixels = Math.min(Math.max(event.deltaY * unit, -400), 400);
      // One notch (100 pixels) is a fifth of an octave or so; a pinch sends small numbers.
      gestures.onZoom(Math.exp(-pixels * (event.ctrlKey ? 0.01 : 0.0016)), left(event));
    },
    { passive: false },
  );
  over.addEventListener('pointerdown', (down) => {
    const pans = down.button === 1 || (down.button === 0 && down.shiftKey);
    if (down.button !== 0 && !pans) {
      return;
    }
    down.preventDefault();
    over.parentElement?.closest<HTMLElement>('[tabindex]')?.focus({ preventScroll: true });
    over.setPointerCapture(down.pointerId);
    const start = left(down);
    let at = start;
    let moved = false;
    const move = (event: PointerEvent): void => {
      const to = left(event);
      moved ||= Math.abs(to - start) > SLOP;
      if (moved && pans) {
        gestures.onPan(at - to);
      } else if (moved) {
        gestures.onBand([start, to]);
      }
      at = to;
    };
    const stop = new AbortController();
    const { signal } = stop;
    over.addEventListener('pointermove', move, { signal });
    over.addEventListener(
      'pointerup',
      () => {
        if (moved && !pans) {
          gestures.onBandDone(start, at);
        }
      },
      { signal },
    );
    over.addEventListener(
      'lostpointercapture',
      () => {
        stop.abort();
        gestures.onBand(undefined);
      },
      { signal },
    );
  });
  over.addEventListener('dblclick', () => gestures.onAll());
}
