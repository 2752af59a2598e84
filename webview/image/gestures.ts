import type { Grip, PointerTool } from '../overlay/tool';
import type { Position } from './view';

export interface GestureHandlers {
  /** The canvas position, in device pixels, of a pointer event. */
  position(event: { readonly clientX: number; readonly clientY: number }): Position;
  /** Whether a plain drag draws a rubber band instead of panning. */
  drawsBand(): boolean;
  /** What takes presses of the left button first. */
  tool(): PointerTool | undefined;
  onPan(right: number, down: number): void;
  onZoom(factor: number, x: number, y: number): void;
  /** The pointer is at a canvas position, or has left. */
  onHover(position: Position | undefined): void;
  /** Pressed and let go in one place. */
  onClick(position: Position): void;
  /** A rubber band reaches from one canvas position to the other; undefined when there is none any more. */
  onBand(band: readonly [from: Position, to: Position] | undefined): void;
  /** The rubber band was let go. */
  onBandDone(from: Position, to: Position): void;
  /** Dragged with the right button, in device pixels. */
  onColours(right: number, up: number): void;
  /** Pressed twice with the right button. */
  onColoursReset(): void;
}

type DragKind = 'pan' | 'band' | 'colours' | 'grip';

interface Drag {
  readonly start: Position;
  kind: DragKind;
  at: Position;
  /** Whether it went far enough not to be a click. */
  moved: boolean;
  /** What a tool holds. */
  readonly grip: Grip | undefined;
}

/** Wheel units of one line and of one page, for mice that report those. */
const WHEEL_UNIT = [1, 16, 400] as const;
/** How far a pressed pointer may stray and still click, in CSS pixels: a finger is less steady. */
const SLOP = { fine: 3, touch: 8 } as const;
const DRAG_CLASS = { pan: 'dragging', band: 'banding', colours: 'colouring' } as const;
/** Two presses within this time and distance are a double click, in milliseconds and CSS pixels. */
const DOUBLE = { time: 400, distance: 6 } as const;

/**
 * Drags, clicks, wheel and pinch on the canvas. Left or middle button drags pan, right button drags
 * change the colours (Ctrl does for a trackpad without one), Shift draws a rubber band. A trackpad's
 * pinch is a wheel with Ctrl held.
 */
export class Gestures {
  readonly #canvas: HTMLCanvasElement;
  readonly #handlers: GestureHandlers;
  readonly #drags = new Map<number, Drag>();
  #lastPress: { readonly at: Position; readonly time: number } | undefined;

