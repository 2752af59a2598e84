import { pixelBorder } from '../healpix/boundaries';
import { pixelCentres } from '../healpix/centres';
import { nestedPixels } from '../healpix/nested';
import { MOST_NUMBER_ORDER } from '../healpix/order';
import type { Turns } from '../table/turns';
import { eachPoint, type PlottedRows } from './plotted-rows';

const DEGREE = Math.PI / 180;
/** A little more than the cells that a cap has on the average. */
const CELLS = 24_000;
/** Directions whose pixels are looked up at once. */
const BATCH = 4096;

/** All within `radius` of a direction; degrees. */
export interface Cap {
  readonly longitude: number;
  readonly latitude: number;
  readonly radius: number;
}

export interface SkyPoints {
  /** Rows with a direction: finite, the latitude no more than 90°. */
  readonly directions: number;
  readonly within: number;
  /** Longitude and latitude of points or of the middles of cells, in turns. */
  readonly points: Float64Array;
  /** Rows of the points; empty for cells. */
  readonly rows: Uint32Array;
  /** Rows in each cell; empty for points. */
  readonly counts: Uint32Array;
  /** Four corners of each cell, unit vectors. */
  readonly corners: Float64Array;
  /** Width of a cell, degrees; undefined for points. */
  readonly cell: number | undefined;
}

/**
 * The rows of a cap, or their counts in cells of HEALPix where there are more than `most`.
 *
 * @param rows longitude and latitude, degrees
 * @throws SkybucketError `cancelled`
 */
export async function skyPoints(
  rows: PlottedRows,
  cap: Cap,
  most: number,
  turns: Turns,
  onProgress: (done: number) => void,
): Promise<SkyPoints> {
  const isWithin = capTest(cap);
  const found = new Uint32Array(most);
  let directions = 0;
  let within = 0;
  await eachPoint(
    rows,
    turns,
    (longitude, latitude, row) => {
      if (Math.abs(latitude) <= 90) {
        directions += 1;
        if (isWithin(longitude, latitude)) {
          if (within < most) {
            found[within] = row;
          }
          within += 1;
        }
      }
    },
    (done) => onProgress(done / 2),
  );
  if (within > most) {
    const order = orderFor(cap);
    const cells = await countCells(rows, order, isWithin, turns, (done) =>
      onProgress((1 + done) / 2),
    );
    return { directions, within, ...cellsOf(order, cells), rows: new Uint32Array(0) };
  }
  const points = new Float64Array(2 * within);
  for (let k = 0; k < within; k++) {
    const row = found[k] as number;
    points[2 * k] = rows.x[row] as number;
    points[2 * k + 1] = rows.y[row] as number;
  }
  return {
    ...{ directions, within, points, rows: found.slice(0, within) },
    ...{ counts: new Uint32Array(0), corners: new Float64Array(0), cell: undefined },
  };
}

/** A circle around all rows with a direction; undefined for none. @throws SkybucketError `cancelled` */
export async function capAround(rows: PlottedRows, turns: Turns): Promise<Cap | undefined> {
  const sum = [0, 0, 0] as [number, number, number];
  const vector = [0, 0, 0] as [number, number, number];
  let count = 0;
  await eachPoint(rows, turns, (longitude, latitude) => {
    if (Math.abs(latitude) <= 90) {
      direct(longitude, latitude, vector);
      sum[0] += vector[0];
      sum[1] += vector[1];
      sum[2] += vector[2];
      count += 1;
    }
  });
  const length = Math.hypot(...sum);
  if (count === 0 || length < 1e-9 * count) {
    return count === 0 ? undefined : { longitude: 0, latitude: 0, radius: 180 };
  }
  const middle = sum.map((value) => value / length) as [number, number, number];
  let chord = 0;
  await eachPoint(rows, turns, (longitude, latitude) => {
    if (Math.abs(latitude) <= 90) {
      direct(longitude, latitude, vector);
      const [x, y, z] = [vector[0] - middle[0], vector[1] - middle[1], vector[2] - middle[2]];
      const square = x * x + y * y + z * z;
      chord = square > chord ? square : chord;
    }
  });
  const turn = Math.atan2(middle[1], middle[0]) / DEGREE;
  return {
    longitude: (turn + 360) % 360,
    latitude: Math.asin(Math.min(1, Math.max(-1, middle[2]))) / DEGREE,
    radius: (2 * Math.asin(Math.min(1, Math.sqrt(chord) / 2))) / DEGREE,
  };
}

