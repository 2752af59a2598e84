import type { Picture } from '../image/picture';
import type { Position } from '../image/view';
import type { MarkedPoint } from './marked-point';
import type { MarkerLayer } from './marker-layer';

/** How near the pointer must be to a marker, in CSS pixels. */
const REACH = 8;

/** How far a pressed pointer may stray and still click, in CSS pixels. */
const SLOP = { fine: 3, touch: 8 } as const;

export interface MarkerPointerListener {
  /** The pointer is over a marker, or over none; where, in CSS pixels of the picture. */
  onHover(marked: MarkedPoint | undefined, at: Position): void;
  onClick(marked: MarkedPoint): void;
}

/**
 * Hovers and clicks on markers. It listens beside the gestures of the picture and takes nothing from them, so that
 * a drag that begins on a marker pans; where a tool takes presses it is silent.
 */
export class MarkerPointer {
  readonly #picture: Picture;
  readonly #layer: MarkerLayer;
  #pressed: { readonly at: Position; readonly marked: MarkedPoint } | undefined;

  constructor(picture: Picture, layer: MarkerLayer, listener: MarkerPointerListener) {
    this.#picture = picture;
    this.#layer = layer;
    const { canvas } = picture;
    const leave = (): void => listener.onHover(undefined, [0, 0]);
    canvas.addEventListener('pointermove', (event) => {
      const slop = SLOP[event.pointerType === 'touch' ? 'touch' : 'fine'];
      if (this.#pressed !== undefined && distance(this.#pressed.at, event) > slop) {
        this.#pressed = undefined;
      }
      const marked = event.buttons === 0 ? this.#markedAt(event) : undefined;
      if (marked !== undefined) {
        canvas.style.cursor = 'pointer';
      } else if (canvas.style.cursor === 'pointer') {
        canvas.style.cursor = '';
      }
      listener.onHover(marked, [event.offsetX, event.offsetY]);
    });
    canvas.addEventListener('pointerleave', leave);
    canvas.addEventListener('pointerdown', (event) => {
      const plain = event.button === 0 && event.isPrimary && !event.ctrlKey && !event.shiftKey;
      const marked = plain ? this.#markedAt(event) : undefined;
      this.#pressed = marked && { at: [event.clientX, event.clientY], marked };
    });
    canvas.addEventListener('pointerup', () => {
      const pressed = this.#pressed;
      this.#pressed = undefined;
      if (pressed !== undefined) {
        listener.onClick(pressed.marked);
      }
    });
    canvas.addEventListener('pointercancel', () => {
      this.#pressed = undefined;
    });
  }

  #markedAt(event: PointerEvent): MarkedPoint | undefined {
    const { canvas } = this.#picture;
    if (this.#layer.tables.length === 0) {
      return undefined;
    }
    const { left, top, width } = canvas.getBoundingClientRect();
    const ratio = canvas.width / width;
    const at = [(event.clientX - left) * ratio, (event.clientY - top) * ratio] as const;
    return this.#picture.takes(at) ? undefined : this.#layer.nearest(at, REACH * ratio);
  }
}

function distance(from: Position, { clientX, clientY }: PointerEvent): number {
  return Math.hypot(clientX - from[0], clientY - from[1]);
}
