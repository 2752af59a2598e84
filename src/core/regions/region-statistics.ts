import { SkybucketError, throwIfAborted } from '../errors';
import { nextTurn } from '../image/grid-rows';
import type { Plane } from '../image/plane';
import { statisticsOf, type StatisticsOptions, type StatisticsStep } from '../image/statistics';
import type { PlaneSky } from '../sky/plane-sky';
import { readSpans } from './read-spans';
import { countPixels, type RowSpans } from './row-spans';
import type { Shape } from './shape';
import { shapeSpans } from './shape-spans';
import { skyArea } from './sky-area';

/** Even counting the pixels of more rows would take minutes. */
const MOST_ROWS = 2 ** 28;

export interface RegionStatisticsStep extends StatisticsStep {
  /** Root of the mean square. */
  readonly rms: number;
  /** Square degrees of all pixels of the shape, whatever their value; undefined where they are not on the sky. */
  readonly area: number | undefined;
}

/**
 * Statistics of the pixels whose centres lie inside of a shape ({@link shapeSpans}), as `statistics` gives
 * those of a box. Only their rows and columns are read.
 *
 * @param sky what is behind the plane
 * @throws SkybucketError `too-large` for more rows than can be gone through, or what `statistics` throws.
 */
export async function* regionStatistics(
  plane: Plane,
  shape: Shape,
  sky: PlaneSky | undefined,
  options: StatisticsOptions = {},
): AsyncGenerator<RegionStatisticsStep> {
  const rows = shapeSpans(shape, plane);
  checkRows(rows);
  const pixels = await inTurns(countPixels(rows), options.signal);
  const area = sky && pixels > 0 ? await inTurns(skyArea(sky, rows), options.signal) : undefined;
  for await (const step of statisticsOf(readSpans(plane, rows, options), pixels, options.now)) {
    yield { ...step, rms: Math.hypot(step.mean, step.deviation), area };
  }
}

/** @throws SkybucketError `too-large` */
export function checkRows({ y0, y1 }: RowSpans): void {
  if (y1 - y0 > MOST_ROWS) {
    throw new SkybucketError('too-large', 'This shape has too many rows of pixels.', {
      hint: 'Choose a smaller one.',
    });
  }
}

/** Milliseconds that others on the thread wait at most. */
const TURN = 20;

/** The result of long work, with turns for others. */
async function inTurns<T>(
  work: Generator<void, T, void>,
  signal: AbortSignal | undefined,
): Promise<T> {
  let start = performance.now();
  for (;;) {
    const { done, value } = work.next();
    if (done === true) {
      return value;
    }
    if (performance.now() - start > TURN) {
      await nextTurn();
      start = performance.now();
    }
    throwIfAborted(signal);
  }
}
