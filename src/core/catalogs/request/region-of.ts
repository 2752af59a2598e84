import { parseMoc } from '../../healpix/moc/moc-text';
import type { SkyRegion } from '../region/region';
import type { RegionSpec } from './request';

/**
 * The region that a request means; `regionTest` and `queryRegion` take it.
 *
 * @throws SkybucketError `format`, `too-large` of a coverage map that is none.
 */
export function regionOf(spec: RegionSpec): SkyRegion {
  switch (spec.kind) {
    case 'everywhere':
      return { kind: 'everywhere' };
    case 'cone':
      return {
        kind: 'cone',
        centre: { longitude: spec.ra, latitude: spec.dec },
        radius: spec.radius,
      };
    case 'box':
      return {
        kind: 'box',
        west: spec.ra[0],
        east: spec.ra[1],
        south: spec.dec[0],
        north: spec.dec[1],
      };
    case 'polygon':
      return {
        kind: 'polygon',
        corners: {
          longitude: Float64Array.from(spec.corners, ([ra]) => ra),
          latitude: Float64Array.from(spec.corners, ([, dec]) => dec),
        },
        larger: spec.larger,
      };
    case 'moc':
      return { kind: 'moc', moc: parseMoc(spec.text) };
    case 'union':
      return { kind: 'union', parts: spec.parts.map(regionOf) };
  }
}
