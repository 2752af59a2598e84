import type { Picture } from '../image/picture';
import type { Position } from '../image/view';
import type { Grip, PointerTool, Press } from '../overlay/tool';
import { ChoiceLayer } from './choice-layer';

export type ChoiceShape = 'box' | 'lasso';

/** Places of a lasso are so far apart, in device pixels, and so many at most. */
const STRIDE = 4;
const MOST_PLACES = 2000;

export interface ChoiceListener {
  /** @param outline image positions. @param add they join those that are chosen. */
  onChoose(outline: readonly Position[], add: boolean): void;
  /** It is the tool of the picture from now on, or no longer. */
  onActive(): void;
}

/** Chooses markers with a box or a lasso, once: then the pointer pans again. Shift adds to what is chosen. */
export class ChoiceTool implements PointerTool {
  readonly #picture: Picture;
  readonly #listener: ChoiceListener;
  readonly #layer = new ChoiceLayer();
  #shape: ChoiceShape = 'box';
  /** It is being taken out of the picture's hands. */
  #leaving = false;

  constructor(picture: Picture, listener: ChoiceListener) {
    this.#picture = picture;
    this.#listener = listener;
    picture.addLayer(this.#layer);
  }

  /** Undefined while it is not the tool of the picture. */
  get shape(): ChoiceShape | undefined {
    return this.#picture.tool === this ? this.#shape : undefined;
  }

  set shape(shape: ChoiceShape | undefined) {
    this.#shape = shape ?? this.#shape;
    this.#picture.tool = shape === undefined ? undefined : this;
    this.#listener.onActive();
  }

  press(start: Position, { shift }: Press): Grip {
    const places: Position[] = [start];
    const draw = (outline: readonly Position[]): void => {
      const { camera } = this.#picture;
      this.#layer.outline = outline.flatMap((at) => {
        const position = camera.positionAt(at);
        return position === undefined ? [] : [position];
      });
      this.#picture.redrawOverlay();
    };
    const follow = (to: Position): void => {
      if (this.#shape === 'box') {
        draw([start, [to[0], start[1]], to, [start[0], to[1]]]);
        return;
      }
      const last = places.at(-1) as Position;
      const far = Math.hypot(to[0] - last[0], to[1] - last[1]) >= STRIDE;
      if (far && places.length < MOST_PLACES) {
        places.push(to);
      }
      draw([...places, to]);
    };
    return {
      move: follow,
      release: (at, moved) => {
        if (!moved) {
          draw([]);
          return;
        }
        follow(at);
        const { outline } = this.#layer;
        draw([]);
        this.#leave();
        this.#listener.onChoose(outline, shift);
      },
      abandon: () => draw([]),
    };
  }

  hover(): string {
    return 'crosshair';
  }

  escape(): boolean {
    if (this.#leaving) {
      return false;
    }
    this.#leave();
    return true;
  }

  #leave(): void {
    this.#leaving = true;
    this.shape = undefined;
    this.#leaving = false;
  }
}
