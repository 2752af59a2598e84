import { type AsdfNode, childOf } from '../../asdf/node';
import { isArrayNode } from '../../asdf/array-node';
import { compose, concatenate } from './compound';
import { sellmeier, sellmeierZemax } from './glass';
import { kindOf } from './kind';
import { affine, scale, shift } from './linear';
import type { Parameters } from './parameters';
import { badGwcs, short, unknownGwcs } from './problem';
import type { Maker, Reading } from './reading';
import { rotateNative } from './rotation';
import {
  labelsByKey,
  labelsByTransform,
  labelsFromArray,
  near,
  regionsSelector,
  within,
} from './selector';
import { gratingAngles, gratingWavelength, snell3d } from './spectrograph';
import {
  cartesianToSpherical,
  fromDirectionCosines,
  sphericalToCartesian,
  toDirectionCosines,
} from './sphere';
import { ofOne, type Transform } from './transform';

/** Transforms of gwcs, by the names of their tags. */
export const GWCS_KINDS: Readonly<Record<string, Maker>> = {
  spherical_cartesian: (parameters) => {
    const wrapAt = parameters.number('wrap_lon_at', 360);
    return either(parameters, 'transform_type', {
      spherical_to_cartesian: () => sphericalToCartesian(wrapAt),
      cartesian_to_spherical: () => cartesianToSpherical(wrapAt),
    });
  },
  direction_cosines: (parameters) =>
    either(parameters, 'transform_type', {
      to_direction_cosines: () => toDirectionCosines(3),
      from_direction_cosines: () => fromDirectionCosines(),
    }),
  grating_equation: (parameters) => {
    const [grooves, order] = [parameters.number('groove_density'), parameters.number('order')];
    return either(parameters, 'output', {
      wavelength: () => gratingWavelength(grooves, order),
      angle: () => gratingAngles(grooves, order),
    });
  },
  snell3d: () => snell3d(),
  sellmeier_glass: (parameters) => {
    const [b, c] = [parameters.numbers('B_coef', 3), parameters.numbers('C_coef', 3)];
    return ofOne((lambda) => sellmeier(lambda, b, c));
  },
  sellmeier_zemax: (parameters) => {
    const glass = {
      b: parameters.numbers('B_coef', 3),
      c: parameters.numbers('C_coef', 3),
      d: parameters.numbers('D_coef', 3),
      e: parameters.numbers('E_coef', 3),
      temperature: parameters.number('temperature'),
      pressure: parameters.number('pressure'),
      referenceTemperature: parameters.number('ref_temperature'),
      referencePressure: parameters.number('ref_pressure'),
    };
    return ofOne((lambda) => sellmeierZemax(lambda, glass));
  },
  label_mapper: labelMapper,
  regions_selector: regions,
  fitswcs_imaging: fitsImaging,
};

function either(
  parameters: Parameters,
  key: string,
  makers: Readonly<Record<string, () => Transform>>,
): Transform {
  const value = parameters.text(key);
  const maker = Object.hasOwn(makers, value) ? makers[value] : undefined;
  if (maker === undefined) {
    throw unknownGwcs(
      `The transform ${parameters.name} is a ${short(value)}, which is not known here.`,
    );
  }
  return maker();
}

function labelMapper(parameters: Parameters, reading: Reading): Transform {
  const mapper = parameters.at('mapper');
  const mapping = parameters.at('inputs_mapping');
  const inputsMapping = mapping && reading.transform(mapping);
  const inputs = parameters.names('inputs').length || (inputsMapping?.inputs ?? 2);
  const of = { inputs, inputsMapping };
  if (mapper === undefined) {
    throw badGwcs('A label mapper of the coordinate system has no labels.');
  }
  const labels = listAt(mapper, 'labels');
  const models = listAt(mapper, 'models');
  if (labels && models) {
    return keyedLabels(labels, models, parameters, reading, of);
  }
  return isArrayNode(mapper) || mapper.kind === 'sequence'
    ? labelsFromArray(parameters.arrayOf(mapper), of)
    : labelsByTransform(reading.transform(mapper), of);
}

