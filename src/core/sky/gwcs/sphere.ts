import { DEGREE, positiveDegrees, RADIAN } from './angles';
import { lengthOf, newArrays, Transform } from './transform';

/** Longitude and latitude in degrees to the unit vector (`spherical_cartesian`). */
export function sphericalToCartesian(wrapAt: number): Transform {
  return new Transform({
    ...{ inputs: 2, outputs: 3, cost: 4 },
    evaluate: ([longitudes, latitudes]) => {
      const [xs, ys, zs] = newArrays(3, lengthOf([longitudes as Float64Array]));
      for (let k = 0; k < xs.length; k += 1) {
        const longitude = ((longitudes as Float64Array)[k] as number) * DEGREE;
        const latitude = ((latitudes as Float64Array)[k] as number) * DEGREE;
        const c = Math.cos(latitude);
        xs[k] = c * Math.cos(longitude);
        ys[k] = c * Math.sin(longitude);
        zs[k] = Math.sin(latitude);
      }
      return [xs, ys, zs];
    },
    inverse: () => cartesianToSpherical(wrapAt),
  });
}

/** @param wrapAt 360 for longitudes in [0, 360), 180 for those in (-180, 180]. */
export function cartesianToSpherical(wrapAt: number): Transform {
  return new Transform({
    ...{ inputs: 3, outputs: 2, cost: 4 },
    evaluate: ([xs, ys, zs]) => {
      const [longitudes, latitudes] = newArrays(2, lengthOf([xs as Float64Array]));
      for (let k = 0; k < longitudes.length; k += 1) {
        const x = (xs as Float64Array)[k] as number;
        const y = (ys as Float64Array)[k] as number;
        const h = Math.sqrt(x * x + y * y);
        const longitude = h === 0 ? 0 : Math.atan2(y, x) * RADIAN;
        longitudes[k] = wrapAt === 180 ? longitude : positiveDegrees(longitude);
        latitudes[k] = Math.atan2((zs as Float64Array)[k] as number, h) * RADIAN;
      }
      return [longitudes, latitudes];
    },
    inverse: () => sphericalToCartesian(wrapAt),
  });
}

/** (x, y, z) to the cosines of (x, y, 1) and its length, z unused (gwcs); (x, y) to the cosines alone (JWST). */
export function toDirectionCosines(inputs: 2 | 3): Transform {
  return new Transform({
    ...{ inputs, outputs: inputs + 1, cost: 2 },
    evaluate: ([xs, ys]) => {
      const [as, bs, cs, lengths] = newArrays(4, lengthOf([xs as Float64Array])) as [
        ...[Float64Array, Float64Array, Float64Array, Float64Array],
      ];
      for (let k = 0; k < as.length; k += 1) {
        const x = (xs as Float64Array)[k] as number;
        const y = (ys as Float64Array)[k] as number;
        const length = Math.sqrt(1 + x * x + y * y);
        as[k] = x / length;
        bs[k] = y / length;
        cs[k] = 1 / length;
        lengths[k] = length;
      }
      return inputs === 3 ? [as, bs, cs, lengths] : [as, bs, cs];
    },
    inverse: () => (inputs === 3 ? fromDirectionCosines() : directionalToUnitless()),
  });
}

/** Cosines and length to the vector (gwcs `direction_cosines`). */
export function fromDirectionCosines(): Transform {
  return new Transform({
    ...{ inputs: 4, outputs: 3 },
    evaluate: ([as, bs, cs, lengths]) =>
      [as, bs, cs].map((cosines) =>
        (cosines as Float64Array).map(
          (cosine, k) => cosine * ((lengths as Float64Array)[k] as number),
        ),
      ),
    inverse: () => toDirectionCosines(3),
  });
}

/** (a, b, c) to (a/c, b/c) (JWST `coords`). */
export function directionalToUnitless(): Transform {
  return new Transform({
    ...{ inputs: 3, outputs: 2 },
    evaluate: ([as, bs, cs]) =>
      [as, bs].map((cosines) =>
        (cosines as Float64Array).map((cosine, k) => cosine / ((cs as Float64Array)[k] as number)),
      ),
    inverse: () => toDirectionCosines(2),
  });
}
