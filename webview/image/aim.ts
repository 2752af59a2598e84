import type { Camera } from './camera';
import { isInside } from './camera';
import type { Position } from './view';

/** The crosshair as the user has it, and as it is kept. */
export interface CrosshairState {
  readonly shown: boolean;
  /** The image pixel it is pinned to, or undefined while it follows the pointer. */
  readonly pixel: Position | undefined;
}

/** Which image pixel the viewer is about: the pinned one, else the one under the pointer. */
export class Aim {
  /** Canvas position of the pointer while it is over the canvas. */
  hover: Position | undefined;
  /** Whether the keyboard was used last: then it is about the middle where there is no pointer. */
  byKeyboard = false;
  readonly #camera: Camera;
  #crosshair: CrosshairState = { shown: false, pixel: undefined };

  constructor(camera: Camera) {
    this.#camera = camera;
  }

  get crosshair(): CrosshairState {
    return this.#crosshair;
  }

  set crosshair({ shown, pixel }: CrosshairState) {
    this.#crosshair = { shown, pixel: shown ? pixel : undefined };
  }

  get pinned(): Position | undefined {
    return this.#crosshair.pixel;
  }

  /** None without an image: a pinned pixel waits for the next one. */
  get pixel(): Position | undefined {
    if (this.#camera.image === undefined) {
      return undefined;
    }
    const hovered = this.hover && this.#camera.pixelAt(this.hover);
    const looked = this.hover === undefined && this.byKeyboard;
    return this.pinned ?? hovered ?? (looked ? this.#camera.centrePixel : undefined);
  }

  /**
   * A click pins the crosshair that is shown, or unpins it where it is.
   *
   * @param near how far beside a small pixel still is on it, in device pixels.
   */
  click(at: Position, near: number): void {
    const { shown, pixel: pinned } = this.#crosshair;
    const pixel = this.#camera.pixelAt(at);
    if (shown && pixel !== undefined) {
      this.#crosshair = {
        shown,
        pixel: pinned && this.#isOn(pinned, at, near) ? undefined : pixel,
      };
    }
  }

  /** Moves the pinned pixel, else the middle one, on the screen. False while there is no crosshair. */
  nudge(right: number, up: number): boolean {
    const from = this.pinned ?? this.#camera.centrePixel;
    const pixel = from && this.#camera.pixelBeside(from, right, up);
    if (!this.#crosshair.shown || pixel === undefined) {
      return false;
    }
    this.#crosshair = { shown: true, pixel };
    this.#camera.reveal(pixel);
    return true;
  }

  unpin(): boolean {
    const { shown, pixel } = this.#crosshair;
    this.#crosshair = { shown, pixel: undefined };
    return pixel !== undefined;
  }

  /** Unpins what is not a pixel of the image on show. */
  bound(): void {
    const { image } = this.#camera;
    if (this.pinned !== undefined && image !== undefined && !isInside(this.pinned, image)) {
      this.unpin();
    }
  }

  #isOn(pixel: Position, at: Position, near: number): boolean {
    const middle = this.#camera.canvasPosition(pixel);
    const reach = Math.max((this.#camera.view?.zoom ?? 0) / 2, near);
    return (
      middle !== undefined &&
      Math.abs(at[0] - middle[0]) <= reach &&
      Math.abs(at[1] - middle[1]) <= reach
    );
  }
}
