import { compose, concatenate, arithmetic, fixInputs } from './compound';
import {
  affine,
  constant,
  identity,
  line,
  plane,
  remapAxes,
  rotate2d,
  scale,
  shift,
} from './linear';
import { mathFunction } from './math-functions';
import { type AsdfNode, childOf } from '../../asdf/node';
import { numberOf } from './number-array';
import { orthoPolynomial } from './ortho-polynomial';
import type { Parameters } from './parameters';
import {
  checkCoefficients,
  type DomainMap,
  domainMap,
  type Interval,
  polynomial1d,
  polynomial2d,
} from './polynomial';
import { badGwcs, short, unknownGwcs } from './problem';
import type { Maker, Reading } from './reading';
import { rotateNative, rotateSphere, rotateVectors } from './rotation';
import { tabular } from './tabular';
import type { Transform } from './transform';

const MOST_AXES = 32;

/** Transforms of the ASDF standard, by the names of their tags. */
export const ASDF_KINDS: Readonly<Record<string, Maker>> = {
  compose: (parameters, reading) => compose(...pairOf(parameters, reading)),
  concatenate: (parameters, reading) => concatenate(...pairOf(parameters, reading)),
  add: operation,
  subtract: operation,
  multiply: operation,
  divide: operation,
  power: operation,
  fix_inputs: fixed,
  identity: (parameters) => identity(axesOf(parameters.integer('n_dims', 1))),
  constant: (parameters) =>
    constant(parameters.number('value'), axesOf(parameters.integer('dimensions', 1))),
  shift: (parameters) => shift(parameters.number('offset')),
  scale: (parameters) => scale(parameters.number('factor')),
  multiplyscale: (parameters) => scale(parameters.number('factor')),
  redshift_scale_factor: (parameters) => scale(1 + parameters.number('z')),
  linear1d: (parameters) => line(parameters.number('slope', 1), parameters.number('intercept', 0)),
  planar2d: (parameters) =>
    plane(
      parameters.number('slope_x', 1),
      parameters.number('slope_y', 1),
      parameters.number('intercept', 0),
    ),
  remap_axes: remapped,
  affine: (parameters) =>
    affine(
      parameters.numbers('matrix', 4),
      parameters.has('translation') ? parameters.numbers('translation', 2) : [0, 0],
    ),
  rotate2d: (parameters) => rotate2d(parameters.number('angle')),
  rotate3d: rotated,
  rotate_sequence_3d: rotatedInSequence,
  polynomial: polynomial,
  ortho_polynomial: polynomial,
  tabular: tabulated,
  math_functions: (parameters) => mathFunction(parameters.text('func_name')),
};

function pairOf(parameters: Parameters, reading: Reading): [left: Transform, right: Transform] {
  const forward = parameters.items('forward');
  if (forward.length !== 2) {
    throw badGwcs(`The transform ${parameters.name} has ${forward.length} parts instead of two.`);
  }
  return [reading.transform(forward[0]), reading.transform(forward[1])];
}

function operation(parameters: Parameters, reading: Reading): Transform {
  return arithmetic(parameters.name, ...pairOf(parameters, reading));
}

/** `keys` are names of inputs or their places. */
function fixed(parameters: Parameters, reading: Reading): Transform {
  const [of, by] = parameters.items('forward');
  const inner = reading.transform(of);
  const names = of ? reading.parameters(of, 'fix_inputs').names('inputs') : [];
  const keys = sequenceOf(childOf(by, 'keys'));
  const values = sequenceOf(childOf(by, 'values'));
  const places = keys.map((key) =>
    key.kind === 'scalar' && typeof key.value === 'string'
      ? names.indexOf(key.value)
      : numberOf(key),
  );
  if (keys.length === 0 || keys.length !== values.length || new Set(places).size < keys.length) {
    throw badGwcs('The inputs that a transform fixes do not fit to their values.');
  }
  const given = reading.parameters(by as AsdfNode, 'fix_inputs');
  return fixInputs(
    inner,
    new Map(
      places.map((place, k) => [place, given.arrayOf(values[k] as AsdfNode).values[0] as number]),
    ),
  );
}