  constructor(canvas: HTMLCanvasElement, handlers: GestureHandlers) {
    this.#canvas = canvas;
    this.#handlers = handlers;
    canvas.addEventListener('pointerdown', (event) => this.#press(event));
    canvas.addEventListener('pointermove', (event) => this.#move(event));
    canvas.addEventListener('pointerup', (event) => this.#release(event));
    canvas.addEventListener('pointercancel', (event) => this.#drop(event.pointerId));
    canvas.addEventListener('lostpointercapture', (event) => this.#drop(event.pointerId));
    canvas.addEventListener('pointerleave', (event) => {
      // A finger that was lifted still points at what it tapped.
      if (event.pointerType !== 'touch') {
        handlers.onHover(undefined);
        this.#aimTool(undefined);
      }
    });
    canvas.addEventListener('mousedown', (event) => this.#mouseDown(event));
    canvas.addEventListener('contextmenu', (event) => event.preventDefault());
    canvas.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
  }

  /** Lets go of the rubber band that is being drawn; false where there is none. */
  abandonBand(): boolean {
    const banding = [...this.#drags].filter(([, { kind }]) => kind === 'band');
    banding.forEach(([id]) => this.#drop(id));
    return banding.length > 0;
  }

  /** Makes a tool let go of what it holds; false where it holds nothing. */
  abandonGrip(): boolean {
    const held = [...this.#drags].filter(([, { kind }]) => kind === 'grip');
    held.forEach(([id]) => this.#drop(id));
    return held.length > 0;
  }

  /** The cursor that the tool wants over the picture. */
  set toolCursor(cursor: string | undefined) {
    this.#canvas.style.cursor = cursor ?? '';
  }

  #press(event: PointerEvent): void {
    const plain = kindOf(event, this.#handlers.drawsBand());
    if (plain === undefined) {
      return;
    }
    const at = this.#handlers.position(event);
    const grip = this.#takeGrip(event, at);
    const kind = grip === undefined ? plain : 'grip';
    this.#canvas.setPointerCapture(event.pointerId);
    this.#drags.set(event.pointerId, { start: at, kind, at, moved: false, grip });
    if (this.#drags.size > 1) {
      // Two fingers pinch, whatever the first began.
      this.#handlers.onBand(undefined);
      for (const drag of this.#drags.values()) {
        if (drag.kind === 'grip') {
          drag.grip?.abandon();
        }
        drag.kind = 'pan';
        drag.moved = true;
      }
    }
    this.#dress();
    this.#handlers.onHover(at);
  }

  #move(event: PointerEvent): void {
    const to = this.#handlers.position(event);
    const drag = this.#drags.get(event.pointerId);
    if (drag !== undefined) {
      const slop = SLOP[event.pointerType === 'touch' ? 'touch' : 'fine'] * devicePixelRatio;
      drag.moved ||= Math.hypot(to[0] - drag.start[0], to[1] - drag.start[1]) > slop;
      if (drag.moved) {
        this.#drag(drag, to);
        drag.at = to;
      }
    }
    if (drag === undefined) {
      this.#aimTool(to);
    }
    this.#handlers.onHover(to);
  }

  /** A tool takes what would pan; with Shift it is the tool's too, unless a rubber band was asked for. */
  #takeGrip(event: PointerEvent, at: Position): Grip | undefined {
    const tool = this.#handlers.tool();
    const isPlain = event.button === 0 && !event.ctrlKey && !this.#handlers.drawsBand();
    const last = this.#lastPress;
    this.#lastPress = { at, time: event.timeStamp };
    if (tool === undefined || !isPlain || this.#drags.size > 0) {
      return undefined;
    }
    const double =
      last !== undefined &&
      event.timeStamp - last.time < DOUBLE.time &&
      Math.hypot(at[0] - last.at[0], at[1] - last.at[1]) < DOUBLE.distance * devicePixelRatio;
    return tool.press(at, { shift: event.shiftKey, alt: event.altKey, double });
  }

  #aimTool(at: Position | undefined): void {
    this.toolCursor = this.#handlers.tool()?.hover(at);
  }

  #drag(drag: Drag, to: Position): void {
    const right = to[0] - drag.at[0];
    const down = to[1] - drag.at[1];
    const other = [...this.#drags.values()].find((each) => each !== drag);
    if (other !== undefined) {
      this.#pinch(drag.at, to, other.at);
    } else if (drag.kind === 'pan') {
      this.#handlers.onPan(right, down);
    } else if (drag.kind === 'band') {
      this.#handlers.onBand([drag.start, to]);
    } else if (drag.kind === 'grip') {
      drag.grip?.move(to);
    } else {
      this.#handlers.onColours(right, -down);
    }
  }

  /** One of two fingers moved: the spread zooms about their middle, the middle pans. */
  #pinch(from: Position, to: Position, other: Position): void {
    const before = Math.hypot(from[0] - other[0], from[1] - other[1]);
    const after = Math.hypot(to[0] - other[0], to[1] - other[1]);
    this.#handlers.onPan((to[0] - from[0]) / 2, (to[1] - from[1]) / 2);
    if (before > 0 && after > 0) {
      this.#handlers.onZoom(after / before, (to[0] + other[0]) / 2, (to[1] + other[1]) / 2);
    }
  }

  #release(event: PointerEvent): void {
    const drag = this.#drags.get(event.pointerId);
    const at = this.#handlers.position(event);
    if (drag?.kind === 'grip') {
      this.#drags.delete(event.pointerId);
      drag.grip?.release(at, drag.moved);
      this.#aimTool(at);
      return;
    }
    this.#drop(event.pointerId);
    if (drag === undefined) {
      return;
    }
    if (!drag.moved && event.button === 0 && drag.kind !== 'colours') {
      this.#handlers.onClick(at);
    } else if (drag.moved && drag.kind === 'band') {
      this.#handlers.onBandDone(drag.start, at);
    }
  }

  #drop(id: number): void {
    const drag = this.#drags.get(id);
    this.#drags.delete(id);
    this.#dress();
    if (drag?.kind === 'band') {
      this.#handlers.onBand(undefined);
    } else if (drag?.kind === 'grip') {
      drag.grip?.abandon();
    }
  }

  /** The cursor tells what the drag does. */
  #dress(): void {
    const kinds = new Set([...this.#drags.values()].map(({ kind }) => kind));
    for (const kind of ['pan', 'band', 'colours'] as const) {
      this.#canvas.classList.toggle(DRAG_CLASS[kind], kinds.has(kind));
    }
  }

  #mouseDown(event: MouseEvent): void {
    // Otherwise the middle button would scroll, and Shift would extend a selection elsewhere.
    if (event.button !== 0 || event.shiftKey) {
      event.preventDefault();
      this.#canvas.focus({ preventScroll: true });
    }
    if (event.button === 2 && event.detail === 2) {
      this.#handlers.onColoursReset();
    }
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault();
    const pixels = event.deltaY * (WHEEL_UNIT[event.deltaMode] ?? 1);
    if (pixels === 0) {
      return; // Sideways only: that is no zoom, and "fit" stays.
    }
    // One notch (100 pixels) is a fifth of an octave or so; a pinch sends small numbers.
    const speed = event.ctrlKey ? 0.01 : 0.0016;
    const factor = Math.exp(-Math.min(Math.max(pixels, -400), 400) * speed);
    const [x, y] = this.#handlers.position(event);
    this.#handlers.onZoom(factor, x, y);
  }
}

function kindOf(event: PointerEvent, drawsBand: boolean): DragKind | undefined {
  switch (event.button) {
    case 0:
      if (event.ctrlKey) {
        return 'colours';
      }
      return event.shiftKey || drawsBand ? 'band' : 'pan';
    case 1:
      return 'pan';
    case 2:
      return 'colours';
    default:
      return undefined;
  }
}
