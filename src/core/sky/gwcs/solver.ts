import { eliminate } from '../elimination';

/** Small systems of linear equations, again and again in the same memory: the least squares where there are more than unknowns. */
export class Solver {
  /** By rows: how each value changes with each unknown. Set before {@link solve}. */
  readonly slopes: Float64Array;
  readonly residual: Float64Array;
  /** Slopes below these are rounding. */
  readonly floor: Float64Array;
  private readonly normal: Float64Array;
  private readonly right: Float64Array;
  private readonly most: Float64Array;

  constructor(
    private readonly unknowns: number,
    private readonly equations: number,
    /** Two equations in the same unit, which are weighed together. */
    private readonly alike: readonly [number, number] | undefined,
  ) {
    this.slopes = new Float64Array(equations * unknowns);
    this.residual = new Float64Array(equations);
    this.floor = new Float64Array(equations);
    this.most = new Float64Array(equations);
    this.normal = new Float64Array(unknowns * unknowns);
    this.right = new Float64Array(unknowns);
  }

  /** The unknowns, all NaN where they cannot be told; valid until the next call. */
  solve(): Float64Array {
    this.balance();
    if (this.unknowns === this.equations) {
      this.normal.set(this.slopes);
      this.right.set(this.residual);
    } else {
      this.squares();
    }
    const { normal, right, unknowns } = this;
    return eliminate(normal, unknowns, right, 1, 1e-12) ? right : right.fill(NaN);
  }

  /** Values have units of their own: each equation is divided by its largest slope. */
  private balance(): void {
    const { unknowns, equations, slopes, residual, floor, most, alike } = this;
    for (let row = 0; row < equations; row += 1) {
      let greatest = floor[row] as number;
      for (let column = 0; column < unknowns; column += 1) {
        greatest = Math.max(greatest, Math.abs(slopes[row * unknowns + column] as number));
      }
      most[row] = greatest;
    }
    if (alike) {
      const [one, other] = alike;
      most[one] = Math.max(most[one] as number, most[other] as number);
      most[other] = most[one] as number;
    }
    for (let row = 0; row < equations; row += 1) {
      const by = most[row] === 0 ? 0 : 1 / (most[row] as number);
      for (let column = 0; column < unknowns; column += 1) {
        slopes[row * unknowns + column] = (slopes[row * unknowns + column] as number) * by;
      }
      residual[row] = (residual[row] as number) * by;
    }
  }

  private squares(): void {
    const { unknowns, equations, slopes, residual, normal, right } = this;
    normal.fill(0);
    right.fill(0);
    for (let row = 0; row < equations; row += 1) {
      for (let i = 0; i < unknowns; i += 1) {
        const slope = slopes[row * unknowns + i] as number;
        right[i] = (right[i] as number) + slope * (residual[row] as number);
        for (let j = 0; j < unknowns; j += 1) {
          const at = i * unknowns + j;
          normal[at] = (normal[at] as number) + slope * (slopes[row * unknowns + j] as number);
        }
      }
    }
  }
}
