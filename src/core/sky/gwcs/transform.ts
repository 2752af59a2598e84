/** What a {@link Transform} is made of. */
export interface TransformParts {
  readonly inputs: number;
  readonly outputs: number;
  /** Elementary steps for one position, default 1. */
  readonly cost?: number;
  readonly evaluate: (values: readonly Float64Array[]) => Float64Array[];
  /** The way back in closed form, made of the ways back of the parts; left out where there is none. */
  readonly inverse?: MakeInverse;
}

/**
 * @param wayBack of a part: as the file gives it, or in closed form.
 * @param closed whether it is to be the exact one, else as gwcs has it.
 */
export type MakeInverse = (
  wayBack: (part: Transform) => Transform | undefined,
  closed: boolean,
) => Transform | undefined;

/**
 * A function of positions: one array for each input, all of one length, to one array for each output.
 * Inputs are never changed, and may be among the outputs.
 */
export class Transform {
  readonly inputs: number;
  readonly outputs: number;
  readonly cost: number;
  readonly evaluate: (values: readonly Float64Array[]) => Float64Array[];
  private readonly makeInverse: MakeInverse | undefined;
  private given: Transform | undefined;
  private made: { readonly inverse: Transform | undefined } | undefined;
  private madeClosed: { readonly inverse: Transform | undefined } | undefined;

  constructor({ inputs, outputs, cost = 1, evaluate, inverse }: TransformParts) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.cost = cost;
    this.evaluate = evaluate;
    this.makeInverse = inverse;
  }

  /** The one the file gives, else the one in closed form. Those of files are often approximate. */
  get inverse(): Transform | undefined {
    if (this.given !== undefined) {
      return this.given;
    }
    this.made ??= { inverse: this.makeInverse?.((part) => part.inverse, false) };
    return this.made.inverse;
  }

  /** The one in closed form, which is exact. */
  get closedInverse(): Transform | undefined {
    this.madeClosed ??= { inverse: this.makeInverse?.((part) => part.closedInverse, true) };
    return this.madeClosed.inverse;
  }

  /** The file says what the way back is. */
  giveInverse(inverse: Transform): void {
    this.given = inverse;
  }
}

/** One function for each position of one axis. */
export function ofOne(f: (x: number) => number, inverse?: MakeInverse): Transform {
  return new Transform({
    ...{ inputs: 1, outputs: 1 },
    ...(inverse && { inverse }),
    evaluate: ([xs]) => [mapped(xs as Float64Array, f)],
  });
}

/** A function of positions (x, y) to (x′, y′), written into `out`. */
export type PairFunction = (x: number, y: number, out: Float64Array) => void;

/** `f` puts its two results into the places 0 and 1 of `out`. */
export function ofPairs(f: PairFunction, inverse?: MakeInverse): Transform {
  const out = new Float64Array(2);
  return new Transform({
    ...{ inputs: 2, outputs: 2, cost: 4 },
    ...(inverse && { inverse }),
    evaluate: ([xs, ys]) => {
      const [us, vs] = newArrays(2, lengthOf([xs as Float64Array]));
      for (let k = 0; k < us.length; k += 1) {
        f((xs as Float64Array)[k] as number, (ys as Float64Array)[k] as number, out);
        us[k] = out[0] as number;
        vs[k] = out[1] as number;
      }
      return [us, vs];
    },
  });
}

export function mapped(xs: Float64Array, f: (x: number) => number): Float64Array {
  const result = new Float64Array(xs.length);
  for (let k = 0; k < xs.length; k += 1) {
    result[k] = f(xs[k] as number);
  }
  return result;
}

/** slope · x + intercept, in a loop of its own: calling a function for each of them takes ten times as long. */
export function alongLine(xs: Float64Array, slope: number, intercept: number): Float64Array {
  const result = new Float64Array(xs.length);
  for (let k = 0; k < xs.length; k += 1) {
    result[k] = slope * (xs[k] as number) + intercept;
  }
  return result;
}

export function lengthOf(values: readonly Float64Array[]): number {
  return values[0]?.length ?? 0;
}

export function newArrays(count: 2, length: number): [Float64Array, Float64Array];
export function newArrays(count: 3, length: number): [Float64Array, Float64Array, Float64Array];
export function newArrays(count: number, length: number): Float64Array[];
export function newArrays(count: number, length: number): Float64Array[] {
  return Array.from({ length: count }, () => new Float64Array(length));
}
