/** Numbers on a grid: `values[j * width + i]`, NaN where there is none. */
export interface Cells {
  readonly width: number;
  readonly height: number;
  readonly values: Float64Array;
}
