import { SharedTask } from '../bytes/shared-task';
import type { Grid } from '../image/grid';
import type { PlaneOptions } from '../image/plane';
import type { PlaneView } from '../image/plane-view';

/** Grid pixels of a piece along each axis, without the margin. */
export const PIECE = 256;

/** Pieces that are kept, 270 kB each: neighbouring tiles are made of the same ones. */
const MOST_PIECES = 48;

/** A square of the plane at one step, cut at its edges. */
export interface PieceRef {
  readonly step: number;
  readonly column: number;
  readonly row: number;
}

interface Kept {
  grid: Grid | undefined;
  readonly task: SharedTask<Grid>;
}

/**
 * Tiles of a view on a fixed lattice, with one grid pixel beyond each edge, so that values can be
 * interpolated across it.
 */
export class Pieces {
  /** The one used last stands last. */
  private readonly kept = new Map<string, Kept>();

  constructor(private readonly view: PlaneView) {}

  async piece(ref: PieceRef, options: PlaneOptions): Promise<Grid> {
    const key = `${ref.step}/${ref.column}/${ref.row}`;
    const kept = this.kept.get(key) ?? this.begun(ref);
    this.kept.delete(key);
    this.kept.set(key, kept);
    for (const oldest of [...this.kept.keys()].slice(0, -MOST_PIECES)) {
      this.kept.delete(oldest);
    }
    return (kept.grid ??= await kept.task.join(options));
  }

  private begun({ step, column, row }: PieceRef): Kept {
    const { width, height } = this.view.plane;
    const side = PIECE * step;
    const box = {
      x0: Math.max(0, column * side - step),
      y0: Math.max(0, row * side - step),
      x1: Math.min((column + 1) * side + step, width),
      y1: Math.min((row + 1) * side + step, height),
    };
    return {
      grid: undefined,
      task: new SharedTask((options) => this.view.tile(box, step, options)),
    };
  }
}
