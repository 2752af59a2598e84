import { compose, concatenate } from './compound';
import { identity, remapAxes } from './linear';
import { rotateToGrating, snell3d } from './spectrograph';
import { ofOne, Transform } from './transform';

/** n² = 1 + Σ Bλ²/(λ² − C), λ in µm. */
export function sellmeier(lambda: number, b: ArrayLike<number>, c: ArrayLike<number>): number {
  const square = lambda * lambda;
  let sum = 1;
  for (let k = 0; k < 3; k += 1) {
    sum += ((b[k] as number) * square) / (square - (c[k] as number));
  }
  return Math.sqrt(sum);
}

/** A glass at a temperature and pressure that are not those it was measured at (Zemax). */
export interface Glass {
  readonly b: ArrayLike<number>;
  readonly c: ArrayLike<number>;
  /** D₀, D₁, D₂. */
  readonly d: ArrayLike<number>;
  /** E₀, E₁, λ_tk. */
  readonly e: ArrayLike<number>;
  /** Kelvin and atmospheres. */
  readonly temperature: number;
  readonly pressure: number;
  readonly referenceTemperature: number;
  readonly referencePressure: number;
}

const ZERO_CELSIUS = 273.15;

/** Index of refraction against the air around, λ in µm. */
export function sellmeierZemax(lambda: number, glass: Glass): number {
  const { b, c, d, e } = glass;
  const temperature = glass.temperature - ZERO_CELSIUS;
  const reference = glass.referenceTemperature - ZERO_CELSIUS;
  const delta = temperature - reference;
  const square = lambda * lambda;
  const air =
    (6432.8 + (2949810 * square) / (146 * square - 1) + (5540 * square) / (41 * square - 1)) * 1e-8;
  const airHere = 1 + (air * glass.pressure) / (1 + (temperature - 15) * 3.4785e-3);
  const airThere = 1 + (air * glass.referencePressure) / (1 + (reference - 15) * 3.4785e-3);
  const relative = (lambda * airHere) / airThere;
  const n = sellmeier(relative, b, c);
  const [d0 = 0, d1 = 0, d2 = 0] = Array.from(d);
  const [e0 = 0, e1 = 0, resonance = 0] = Array.from(e);
  const change =
    ((0.5 * (n * n - 1)) / n) *
    (d0 * delta +
      d1 * delta ** 2 +
      d2 * delta ** 3 +
      (e0 * delta + e1 * delta ** 2) / (relative * relative - resonance * resonance));
  return (n * airThere + change) / airHere;
}

/** The prism of JWST's NIRSpec, in and out through its front, reflected at its back (`snell`). */
export function prism(angle: number, index: (metres: number) => number): Transform {
  const keep = identity(3);
  const there = rotateToGrating({ angles: [angle], axes: 'y' });
  const back = rotateToGrating({ angles: [-angle], axes: 'y' });
  const reflected = new Transform({
    ...{ inputs: 3, outputs: 3 },
    evaluate: ([xs, ys, zs]) => [
      ...[xs, ys].map((axis) => (axis as Float64Array).map((value) => -value)),
      zs as Float64Array,
    ],
  });
  const inside = compose(compose(there, reflected), back);
  const n = ofOne(index);
  const inverseOfN = ofOne((value) => 1 / value);
  const entering = compose(concatenate(n, keep), concatenated(snell3d()));
  const leaving = compose(concatenate(inverseOfN, inside), snell3d());
  return compose(entering, leaving);
}

/** A transform of (n, x, y, z) that gives n again before its own three. */
function concatenated(of: Transform): Transform {
  return compose(remapAxes([0, 0, 1, 2, 3], 4), concatenate(identity(1), of));
}