/** A key of a mapping, or of an ordered one as YAML has it: a list of mappings with one key each. */
function listAt(node: AsdfNode | undefined, key: string): readonly AsdfNode[] | undefined {
  const parts = node?.kind === 'sequence' ? node.items : [node];
  const found = parts.map((part) => childOf(part, key)).find((child) => child !== undefined);
  return found && itemsOf(found);
}

function itemsOf(node: AsdfNode | undefined): readonly AsdfNode[] {
  return node?.kind === 'sequence' ? node.items : [];
}

function keyedLabels(
  labels: readonly AsdfNode[],
  models: readonly AsdfNode[],
  parameters: Parameters,
  reading: Reading,
  of: { readonly inputs: number; readonly inputsMapping: Transform | undefined },
): Transform {
  if (labels.length === 0 || labels.length !== models.length) {
    throw badGwcs('A label mapper of the coordinate system has not one transform for each label.');
  }
  const tolerance = parameters.number('atol', 1e-8);
  const keyed = labels.map((label, k) => {
    const { values } = parameters.arrayOf(label);
    const matches =
      values.length === 2
        ? within(values[0] as number, values[1] as number)
        : near(values[0] as number, tolerance);
    return { matches, transform: reading.transform(models[k]) };
  });
  return labelsByKey(keyed, of);
}

function regions(parameters: Parameters, reading: Reading): Transform {
  const selector = parameters.at('selector');
  const labels = listAt(selector, 'labels') ?? [];
  const transforms = listAt(selector, 'transforms') ?? [];
  if (labels.length === 0 || labels.length !== transforms.length) {
    throw badGwcs('The regions of the coordinate system have not one transform for each label.');
  }
  const byLabel = new Map(
    labels.map((label, k) => [labelNumber(label), reading.transform(transforms[k])]),
  );
  return regionsSelector(
    reading.transform(parameters.at('label_mapper')),
    byLabel,
    parameters.names('inputs').length,
    parameters.names('outputs').length,
    parameters.number('undefined_transform_value', NaN),
  );
}

/** @throws SkybucketError `unsupported` for labels that are text. */
function labelNumber(node: AsdfNode): number {
  const value = node.kind === 'scalar' ? node.value : undefined;
  if (typeof value !== 'number' && typeof value !== 'bigint') {
    throw unknownGwcs('Regions of the coordinate system that have names are not supported.');
  }
  return Number(value);
}

/** The linear part and the projection of a FITS WCS in one (`fitswcs_imaging`); its pixels are 0-based. */
function fitsImaging(parameters: Parameters, reading: Reading): Transform {
  const [x, y] = parameters.numbers('crpix', 2) as unknown as [number, number];
  const [longitude, latitude] = parameters.numbers('crval', 2) as unknown as [number, number];
  const [dx, dy] = parameters.numbers('cdelt', 2) as unknown as [number, number];
  const projection = parameters.at('projection');
  const name = kindOf(projection)?.name ?? '';
  if (!ZENITHAL.has(name)) {
    throw unknownGwcs(`The transform fitswcs_imaging with ${short(name)} is not supported.`);
  }
  const toPlane = compose(
    compose(concatenate(shift(-x), shift(-y)), affine(parameters.numbers('pc', 4), [0, 0])),
    concatenate(scale(dx), scale(dy)),
  );
  const pole = latitude < 90 ? 180 : 0;
  return compose(
    compose(toPlane, reading.transform(projection)),
    rotateNative(longitude, latitude, pole, true),
  );
}

/** Projections about the native pole: the pole of the sky is at 180° for all but the sky's own pole. */
const ZENITHAL = new Set([
  'gnomonic',
  'stereographic',
  'slant_orthographic',
  'zenithal_equidistant',
  'zenithal_equal_area',
  'zenithal_perspective',
  'airy',
]);
