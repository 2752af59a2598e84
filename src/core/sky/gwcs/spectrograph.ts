import { DEGREE } from './angles';
import { reversed, rotationMatrix, type RotationSequence } from './rotation';
import { lengthOf, newArrays, ofOne, Transform } from './transform';

/** −(α + α′)/(ruling · order), of direction cosines (α, β, α′) (JWST `grating_equation`). */
export function jwstWavelength(grooves: number, order: number): Transform {
  return new Transform({
    ...{ inputs: 3, outputs: 1 },
    evaluate: ([alphas, , outs]) => [
      (alphas as Float64Array).map(
        (alpha, k) => -(alpha + ((outs as Float64Array)[k] as number)) / (grooves * order),
      ),
    ],
  });
}

/** (λ, α, β, anything) to the direction cosines that leave the grating (JWST `grating_equation`). */
export function jwstAngles(grooves: number, order: number): Transform {
  return outgoing(4, (lambda, alpha) => -alpha - grooves * order * lambda);
}

/** (α + α′)/(ruling · order) (gwcs `grating_equation`). */
export function gratingWavelength(grooves: number, order: number): Transform {
  return new Transform({
    ...{ inputs: 2, outputs: 1 },
    evaluate: ([alphas, outs]) => [
      (alphas as Float64Array).map(
        (alpha, k) => (alpha + ((outs as Float64Array)[k] as number)) / (grooves * order),
      ),
    ],
  });
}

/** (λ, α, β) to the direction cosines that leave the grating (gwcs `grating_equation`). */
export function gratingAngles(grooves: number, order: number): Transform {
  return outgoing(3, (lambda, alpha) => -grooves * order * lambda + alpha);
}

function outgoing(inputs: number, angle: (lambda: number, alpha: number) => number): Transform {
  return new Transform({
    ...{ inputs, outputs: 3, cost: 2 },
    evaluate: ([lambdas, alphas, betas]) => {
      const [as, bs, cs] = newArrays(3, lengthOf([lambdas as Float64Array]));
      for (let k = 0; k < as.length; k += 1) {
        const a = angle(
          (lambdas as Float64Array)[k] as number,
          (alphas as Float64Array)[k] as number,
        );
        const b = -((betas as Float64Array)[k] as number);
        as[k] = a;
        bs[k] = b;
        cs[k] = Math.sqrt(1 - a * a - b * b);
      }
      return [as, bs, cs];
    },
  });
}

/** (n, α, β, anything) refracted at a surface (gwcs `snell3d`). */
export function snell3d(): Transform {
  return new Transform({
    ...{ inputs: 4, outputs: 3, cost: 2 },
    evaluate: ([ns, alphas, betas]) => {
      const [as, bs, cs] = newArrays(3, lengthOf([ns as Float64Array]));
      for (let k = 0; k < as.length; k += 1) {
        const n = (ns as Float64Array)[k] as number;
        const a = ((alphas as Float64Array)[k] as number) / n;
        const b = ((betas as Float64Array)[k] as number) / n;
        as[k] = a;
        bs[k] = b;
        cs[k] = Math.sqrt(1 - a * a - b * b);
      }
      return [as, bs, cs];
    },
  });
}

/**
 * The rotations of JWST's `rotation_sequence`: x and y turn, z is what makes the vector one of length 1
 * after each of them.
 */
export function rotateToGrating(sequence: RotationSequence): Transform {
  const steps = sequence.angles.map((angle, k) => {
    const axis = sequence.axes[k] ?? '';
    return Array.from(rotationMatrix({ angles: [angle], axes: axis })) as number[];
  });
  rotationMatrix(sequence);
  return new Transform({
    ...{ inputs: 3, outputs: 3, cost: 2 * steps.length },
    evaluate: ([xs, ys, zs]) => {
      const [us, vs, ws] = newArrays(3, lengthOf([xs as Float64Array]));
      for (let k = 0; k < us.length; k += 1) {
        let x = (xs as Float64Array)[k] as number;
        let y = (ys as Float64Array)[k] as number;
        let z = (zs as Float64Array)[k] as number;
        for (const m of steps) {
          const u = (m[0] as number) * x + (m[1] as number) * y + (m[2] as number) * z;
          y = (m[3] as number) * x + (m[4] as number) * y + (m[5] as number) * z;
          x = u;
          z = Math.sqrt(1 - x * x - y * y);
        }
        us[k] = x;
        vs[k] = y;
        ws[k] = z;
      }
      return [us, vs, ws];
    },
    inverse: () => rotateToGrating(reversed(sequence)),
  });
}

/** The index of refraction of a prism from the directions before and after it (α, β, α′). */
export function refractionIndexFromPrism(angle: number): Transform {
  const [c, s] = [Math.cos(angle * DEGREE), Math.sin(angle * DEGREE)];
  return new Transform({
    ...{ inputs: 3, outputs: 1, cost: 2 },
    evaluate: ([alphas, betas, outs]) => [
      (alphas as Float64Array).map((alpha, k) => {
        const beta = (betas as Float64Array)[k] as number;
        const out = (outs as Float64Array)[k] as number;
        const first = (out + alpha * (1 - 2 * s * s)) / (2 * s * c);
        return Math.sqrt(first * first + alpha * alpha + beta * beta);
      }),
    ],
  });
}

const CONDITIONS: Readonly<Record<string, (x: number, y: number) => boolean>> = {
  GT: (x, y) => x > y,
  LT: (x, y) => x < y,
  EQ: (x, y) => x === y,
  NE: (x, y) => x !== y,
};

/** `value` where the condition holds, else what comes in (JWST `logical`); undefined for no such condition. */
export function logical(
  condition: string,
  compareTo: number,
  value: number,
): Transform | undefined {
  const holds = Object.hasOwn(CONDITIONS, condition) ? CONDITIONS[condition] : undefined;
  return holds && ofOne((x) => (!Number.isNaN(x) && holds(x, compareTo) ? value : x));
}

/** The slice of MIRI's IFU a β is in: 100 · channel + its number. */
export function miriSlice(betaZero: number, betaStep: number, channel: number): Transform {
  return ofOne((beta) => Math.floor(channel * 100 + (beta - betaZero) / betaStep + 1 + 0.5));
}
