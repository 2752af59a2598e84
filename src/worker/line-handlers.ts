import { SkybucketError } from '../core/errors';
import { PlaneLine, type LineBins } from '../core/image/line';
import type { Plane, PlaneOptions } from '../core/image/plane';
import type { PlaneView } from '../core/image/plane-view';
import { MOST_LINE_POINTS, type LineReply, type PlaneRef } from '../protocol/methods';
import type { RpcHandlers } from '../protocol/rpc-server';
import type { ImageMethods } from './methods';

export type OpenPlane = (ref: PlaneRef, options: PlaneOptions) => Promise<PlaneView>;

/** Answers what is asked about images of one row. */
export function lineHandlers(open: OpenPlane): Pick<RpcHandlers<ImageMethods>, 'line'> {
  // Only of the line last looked at are values kept: they may take a hundred megabytes.
  let last: { readonly plane: Plane; readonly line: PlaneLine } | undefined;

  return {
    line: async ({ x0, x1, points, ...ref }, { signal, progress }) => {
      const { plane } = await open(ref, { signal });
      checkLine(plane, x0, x1, points);
      if (last?.plane !== plane) {
        last = { plane, line: new PlaneLine(plane) };
      }
      const onProgress = (done: number): void => void progress({ done });
      return lineReply(await last.line.bins({ x0, x1 }, points, { signal, onProgress }));
    },
  };
}

/** @throws SkybucketError `protocol` unless the pixels are some of the line, in bins that can be made. */
function checkLine(plane: Plane, x0: number, x1: number, points: number): void {
  const inside =
    Number.isSafeInteger(x0) && Number.isSafeInteger(x1) && x0 >= 0 && x1 <= plane.width;
  if (!inside || x0 >= x1) {
    throw new SkybucketError(
      'protocol',
      `There are no pixels [${x0}, ${x1}) in a line of ${plane.width}.`,
    );
  }
  if (!Number.isSafeInteger(points) || points < 1 || points > MOST_LINE_POINTS) {
    throw new SkybucketError(
      'protocol',
      `There is no line of ${points} points; it can have 1 to ${MOST_LINE_POINTS}.`,
    );
  }
}

function lineReply({ mean, min, max, ...bins }: LineBins): LineReply {
  return { ...bins, mean: bytesOf(mean), min: bytesOf(min), max: bytesOf(max) };
}

/** Every platform VS Code runs on is little-endian. */
function bytesOf({ buffer, byteOffset, byteLength }: Float64Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
