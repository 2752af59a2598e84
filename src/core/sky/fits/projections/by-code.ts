import { coe, cod, coo, cop } from './conic';
import { ait, car, cea, cyp, mer, mol, par, sfl } from './cylindrical';
import { hpx, xph } from './healpix';
import { azp, szp } from './perspective';
import { bon, pco } from './polyconic';
import type { NewProjection } from './projection';
import { csc, qsc, tsc } from './quadcube';
import { air, arc, sin, stg, tan, zea, zpn } from './zenithal';

/** The projections by the last three letters of CTYPE. */
export const PROJECTIONS: ReadonlyMap<string, NewProjection> = new Map([
  ['AZP', azp],
  ['SZP', szp],
  ['TAN', tan],
  ['STG', stg],
  ['SIN', sin],
  ['ARC', arc],
  ['ZPN', zpn],
  ['ZEA', zea],
  ['AIR', air],
  ['CYP', cyp],
  ['CEA', cea],
  ['CAR', car],
  ['MER', mer],
  ['SFL', sfl],
  ['PAR', par],
  ['MOL', mol],
  ['AIT', ait],
  ['COP', cop],
  ['COE', coe],
  ['COD', cod],
  ['COO', coo],
  ['BON', bon],
  ['PCO', pco],
  ['TSC', tsc],
  ['CSC', csc],
  ['QSC', qsc],
  ['HPX', hpx],
  ['XPH', xph],
]);