/** Whether a direction lies in a cap; its chord, unlike a cosine, tells near ones apart. */
export function capTest(cap: Cap): (longitude: number, latitude: number) => boolean {
  if (cap.radius >= 180) {
    return () => true;
  }
  const middle = [0, 0, 0] as [number, number, number];
  const vector = [0, 0, 0] as [number, number, number];
  direct(cap.longitude, cap.latitude, middle);
  const chord = 2 * Math.sin((cap.radius * DEGREE) / 2);
  const square = chord * chord;
  return (longitude, latitude) => {
    // Most rows lie beside the band of the cap: no sine is needed for them.
    if (Math.abs(latitude - cap.latitude) > cap.radius) {
      return false;
    }
    direct(longitude, latitude, vector);
    const [x, y, z] = [vector[0] - middle[0], vector[1] - middle[1], vector[2] - middle[2]];
    return x * x + y * y + z * z <= square;
  };
}

/** The order at which a cap has about {@link CELLS} cells. */
export function orderFor({ radius }: Cap): number {
  const share = Math.max(Math.sin((Math.min(radius, 180) * DEGREE) / 2) ** 2, 1e-30);
  const order = Math.floor(Math.log2(CELLS / 12 / share) / 2 + 0.5);
  return Math.min(Math.max(order, 0), MOST_NUMBER_ORDER);
}

async function countCells(
  rows: PlottedRows,
  order: number,
  isWithin: (longitude: number, latitude: number) => boolean,
  turns: Turns,
  onProgress: (done: number) => void,
): Promise<Map<number, number>> {
  const counts = new Map<number, number>();
  const longitude = new Float64Array(BATCH);
  const latitude = new Float64Array(BATCH);
  let waiting = 0;
  const flush = (): void => {
    const directions = {
      longitude: longitude.subarray(0, waiting),
      latitude: latitude.subarray(0, waiting),
    };
    for (const pixel of nestedPixels(order, directions)) {
      counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
    }
    waiting = 0;
  };
  await eachPoint(
    rows,
    turns,
    (x, y) => {
      if (Math.abs(y) <= 90 && isWithin(x, y)) {
        longitude[waiting] = x;
        latitude[waiting] = y;
        waiting += 1;
        if (waiting === BATCH) {
          flush();
        }
      }
    },
    onProgress,
  );
  flush();
  return counts;
}

function cellsOf(
  order: number,
  cells: ReadonlyMap<number, number>,
): Pick<SkyPoints, 'points' | 'counts' | 'corners' | 'cell'> {
  const pixels = [...cells.keys()];
  const { longitude, latitude } = pixelCentres(order, pixels);
  const points = new Float64Array(2 * pixels.length);
  const corners = new Float64Array(12 * pixels.length);
  const vector = [0, 0, 0] as [number, number, number];
  pixels.forEach((pixel, k) => {
    points[2 * k] = longitude[k] as number;
    points[2 * k + 1] = latitude[k] as number;
    const border = pixelBorder(order, pixel);
    for (let corner = 0; corner < 4; corner++) {
      direct(border.longitude[corner] as number, border.latitude[corner] as number, vector);
      corners.set(vector, 12 * k + 3 * corner);
    }
  });
  const counts = Uint32Array.from(cells.values());
  return { points, counts, corners, cell: Math.sqrt(Math.PI / 3) / 2 ** order / DEGREE };
}

/** Writes the unit vector of a direction. */
function direct(longitude: number, latitude: number, out: [number, number, number]): void {
  const [l, b] = [longitude * DEGREE, latitude * DEGREE];
  const c = Math.cos(b);
  out[0] = c * Math.cos(l);
  out[1] = c * Math.sin(l);
  out[2] = Math.sin(b);
}
