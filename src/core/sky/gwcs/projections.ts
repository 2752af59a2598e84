import { PROJECTIONS } from '../fits/projections/by-code';
import type { Pair, Projection } from '../fits/projections/projection';
import { DEGREE, RADIAN } from './angles';
import type { Parameters } from './parameters';
import { badGwcs } from './problem';
import { ofPairs, type Transform } from './transform';

/** A projection of FITS paper II: its code in CTYPE, and its parameters PVi_1, PVi_2, … by their names. */
interface Named {
  readonly code: string;
  readonly parameters?: readonly (readonly [name: string, otherwise: number])[];
}

const CONIC = [
  ['sigma', 90],
  ['delta', 0],
] as const;

/** By the names of the ASDF standard. */
const NAMED: Readonly<Record<string, Named>> = {
  airy: { code: 'AIR', parameters: [['theta_b', 90]] },
  bonne_equal_area: { code: 'BON', parameters: [['theta1', 0]] },
  cobe_quad_spherical_cube: { code: 'CSC' },
  conic_equal_area: { code: 'COE', parameters: CONIC },
  conic_equidistant: { code: 'COD', parameters: CONIC },
  conic_orthomorphic: { code: 'COO', parameters: CONIC },
  conic_perspective: { code: 'COP', parameters: CONIC },
  cylindrical_equal_area: { code: 'CEA', parameters: [['lam', 1]] },
  cylindrical_perspective: {
    code: 'CYP',
    parameters: [
      ['mu', 1],
      ['lam', 1],
    ],
  },
  gnomonic: { code: 'TAN' },
  hammer_aitoff: { code: 'AIT' },
  healpix: {
    code: 'HPX',
    parameters: [
      ['H', 4],
      ['X', 3],
    ],
  },
  healpix_polar: { code: 'XPH' },
  mercator: { code: 'MER' },
  molleweide: { code: 'MOL' },
  parabolic: { code: 'PAR' },
  plate_carree: { code: 'CAR' },
  polyconic: { code: 'PCO' },
  quad_spherical_cube: { code: 'QSC' },
  sanson_flamsteed: { code: 'SFL' },
  slant_orthographic: {
    code: 'SIN',
    parameters: [
      ['xi', 0],
      ['eta', 0],
    ],
  },
  slant_zenithal_perspective: {
    code: 'SZP',
    parameters: [
      ['mu', 0],
      ['phi0', 0],
      ['theta0', 90],
    ],
  },
  stereographic: { code: 'STG' },
  tangential_spherical_cube: { code: 'TSC' },
  zenithal_equal_area: { code: 'ZEA' },
  zenithal_equidistant: { code: 'ARC' },
  zenithal_perspective: {
    code: 'AZP',
    parameters: [
      ['mu', 0],
      ['gamma', 0],
    ],
  },
};

/**
 * A projection of FITS paper II by its name in the ASDF standard, `gnomonic` being TAN, degrees on both
 * sides; undefined for one that is not known here.
 *
 * @throws SkybucketError `format` for a direction that is none, and parameters no such projection has.
 */
export function projection(name: string, parameters: Parameters): Transform | undefined {
  const named = Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
  const make = named && PROJECTIONS.get(named.code);
  if (named === undefined || make === undefined) {
    return undefined;
  }
  const direction = parameters.text('direction', 'pix2sky');
  if (direction !== 'pix2sky' && direction !== 'sky2pix') {
    throw badGwcs(`The projection ${name} goes neither from the plane to the sky nor back.`);
  }
  const values = (named.parameters ?? []).map(([key, otherwise]) =>
    parameters.number(key, otherwise),
  );
  const made = make((m) => values[m - 1]);
  if (typeof made === 'string') {
    throw badGwcs(made);
  }
  return projected(made, direction === 'pix2sky');
}

/** One way of a projection, the other one its inverse. */
function projected(by: Projection, toSky: boolean): Transform {
  const pair: Pair = { u: 0, v: 0 };
  return ofPairs(
    (x, y, out) => {
      const there = toSky
        ? by.toNative(x * DEGREE, y * DEGREE, pair)
        : by.toPlane(x * DEGREE, y * DEGREE, pair);
      out[0] = there ? pair.u * RADIAN : NaN;
      out[1] = there ? pair.v * RADIAN : NaN;
    },
    () => projected(by, !toSky),
  );
}
