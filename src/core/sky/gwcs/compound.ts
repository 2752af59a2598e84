import { badGwcs, unknownGwcs } from './problem';
import { lengthOf, Transform } from './transform';

/** One after the other. @throws SkybucketError `format` where the numbers of axes differ. */
export function compose(left: Transform, right: Transform): Transform {
  if (left.outputs !== right.inputs) {
    const numbers = `${left.outputs} values, and the next one takes ${right.inputs}`;
    throw badGwcs(`A transform of the coordinate system gives ${numbers}.`);
  }
  return new Transform({
    ...{ inputs: left.inputs, outputs: right.outputs, cost: left.cost + right.cost },
    evaluate: (values) => right.evaluate(left.evaluate(values)),
    inverse: (wayBack) => {
      const [first, second] = [wayBack(right), wayBack(left)];
      return first && second && first.outputs === second.inputs
        ? compose(first, second)
        : undefined;
    },
  });
}

/** Side by side, each on inputs of its own. */
export function concatenate(left: Transform, right: Transform): Transform {
  return new Transform({
    inputs: left.inputs + right.inputs,
    outputs: left.outputs + right.outputs,
    cost: left.cost + right.cost,
    evaluate: (values) => [
      ...left.evaluate(values.slice(0, left.inputs)),
      ...right.evaluate(values.slice(left.inputs)),
    ],
    inverse: (wayBack) => {
      const [first, second] = [wayBack(left), wayBack(right)];
      return first && second ? concatenate(first, second) : undefined;
    },
  });
}

const OPERATIONS: Readonly<Record<string, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  power: (a, b) => a ** b,
};

/** Both on the same inputs, their results added, subtracted, multiplied, divided or raised to a power. */
export function arithmetic(name: string, left: Transform, right: Transform): Transform {
  const operation = OPERATIONS[name];
  if (operation === undefined) {
    throw unknownGwcs(`The operation ${name} of the coordinate system is not known here.`);
  }
  if (left.inputs !== right.inputs || left.outputs !== right.outputs) {
    throw badGwcs(`The two transforms of ${name} take or give different numbers of values.`);
  }
  return new Transform({
    ...{ inputs: left.inputs, outputs: left.outputs, cost: left.cost + right.cost + 1 },
    evaluate: (values) => {
      const others = right.evaluate(values);
      return left
        .evaluate(values)
        .map((as, axis) => combined(as, others[axis] as Float64Array, operation));
    },
  });
}

function combined(
  as: Float64Array,
  bs: Float64Array,
  operation: (a: number, b: number) => number,
): Float64Array {
  const result = new Float64Array(as.length);
  for (let k = 0; k < as.length; k += 1) {
    result[k] = operation(as[k] as number, bs[k] as number);
  }
  return result;
}

/** Some inputs of a transform set to a number, so that they are inputs no more. */
export function fixInputs(of: Transform, fixed: ReadonlyMap<number, number>): Transform {
  for (const input of fixed.keys()) {
    if (!Number.isInteger(input) || input < 0 || input >= of.inputs) {
      throw badGwcs('An input that is fixed is none of the transform.');
    }
  }
  const inputs = of.inputs - fixed.size;
  return new Transform({
    ...{ inputs, outputs: of.outputs, cost: of.cost + 1 },
    evaluate: (values) => {
      const length = lengthOf(values);
      let next = 0;
      return of.evaluate(
        Array.from({ length: of.inputs }, (_, input) => {
          const value = fixed.get(input);
          return value === undefined
            ? (values[next++] as Float64Array)
            : new Float64Array(length).fill(value);
        }),
      );
    },
  });
}
