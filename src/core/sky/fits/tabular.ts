import { inverseOf } from './linear';

/** A coordinate array with the axes it gives coordinates for (FITS WCS paper III, section 6). */
export interface CoordinateArray {
  /** The world axes, counted from 0, by their number in the array. */
  readonly axes: readonly number[];
  /** Points along each axis, the first the fastest. */
  readonly lengths: readonly number[];
  /** Coordinates, those of one point side by side. */
  readonly values: Float64Array;
  /** Index vectors, where the array has them. */
  readonly indices: readonly (Float64Array | undefined)[];
}

const SEEDS = 512;
const MOST_STEPS = 60;

/** A look-up table both ways: `psi` are intermediate coordinates plus CRVAL. */
export class Tabular {
  private readonly size: number;

  constructor(private readonly array: CoordinateArray) {
    this.size = array.axes.length;
  }

  /** Turns psi into coordinates, in place: one array for each axis of the table. */
  toWorld(psi: readonly Float64Array[]): void {
    const at = new Array<number>(this.size).fill(0);
    const out = new Array<number>(this.size).fill(0);
    for (let k = 0; k < (psi[0]?.length ?? 0); k += 1) {
      for (let m = 0; m < this.size; m += 1) {
        const value = psi[m]?.[k] as number;
        const index = this.array.indices[m];
        at[m] = index === undefined ? value - 1 : placeIn(index, value);
      }
      const found = this.coordinates(at, out);
      for (let m = 0; m < this.size; m += 1) {
        (psi[m] as Float64Array)[k] = found ? (out[m] as number) : NaN;
      }
    }
  }

  /** Turns coordinates into psi, in place. */
  toPlane(world: readonly Float64Array[]): void {
    const wanted = new Array<number>(this.size).fill(0);
    for (let k = 0; k < (world[0]?.length ?? 0); k += 1) {
      for (let m = 0; m < this.size; m += 1) {
        wanted[m] = world[m]?.[k] as number;
      }
      const at = this.size === 1 ? this.along(wanted[0] as number) : this.search(wanted);
      for (let m = 0; m < this.size; m += 1) {
        const place = at?.[m];
        const index = this.array.indices[m];
        (world[m] as Float64Array)[k] =
          place === undefined ? NaN : index === undefined ? place + 1 : valueAt(index, place);
      }
    }
  }

  /** Interpolates at a place counted from 0; half a step beyond the ends is still inside. */
  private coordinates(at: readonly number[], out: number[]): boolean {
    const { lengths, values } = this.array;
    const size = this.size;
    out.fill(0);
    for (let corner = 0; corner < 1 << size; corner += 1) {
      let weight = 1;
      let place = 0;
      let stride = size;
      for (let m = 0; m < size; m += 1) {
        const length = lengths[m] as number;
        const t = at[m] as number;
        if (!(t >= -0.5 - 1e-10 && t <= length - 0.5 + 1e-10)) {
          return false;
        }
        const low = Math.min(Math.max(Math.floor(t), 0), Math.max(length - 2, 0));
        const upper = (corner >> m) & 1;
        weight *= length === 1 ? 1 - upper : upper === 1 ? t - low : 1 - (t - low);
        place += (length === 1 ? 0 : low + upper) * stride;
        stride *= length;
      }
      if (weight !== 0) {
        for (let m = 0; m < size; m += 1) {
          out[m] = (out[m] as number) + weight * (values[place + m] as number);
        }
      }
    }
    return true;
  }

  /** The place of a coordinate in a vector that rises or falls. */
  private along(wanted: number): number[] | undefined {
    const place = placeIn(this.array.values, wanted);
    return Number.isNaN(place) ? undefined : [place];
  }

  /** Newton's method from the nearest of a few points of the array. */
  private search(wanted: readonly number[]): number[] | undefined {
    const size = this.size;
    const at = this.seed(wanted);
    const out = new Array<number>(size).fill(0);
    const near = new Array<number>(size).fill(0);
    for (let n = 0; n < MOST_STEPS; n += 1) {
      if (!this.coordinates(at, out)) {
        return undefined;
      }
      const slopes = new Float64Array(size * size);
      for (let j = 0; j < size; j += 1) {
        const t = at[j] as number;
        const step = t + 1e-4 > (this.array.lengths[j] as number) - 0.5 ? -1e-4 : 1e-4;
        at[j] = t + step;
        this.coordinates(at, near);
        at[j] = t;
        for (let i = 0; i < size; i += 1) {
          slopes[i * size + j] = ((near[i] as number) - (out[i] as number)) / step;
        }
      }
      const inverse = inverseOf({ size, elements: slopes });
      if (!inverse) {
        return undefined;
      }
      let most = 0;
      for (let i = 0; i < size; i += 1) {
        let step = 0;
        for (let j = 0; j < size; j += 1) {
          step +=
            (inverse.elements[i * size + j] as number) *
            ((wanted[j] as number) - (out[j] as number));
        }
        const limit = (this.array.lengths[i] as number) - 0.5;
        at[i] = Math.min(Math.max((at[i] as number) + step, -0.5), limit);
        most = Math.max(most, Math.abs(step));
      }
      if (most < 1e-11) {
        return at;
      }
    }
    return undefined;
  }

  private seed(wanted: readonly number[]): number[] {
    const { lengths, values } = this.array;
    const points = values.length / this.size;
    const every = Math.max(1, Math.floor(points / SEEDS));
    let best = 0;
    let least = Infinity;
    for (let p = 0; p < points; p += every) {
      let distance = 0;
      for (let m = 0; m < this.size; m += 1) {
        distance += ((values[p * this.size + m] as number) - (wanted[m] as number)) ** 2;
      }
      if (distance < least) {
        least = distance;
        best = p;
      }
    }
    return lengths.map((length) => {
      const place = best % length;
      best = Math.floor(best / length);
      return place;
    });
  }
}

/** The place, counted from 0, of a value in a vector that rises or falls; NaN outside half a step. */
function placeIn(vector: Float64Array, value: number): number {
  const last = vector.length - 1;
  if (last <= 0) {
    return value === vector[0] ? 0 : NaN;
  }
  const rising = (vector[last] as number) >= (vector[0] as number);
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((vector[middle] as number) <= value === rising) {
      low = middle;
    } else {
      high = middle;
    }
  }
  const start = vector[low] as number;
  const width = (vector[high] as number) - start;
  const place = width === 0 ? low : low + (value - start) / width;
  return place >= -0.5 - 1e-10 && place <= last + 0.5 + 1e-10 ? place : NaN;
}

function valueAt(vector: Float64Array, place: number): number {
  const last = vector.length - 1;
  if (last <= 0) {
    return vector[0] ?? NaN;
  }
  const low = Math.min(Math.max(Math.floor(place), 0), last - 1);
  const start = vector[low] as number;
  return start + (place - low) * ((vector[low + 1] as number) - start);
}
