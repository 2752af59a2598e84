import type { Position } from './view';

export interface GestureHandlers {
  /** The canvas position, in device pixels, of a pointer event. */
  position(event: { readonly clientX: number; readonly clientY: number }): Position;
  onPan(right: number, down: number): void;
  onZoom(factor: number, x: number, y: number): void;
  /** The pointer is at a canvas position, or has left. */
  onHover(position: Position | undefined): void;
}

/** Wheel units of one line and of one page, for mice that report those. */
const WHEEL_UNIT = [1, 16, 400] as const;

/** Drag to pan, wheel and pinch to zoom. A trackpad's pinch is a wheel with Ctrl held. */
export function listenToGestures(canvas: HTMLCanvasElement, handlers: GestureHandlers): void {
  const pointers = new Map<number, Position>();

  canvas.addEventListener('pointerdown', (event) => {
    if (event.button === 0) {
      canvas.setPointerCapture(event.pointerId);
      pointers.set(event.pointerId, handlers.position(event));
      canvas.classList.add('dragging');
    }
  });

  canvas.addEventListener('pointermove', (event) => {
    const to = handlers.position(event);
    const from = pointers.get(event.pointerId);
    if (from !== undefined) {
      pointers.set(event.pointerId, to);
      const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
      if (other === undefined) {
        handlers.onPan(to[0] - from[0], to[1] - from[1]);
      } else {
        pinch(from, to, other, handlers);
      }
    }
    handlers.onHover(to);
  });

  const release = (event: PointerEvent): void => {
    pointers.delete(event.pointerId);
    canvas.classList.toggle('dragging', pointers.size > 0);
  };
  canvas.addEventListener('pointerup', release);
  canvas.addEventListener('pointercancel', release);
  canvas.addEventListener('pointerleave', () => handlers.onHover(undefined));

  canvas.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const pixels = event.deltaY * (WHEEL_UNIT[event.deltaMode] ?? 1);
      // One notch (100 pixels) is a fifth of an octave or so; a pinch sends small numbers.
      const speed = event.ctrlKey ? 0.01 : 0.0016;
      const factor = Math.exp(-Math.min(Math.max(pixels, -400), 400) * speed);
      const [x, y] = handlers.position(event);
      handlers.onZoom(factor, x, y);
    },
    { passive: false },
  );
}

/** One of two fingers moved: the spread zooms about their middle, the middle pans. */
function pinch(from: Position, to: Position, other: Position, handlers: GestureHandlers): void {
  const before = Math.hypot(from[0] - other[0], from[1] - other[1]);
  const after = Math.hypot(to[0] - other[0], to[1] - other[1]);
  handlers.onPan((to[0] - from[0]) / 2, (to[1] - from[1]) / 2);
  if (before > 0 && after > 0) {
    handlers.onZoom(after / before, (to[0] + other[0]) / 2, (to[1] + other[1]) / 2);
  }
}
