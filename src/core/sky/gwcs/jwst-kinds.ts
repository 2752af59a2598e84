import type { AsdfNode } from '../../asdf/node';
import { prism, sellmeier, sellmeierZemax } from './glass';
import type { Parameters } from './parameters';
import { badGwcs, short, unknownGwcs } from './problem';
import type { Maker, Reading } from './reading';
import { byOrder, bySlit } from './selector';
import {
  jwstAngles,
  jwstWavelength,
  logical,
  miriSlice,
  refractionIndexFromPrism,
  rotateToGrating,
} from './spectrograph';
import { directionalToUnitless, toDirectionCosines } from './sphere';
import type { Transform } from './transform';

/** Transforms of the pipeline of JWST, by the names of their tags (`jwst_pipeline/…`). */
export const JWST_KINDS: Readonly<Record<string, Maker>> = {
  coords: (parameters) => {
    const type = parameters.text('model_type');
    switch (type) {
      case 'to_dircos':
      case 'unitless2directional':
        return toDirectionCosines(2);
      case 'from_dircos':
      case 'directional2unitless':
        return directionalToUnitless();
      default:
        throw unknownGwcs(`Coordinates of the type ${short(type)} are not known here.`);
    }
  },
  rotation_sequence: (parameters) =>
    rotateToGrating({
      angles: Array.from(parameters.numbers('angles')),
      axes: parameters.text('axes_order'),
    }),
  grating_equation: (parameters) => {
    const [grooves, order] = [parameters.number('groove_density'), parameters.number('order')];
    const output = parameters.text('output');
    switch (output) {
      case 'wavelength':
        return jwstWavelength(grooves, order);
      case 'angle':
        return jwstAngles(grooves, order);
      default:
        throw unknownGwcs(`A grating equation that gives ${short(output)} is not known here.`);
    }
  },
  logical: (parameters) => {
    const condition = parameters.text('condition').toUpperCase();
    const made = logical(condition, parameters.number('compareto'), parameters.number('value'));
    if (made === undefined) {
      throw unknownGwcs(`The condition ${short(condition)} is not known here.`);
    }
    return made;
  },
  snell: snell,
  refraction_index_from_prism: (parameters) =>
    refractionIndexFromPrism(parameters.number('prism_angle')),
  miri_ab2slice: (parameters) =>
    miriSlice(
      parameters.number('beta_zero'),
      parameters.number('beta_del'),
      parameters.number('channel'),
    ),
  gwa_to_slit: (parameters, reading) =>
    bySlit(slitsOf(parameters, reading), 4, 4, { from: 0, to: 0 }),
  slit_to_gwa: (parameters, reading) =>
    bySlit(slitsOf(parameters, reading), 4, 4, { from: 0, to: 0 }),
  slit_to_msa: (parameters, reading) =>
    parameters.names('outputs').length === 2
      ? bySlit(slitsOf(parameters, reading), 3, 2, { from: 0, to: undefined })
      : bySlit(slitsOf(parameters, reading), 3, 3, { from: 0, to: 2 }),
  msa_to_slit: (parameters, reading) =>
    bySlit(slitsOf(parameters, reading), 3, 3, { from: 2, to: 0 }),
  niriss_soss: soss,
  'niriss-soss': soss,
};

/** Below this difference to the reference, in kelvin, the pipeline leaves the temperature out. */
const SAME_TEMPERATURE = 20;

function snell(parameters: Parameters): Transform {
  const [b, c] = [parameters.numbers('kcoef', 3), parameters.numbers('lcoef', 3)];
  const t = parameters.numbers('tcoef', 6);
  const referencePressure = parameters.number('ref_pressure');
  const glass = {
    ...{ b, c, d: t.subarray(0, 3), e: t.subarray(3) },
    temperature: parameters.number('temp'),
    referenceTemperature: parameters.number('ref_temp'),
    // The pipeline computes with the pressure of the reference, whatever the file says.
    ...{ pressure: referencePressure, referencePressure },
  };
  const plain = glass.temperature - glass.referenceTemperature < SAME_TEMPERATURE;
  return prism(parameters.number('prism_angle'), (metres) =>
    plain ? sellmeier(metres * 1e6, b, c) : sellmeierZemax(metres * 1e6, glass),
  );
}

/** Places of the name and the number of a slit in its record. */
const SLIT_NAME = 0;
const SLIT_NUMBER = 19;
/** Of a slit that has no number of its own. */
const UNNUMBERED = -9999;

/** Slits are numbers, or records that hold one. */
function slitsOf(parameters: Parameters, reading: Reading): Map<number, Transform> {
  const slits = parameters.items('slits');
  const models = parameters.items('models');
  if (slits.length === 0 || slits.length !== models.length) {
    throw badGwcs(`The transform ${parameters.name} has not one transform for each slit.`);
  }
  return new Map(slits.map((slit, k) => [slitNumber(slit), reading.transform(models[k])]));
}

function slitNumber(node: AsdfNode): number {
  if (node.kind === 'sequence') {
    const own = scalarNumber(node.items[SLIT_NUMBER]);
    return own === undefined || own === UNNUMBERED
      ? slitNumber(node.items[SLIT_NAME] as AsdfNode)
      : own;
  }
  const value = scalarNumber(node);
  if (value === undefined) {
    throw unknownGwcs('Slits of the coordinate system that have names are not supported.');
  }
  return value;
}

function scalarNumber(node: AsdfNode | undefined): number | undefined {
  const value = node?.kind === 'scalar' ? node.value : undefined;
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined;
}

function soss(parameters: Parameters, reading: Reading): Transform {
  const orders = parameters.numbers('spectral_orders');
  const models = parameters.items('models');
  if (orders.length === 0 || orders.length !== models.length) {
    throw badGwcs('The orders of the coordinate system have not one transform each.');
  }
  return byOrder(new Map(Array.from(orders, (order, k) => [order, reading.transform(models[k])])));
}
