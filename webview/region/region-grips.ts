import type { Shape } from '../../src/protocol/region';
import type { Picture } from '../image/picture';
import type { Position } from '../image/view';
import type { Grip } from '../overlay/tool';
import type { DragTool } from './drawn-shape';
import { drawnShape, hasExtent } from './drawn-shape';
import type { RegionModel } from './region-model';
import { newRegion } from './region-model';
import { movedShape, pulledShape } from './shape-edit';
import { boundsOf } from './shape-geometry';
import type { Handle } from './shape-handles';

/** An edit of the selected region that goes on while the pointer is held. */
interface Edit {
  /** Before the first change. */
  begin?(): void;
  shape(to: Position): Shape;
  /** It was no drag. */
  click(): void;
}

/** What becomes of regions while the pointer is held: they are moved, pulled at a handle, or drawn. */
export class RegionGrips {
  readonly #picture: Picture;
  readonly #model: RegionModel;
  #shift = false;
  #lastSize: number | undefined;

  constructor(picture: Picture, model: RegionModel) {
    this.#picture = picture;
    this.#model = model;
    const note = ({ shiftKey }: PointerEvent): void => {
      this.#shift = shiftKey;
    };
    // Before the picture's own listener: a grip is told of positions only.
    picture.canvas.addEventListener('pointermove', note, true);
    picture.canvas.addEventListener('pointerdown', note, true);
  }

  /** Half the size of the last region that was drawn, in pixels. */
  get lastSize(): number | undefined {
    return this.#lastSize;
  }

  /** Moves a region, which becomes the selected one. */
  moving(index: number, [x, y]: Position, click: () => void): Grip {
    const shape = this.#model.regions[index]?.shape as Shape;
    return this.#editing({
      begin: () => this.#model.select(index),
      shape: (to) => movedShape(shape, to[0] - x, to[1] - y),
      click,
    });
  }

  /** Pulls the selected region at one of its handles. `pulled` is told of each change. */
  pulling(handle: Handle, pulled: () => void, click: () => void): Grip {
    const shape = this.#model.selectedRegion?.shape as Shape;
    return this.#editing({
      shape: (to) => {
        pulled();
        return pulledShape(shape, handle, to, this.#shift);
      },
      click,
    });
  }

  /** Draws a region, from where the pointer was pressed. */
  drawing(tool: DragTool, from: Position, click: () => void): Grip {
    const model = this.#model;
    const move = (at: Position): void => {
      const to = this.#picture.camera.positionAt(at);
      if (to === undefined) {
        return;
      }
      const shape = drawnShape(tool, from, to, this.#shift);
      if (model.editing) {
        model.preview(shape);
      } else {
        model.beginNew(newRegion(shape));
      }
    };
    return {
      move,
      release: (at, moved) => {
        if (moved) {
          move(at);
          this.#settle();
        } else {
          click();
        }
      },
      abandon: () => model.abandon(),
    };
  }

  #editing(edit: Edit): Grip {
    const model = this.#model;
    const move = (at: Position): void => {
      const to = this.#picture.camera.positionAt(at);
      if (to !== undefined) {
        if (!model.editing) {
          edit.begin?.();
          model.begin();
        }
        model.preview(edit.shape(to));
      }
    };
    return {
      move,
      release: (at, moved) => {
        if (moved) {
          move(at);
          model.end();
        } else {
          edit.click();
        }
      },
      abandon: () => model.abandon(),
    };
  }

  /** What was drawn stays, if it is anything. */
  #settle(): void {
    const model = this.#model;
    const shape = model.selectedRegion?.shape;
    if (!model.editing) {
      return;
    }
    if (shape !== undefined && hasExtent(shape)) {
      const { x0, y0, x1, y1 } = boundsOf(shape);
      const size = Math.max(x1 - x0, y1 - y0) / 2;
      const inner = shape.kind === 'annulus' ? shape.inner : size;
      this.#lastSize = shape.kind === 'point' ? this.#lastSize : inner;
      model.end();
    } else {
      model.abandon();
    }
  }
}
