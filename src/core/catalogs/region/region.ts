import type { CoverOptions } from '../../healpix/coverage';
import { type Moc, mocContains, mocPixels } from '../../healpix/moc/moc';
import { unionOf } from '../../healpix/pixel-ranges';
import { pixelCount } from '../../healpix/order';
import type { Directions } from '../../sky/frames';
import type { Direction } from '../../sky/geometry';
import { boxTest, type SkyBox } from './box';
import { coneTest } from './cone';
import { polygonTest } from './polygon';
import type { RegionTest } from './region-test';

/** Where a query looks, ICRS, degrees. What each holds is said where its test is made. */
export type SkyRegion =
  | { readonly kind: 'everywhere' }
  | { readonly kind: 'cone'; readonly centre: Direction; readonly radius: number }
  | ({ readonly kind: 'box' } & SkyBox)
  | {
      readonly kind: 'polygon';
      readonly corners: Directions;
      /** True where the inside is the larger part of the sky. */
      readonly larger?: boolean | undefined;
    }
  | { readonly kind: 'moc'; readonly moc: Moc }
  /** All that lies in at least one of them. */
  | { readonly kind: 'union'; readonly parts: readonly SkyRegion[] };

/**
 * The test of a region, which is made once and asked many times.
 *
 * @throws SkybucketError `format` of a region that is none, `too-large` of a polygon of too many corners.
 */
export function regionTest(region: SkyRegion): RegionTest {
  switch (region.kind) {
    case 'everywhere':
      return EVERYWHERE;
    case 'cone':
      return coneTest(region.centre, region.radius);
    case 'box':
      return boxTest(region);
    case 'polygon':
      return polygonTest(region.corners, region.larger);
    case 'moc':
      return mocTest(region.moc);
    case 'union':
      return unionTest(region.parts.map(regionTest));
  }
}

const EVERYWHERE: RegionTest = {
  cover: (order) => ({ order, bounds: Float64Array.of(0, pixelCount(order)), finest: order }),
  // A direction that is not known is nowhere in particular, but it is in the catalogue.
  contains: ({ longitude }) => new Uint8Array(longitude.length).fill(1),
};

function mocTest(moc: Moc): RegionTest {
  return {
    cover: (order) => ({ ...mocPixels(moc, order), finest: order }),
    contains: mocContains(moc),
  };
}

function unionTest(parts: readonly RegionTest[]): RegionTest {
  return {
    cover: (order: number, options?: CoverOptions) => {
      const covers = parts.map((part) => part.cover(order, options));
      const finest = Math.min(order, ...covers.map((cover) => cover.finest));
      return { ...unionOf(order, covers), finest };
    },
    contains: (directions) => {
      const out = new Uint8Array(directions.longitude.length);
      for (const part of parts) {
        part.contains(directions).forEach((isIn, k) => {
          out[k] = isIn === 1 ? 1 : (out[k] as number);
        });
      }
      return out;
    },
  };
}
