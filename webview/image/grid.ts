import type { GridReply } from '../../src/protocol/methods';
import type { PixelBox } from './view';

/** A grid of the host, ready to draw. Rows from the bottom up, as `GridReply` says. */
export interface Grid {
  readonly width: number;
  readonly height: number;
  readonly x0: number;
  readonly y0: number;
  readonly step: number;
  readonly kind: GridReply['kind'];
  readonly values: Float32Array;
}

/**
 * The grid of a reply.
 *
 * @throws Error where the number of values is not what the size says.
 */
export function gridOf(reply: GridReply): Grid {
  const { width, height, x0, y0, step, kind, values } = reply;
  if (values.byteLength !== width * height * 4 || !(step > 0)) {
    throw new Error(`A grid of ${width} × ${height} came with ${values.byteLength} bytes.`);
  }
  return {
    width,
    height,
    x0,
    y0,
    step,
    kind,
    values: floatsOf(values),
  };
}

/** The float32 values of a message. */
export function floatsOf(bytes: Uint8Array): Float32Array {
  // A view needs an aligned start; VS Code's messages do not promise one.
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  return new Float32Array(aligned.buffer, aligned.byteOffset, bytes.byteLength >> 2);
}

export function gridBytes(grid: Grid): number {
  return grid.values.byteLength;
}

export function overlaps(grid: Grid, box: PixelBox): boolean {
  return (
    grid.x0 < box.x1 &&
    grid.y0 < box.y1 &&
    grid.x0 + grid.width * grid.step > box.x0 &&
    grid.y0 + grid.height * grid.step > box.y0
  );
}
