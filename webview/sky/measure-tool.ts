import type { Picture } from '../image/picture';
import type { Position } from '../image/view';
import type { Grip, PointerTool, Press } from '../overlay/tool';
import type { Measurement } from './measure';

/** Draws a line from where the pointer is pressed to where it is let go; Shift keeps it level or upright. */
export class MeasureTool implements PointerTool {
  readonly #picture: Picture;
  readonly #measurement: Measurement;
  readonly #onChange: () => void;
  /** It is being taken out of the picture's hands. */
  #leaving = false;

  /** `onChange`: it is the tool of the picture from now on, or no longer. */
  constructor(picture: Picture, measurement: Measurement, onChange: () => void) {
    this.#picture = picture;
    this.#measurement = measurement;
    this.#onChange = onChange;
  }

  get active(): boolean {
    return this.#picture.tool === this;
  }

  set active(active: boolean) {
    if (active !== this.active) {
      this.#picture.tool = active ? this : undefined;
      this.#onChange();
    }
  }

  press(start: Position, { shift }: Press): Grip | undefined {
    const { camera } = this.#picture;
    const from = camera.positionAt(start);
    if (from === undefined) {
      return undefined;
    }
    const before = this.#measurement.ends;
    const measure = (at: Position): void => {
      const to = camera.positionAt(shift ? straight(start, at) : at);
      if (to !== undefined) {
        this.#measurement.set(from, to);
      }
    };
    return {
      move: measure,
      release: (at, moved) => (moved ? measure(at) : this.#measurement.clear()),
      abandon: () => {
        if (before === undefined) {
          this.#measurement.clear();
        } else {
          this.#measurement.set(before.from, before.to);
        }
      },
    };
  }

  hover(): string {
    return 'crosshair';
  }

  /** The line goes first, then the tool. */
  escape(): boolean {
    if (this.#leaving) {
      return false;
    }
    if (this.#measurement.ends !== undefined) {
      this.#measurement.clear();
    } else {
      this.#leaving = true;
      this.active = false;
      this.#leaving = false;
    }
    return true;
  }
}

/** The position level with the start, or straight above or below it, that is nearest. */
function straight(start: Position, [x, y]: Position): Position {
  return Math.abs(x - start[0]) >= Math.abs(y - start[1]) ? [x, start[1]] : [start[0], y];
}
