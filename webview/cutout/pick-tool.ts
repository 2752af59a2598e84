import type { Picture } from '../image/picture';
import type { Position } from '../image/view';
import type { Grip, PointerTool } from '../overlay/tool';

/** Takes one click on the picture; a drag pans it, as it does without the tool. */
export class PickTool implements PointerTool {
  readonly #picture: Picture;
  readonly #onPick: (pixel: Position) => void;
  readonly #onEnd: () => void;

  /** @param onEnd Escape: nothing is to be picked any more. */
  constructor(picture: Picture, onPick: (pixel: Position) => void, onEnd: () => void) {
    this.#picture = picture;
    this.#onPick = onPick;
    this.#onEnd = onEnd;
  }

  press(start: Position): Grip | undefined {
    const pixel = this.#picture.camera.pixelAt(start);
    let last = start;
    const pan = (to: Position): void => {
      this.#picture.drag(to[0] - last[0], to[1] - last[1]);
      last = to;
    };
    return (
      pixel && {
        move: pan,
        release: (at, moved) => (moved ? pan(at) : this.#onPick(pixel)),
        abandon: () => undefined,
      }
    );
  }

  hover(at: Position | undefined): string | undefined {
    return at && this.#picture.camera.pixelAt(at) ? 'copy' : undefined;
  }

  escape(): boolean {
    this.#onEnd();
    return true;
  }
}
