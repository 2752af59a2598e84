import { Canvas, type DrawnRow } from './canvas';
import { readsEveryPixel } from './cost';
import { checkFrame, frameOf, type Grid, type GridKind } from './grid';
import { sampledPoints } from './grid-points';
import { averagedRows, sampledRows } from './grid-rows';
import type { Box, Plane, PlaneOptions } from './plane';
import { costOfBlock, firstPoints, hasLongRows, sparseRows } from './sampling';

/** What a sampled tile may cost. At steps up to 8, 256 rows of 256 float32 pixels are no more. */
const SAMPLED_TILE_BYTES = 2 * 2 ** 20;

/**
 * The box at one grid pixel per `step × step` image pixels. Only the rows that are needed are read:
 * with step 1 every pixel of the box (`exact`), otherwise all of them (`averaged`) where that is
 * cheap, else one row of each block (`sampled`), or of every second, fourth … where image rows are so
 * long that these would be more than a tile is worth, or single pixels where one of them would be.
 * Where the file ends inside the box, the rows it lacks are NaN.
 *
 * @throws SkybucketError `protocol` for a box outside the plane, `truncated` where the file has no row
 *   of it, `cancelled`, or what reading throws.
 */
export async function readTile(
  plane: Plane,
  box: Box,
  step: number,
  options: PlaneOptions = {},
): Promise<Grid> {
  const frame = frameOf(box, step);
  checkFrame(plane, frame);
  const kind: GridKind = step === 1 ? 'exact' : readsEveryPixel(plane) ? 'averaged' : 'sampled';
  const canvas = new Canvas(frame);
  const draw = async (rows: AsyncIterable<DrawnRow>): Promise<void> => {
    const drawn = canvas.draw(rows);
    while ((await drawn.next()).done !== true);
  };
  if (kind === 'averaged') {
    await draw(averagedRows(plane, frame, options));
  } else if (kind === 'exact') {
    await draw(
      sampledRows(
        plane,
        frame,
        Array.from({ length: frame.height }, (_, j) => j),
        options,
      ),
    );
  } else if (costOfBlock(plane, frame) > SAMPLED_TILE_BYTES && hasLongRows(plane, frame)) {
    const { rows, columns, columnSpacing } = firstPoints(plane, frame, SAMPLED_TILE_BYTES);
    await draw(sampledPoints(plane, frame, rows, columns, options));
    canvas.columnSpacing = columnSpacing;
  } else {
    await draw(sampledRows(plane, frame, sparseRows(plane, frame, SAMPLED_TILE_BYTES), options));
  }
  const grid = canvas.picture(kind);
  if (canvas.truncated && !grid.filled.includes(1)) {
    throw canvas.truncated;
  }
  return grid;
}
