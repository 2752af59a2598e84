import { badGwcs } from './problem';
import { alongLine, lengthOf, type MakeInverse, newArrays, Transform } from './transform';

export function shift(offset: number): Transform {
  return straight(1, offset, () => shift(-offset));
}

export function scale(factor: number): Transform {
  // Zeros keep their sign when -0 is added to them.
  return straight(factor, -0, () =>
    factor === 0 ? undefined : straight(1 / factor, -0, () => scale(factor)),
  );
}

export function line(slope: number, intercept: number): Transform {
  return straight(slope, intercept, () =>
    slope === 0 ? undefined : line(1 / slope, -intercept / slope),
  );
}

function straight(slope: number, intercept: number, inverse: MakeInverse): Transform {
  return new Transform({
    ...{ inputs: 1, outputs: 1, inverse },
    evaluate: ([xs]) => [alongLine(xs as Float64Array, slope, intercept)],
  });
}

export function plane(slopeX: number, slopeY: number, intercept: number): Transform {
  return new Transform({
    ...{ inputs: 2, outputs: 1 },
    evaluate: ([xs, ys]) => [
      (xs as Float64Array).map(
        (x, k) => slopeX * x + slopeY * ((ys as Float64Array)[k] as number) + intercept,
      ),
    ],
  });
}

export function identity(axes: number): Transform {
  return new Transform({
    ...{ inputs: axes, outputs: axes },
    evaluate: (values) => [...values],
    inverse: () => identity(axes),
  });
}

/** The same number everywhere. */
export function constant(value: number, inputs: number): Transform {
  return new Transform({
    ...{ inputs, outputs: 1 },
    evaluate: (values) => [new Float64Array(lengthOf(values)).fill(value)],
  });
}

/** Output k is input `mapping[k]`. */
export function remapAxes(mapping: readonly number[], inputs: number): Transform {
  if (
    mapping.length === 0 ||
    mapping.some((from) => !Number.isInteger(from) || from < 0 || from >= inputs)
  ) {
    throw badGwcs('A transform of the coordinate system takes an axis that is not there.');
  }
  return new Transform({
    ...{ inputs, outputs: mapping.length },
    evaluate: (values) => mapping.map((from) => values[from] as Float64Array),
    inverse: () => {
      const back = Array.from({ length: inputs }, (_, input) => mapping.indexOf(input));
      return back.includes(-1) ? undefined : remapAxes(back, mapping.length);
    },
  });
}

/** `matrix` by rows: x′ = m₀x + m₁y + t₀, y′ = m₂x + m₃y + t₁. */
export function affine(matrix: ArrayLike<number>, translation: ArrayLike<number>): Transform {
  const [a, b, c, d] = Array.from(matrix) as [number, number, number, number];
  const [p, q] = Array.from(translation) as [number, number];
  return new Transform({
    ...{ inputs: 2, outputs: 2, cost: 2 },
    evaluate: ([xs, ys]) => {
      const [us, vs] = newArrays(2, lengthOf([xs as Float64Array]));
      for (let k = 0; k < us.length; k += 1) {
        const x = (xs as Float64Array)[k] as number;
        const y = (ys as Float64Array)[k] as number;
        us[k] = a * x + b * y + p;
        vs[k] = c * x + d * y + q;
      }
      return [us, vs];
    },
    inverse: () => {
      const determinant = a * d - b * c;
      if (determinant === 0 || !Number.isFinite(determinant)) {
        return undefined;
      }
      const [ia, ib, ic, id] = [d, -b, -c, a].map((m) => m / determinant) as [
        number,
        number,
        number,
        number,
      ];
      return affine([ia, ib, ic, id], [-(ia * p + ib * q), -(ic * p + id * q)]);
    },
  });
}

/** Counter-clockwise, degrees. */
export function rotate2d(angle: number): Transform {
  const radians = (angle * Math.PI) / 180;
  const [c, s] = [Math.cos(radians), Math.sin(radians)];
  return affineWithInverse([c, -s, s, c], () => rotate2d(-angle));
}

function affineWithInverse(matrix: readonly number[], inverse: () => Transform): Transform {
  const { inputs, outputs, cost, evaluate } = affine(matrix, [0, 0]);
  return new Transform({ inputs, outputs, cost, evaluate, inverse });
}