function sequenceOf(node: AsdfNode | undefined): readonly AsdfNode[] {
  return node?.kind === 'sequence' ? node.items : [];
}

function axesOf(count: number): number {
  if (count < 1 || count > MOST_AXES) {
    throw badGwcs(`A transform of the coordinate system has ${count} axes.`);
  }
  return count;
}

function remapped(parameters: Parameters): Transform {
  const mapping = Array.from(parameters.numbers('mapping'));
  const most = mapping.reduce((greatest, from) => Math.max(greatest, from), 0);
  axesOf(mapping.length);
  return remapAxes(mapping, axesOf(parameters.integer('n_inputs', most + 1)));
}

function rotated(parameters: Parameters): Transform {
  const direction = parameters.text('direction', 'native2celestial');
  const [phi, theta, psi] = ['phi', 'theta', 'psi'].map((key) => parameters.number(key)) as [
    ...[number, number, number],
  ];
  switch (direction) {
    case 'native2celestial':
      return rotateNative(phi, theta, psi, true);
    case 'celestial2native':
      return rotateNative(phi, theta, psi, false);
    default:
      return rotateSphere({ angles: [phi, theta, psi], axes: direction });
  }
}

function rotatedInSequence(parameters: Parameters): Transform {
  const sequence = {
    angles: Array.from(parameters.numbers('angles')),
    axes: parameters.text('axes_order'),
  };
  const type = parameters.text('rotation_type', 'cartesian');
  switch (type) {
    case 'cartesian':
      return rotateVectors(sequence);
    case 'spherical':
      return rotateSphere(sequence);
    default:
      throw unknownGwcs(`Rotations of the type ${short(type)} are not known here.`);
  }
}

/** Older files have limits of the input where newer ones have the domain: those do not count. */
function polynomial(parameters: Parameters): Transform {
  const coefficients = parameters.array('coefficients');
  checkCoefficients(coefficients);
  const axes = coefficients.shape.length;
  const maps = mapsOf(parameters, axes);
  if (parameters.name === 'ortho_polynomial') {
    const family = parameters.text('polynomial_type');
    return orthoPolynomial(family, coefficients, maps[0], maps[1]);
  }
  return axes === 1
    ? polynomial1d(coefficients.values, maps[0])
    : polynomial2d(coefficients, maps[0], maps[1]);
}

function mapsOf(parameters: Parameters, axes: number): DomainMap[] {
  const domains = intervals(parameters, 'domain', axes);
  const windows = intervals(parameters, 'window', axes);
  return domains.map((domain, axis) => domainMap(domain, windows[axis] ?? [-1, 1]));
}

function intervals(parameters: Parameters, key: string, axes: number): (Interval | undefined)[] {
  const node = parameters.at(key);
  const each = axes === 1 ? [node] : sequenceOf(node);
  return Array.from({ length: axes }, (_, axis) => {
    const interval = each[axis];
    const isNull = interval?.kind === 'scalar' && interval.value === null;
    if (interval === undefined || isNull || holdsMapping(interval)) {
      return undefined;
    }
    const { values } = parameters.arrayOf(interval);
    if (values.length !== 2) {
      throw badGwcs(`The ${key} of a polynomial is not an interval.`);
    }
    return [values[0] as number, values[1] as number];
  });
}

function holdsMapping(node: AsdfNode): boolean {
  const inner = node.kind === 'sequence' ? node.items[0] : node;
  return inner?.kind === 'mapping' && inner.tag === undefined;
}

function tabulated(parameters: Parameters): Transform {
  const table = parameters.array('lookup_table');
  const given = parameters.items('points');
  const points = table.shape.map((length, axis) => {
    const node = given[axis];
    return node ? parameters.arrayOf(node).values : Float64Array.from({ length }, (_, k) => k);
  });
  const extrapolates = !parameters.has('fill_value') && !parameters.flag('bounds_error', true);
  return tabular({
    ...{ table, points, method: parameters.text('method', 'linear') },
    // Where gwcs would stop with an error, there is no value.
    outside: extrapolates ? undefined : parameters.number('fill_value', NaN),
  });
}
