import { nestedPixels } from '../../healpix/nested';
import { neighbours } from '../../healpix/neighbours';
import { orderForSize } from '../../healpix/order';
import { pixelRanges, type PixelRanges, rangesAt } from '../../healpix/pixel-ranges';
import type { Directions } from '../../sky/frames';
import { Turns } from '../../table/turns';
import { turned } from './sky-zones';

const DEGREE = Math.PI / 180;
/** Pixels are so many times as large as the radius, so that what is near a place lies in its pixel or beside it. */
const ROOM = 8;
/** Pixels of less than an arcminute say nothing new of what is to be read. */
const MOST_ORDER = 12;
/** Ranges of pixels that a query is given; coarser pixels where there are more. */
const MOST_RANGES = 50_000;
/** Places around each: a ring that is wide enough for the circle to lie inside the polygon of its places. */
const AROUND = 8;
const WIDER = 1.3;
const STEP = 8192;

/**
 * Pixels that hold all that lies within a radius of some directions, and little more.
 *
 * @param radius degrees, at most a degree or a few
 * @throws SkybucketError `cancelled`
 */
export async function cellsAround(
  directions: Directions,
  radius: number,
  signal?: AbortSignal,
): Promise<PixelRanges> {
  const order = Math.max(0, Math.min(MOST_ORDER, orderForSize(ROOM * radius) - 1));
  const turns = new Turns(signal);
  const pixels = new Set<number>();
  const rows = directions.longitude.length;
  for (let from = 0; from < rows; from += STEP) {
    const some = {
      longitude: directions.longitude.slice(from, from + STEP),
      latitude: directions.latitude.slice(from, from + STEP),
    };
    addCells(order, some, radius, pixels);
    if (turns.over) {
      await turns.next();
    }
  }
  const bounds = new Float64Array(2 * pixels.size);
  let at = 0;
  for (const pixel of pixels) {
    bounds[at++] = pixel;
    bounds[at++] = pixel + 1;
  }
  let ranges = pixelRanges(order, bounds);
  while (ranges.bounds.length > 2 * MOST_RANGES && ranges.order > 0) {
    ranges = rangesAt(ranges, ranges.order - 1);
  }
  return ranges;
}

/** Ranges in the ASCII form of the MOC standard; empty for none. */
export function mocTextOf({ order, bounds }: PixelRanges): string {
  const parts: string[] = [];
  for (let k = 0; k < bounds.length; k += 2) {
    const [first, last] = [bounds[k] as number, (bounds[k + 1] as number) - 1];
    parts.push(first === last ? String(first) : `${first}-${last}`);
  }
  return `${order}/${parts.join(' ')}`;
}

function addCells(order: number, directions: Directions, radius: number, into: Set<number>): void {
  const own = nestedPixels(order, directions);
  const beside = Array.from({ length: AROUND }, (_, k) =>
    nestedPixels(order, moved(directions, radius * WIDER, (360 * k) / AROUND)),
  );
  own.forEach((pixel, row) => {
    if (pixel < 0) {
      return;
    }
    into.add(pixel);
    if (beside.some((pixels) => pixels[row] !== pixel)) {
      neighbours(order, pixel).forEach((other) => {
        if (other >= 0) {
          into.add(other);
        }
      });
    }
  });
}

/** The same directions, each moved along a great circle; degrees. */
function moved({ longitude, latitude }: Directions, by: number, angle: number): Directions {
  const [s, c] = [Math.sin(by * DEGREE), Math.cos(by * DEGREE)];
  const [sa, ca] = [Math.sin(angle * DEGREE), Math.cos(angle * DEGREE)];
  const out = {
    longitude: new Float64Array(longitude.length),
    latitude: new Float64Array(longitude.length),
  };
  for (let k = 0; k < longitude.length; k++) {
    const lat = (latitude[k] as number) * DEGREE;
    const [sl, cl] = [Math.sin(lat), Math.cos(lat)];
    const sine = sl * c + cl * s * ca;
    out.latitude[k] = Math.asin(Math.min(1, Math.max(-1, sine))) / DEGREE;
    out.longitude[k] = turned(
      (longitude[k] as number) + Math.atan2(sa * s * cl, c - sl * sine) / DEGREE,
    );
  }
  return out;
}
