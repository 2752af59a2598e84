import { pixelCentres } from '../../healpix/centres';
import { pixelSize } from '../../healpix/order';
import {
  overlapsPixel,
  pixelsIn,
  rangesAt,
  rangesCount,
  type PixelRanges,
} from '../../healpix/pixel-ranges';
import { ringToNested } from '../../healpix/ring';
import type { Pixel } from '../layout/layout';
import { regionTest, type SkyRegion } from '../region/region';
import type { QueryRegion } from './query';

/** Fine enough that files and row groups are chosen well; 13 arcminutes. */
const ORDER = 8;
/** Bounds are taken from so many pixels at most, from coarser ones where there are more. */
const MOST_PIXELS = 20_000;
/** The corner of a pixel is never farther from its middle than this many times its size. */
const REACH = 1.1;
/** A gap in right ascension that is smaller says nothing new. */
const LEAST_GAP = 1;

/** What a query asks about a region; undefined for the whole sky, which asks nothing. */
export function queryRegion(region: SkyRegion): QueryRegion | undefined {
  if (region.kind === 'everywhere') {
    return undefined;
  }
  const test = regionTest(region);
  const cover: PixelRanges = test.cover(ORDER);
  return {
    within: ({ order, pixel, scheme }: Pixel) => {
      const nested = scheme === 'ring' ? (ringToNested(order, [pixel])[0] as number) : pixel;
      return overlapsPixel(cover, order, nested);
    },
    ...boundsOf(cover),
    contains: (directions) => test.contains(directions),
  };
}

/** Intervals of right ascension and declination around some pixels. */
function boundsOf(cover: PixelRanges): Pick<QueryRegion, 'ra' | 'dec'> {
  let ranges = cover;
  while (rangesCount(ranges) > MOST_PIXELS && ranges.order > 0) {
    ranges = rangesAt(ranges, ranges.order - 1);
  }
  const { longitude, latitude } = pixelCentres(ranges.order, [...pixelsIn(ranges)]);
  const reach = REACH * pixelSize(ranges.order);
  let [south, north] = [90, -90];
  const parts: [number, number][] = [];
  let around = false;
  for (let i = 0; i < longitude.length; i++) {
    const [ra, dec] = [longitude[i] as number, latitude[i] as number];
    south = Math.min(south, dec - reach);
    north = Math.max(north, dec + reach);
    if (Math.abs(dec) + reach >= 90) {
      around = true;
      continue;
    }
    // As wide as a circle of this radius is there.
    const ratio = Math.sin((reach * Math.PI) / 180) / Math.cos((dec * Math.PI) / 180);
    const half = ratio >= 1 ? 180 : (Math.asin(ratio) * 180) / Math.PI;
    parts.push([ra - half, ra + half]);
  }
  return {
    ra: around ? [[0, 360]] : joined(parts),
    dec: [Math.max(-90, south), Math.min(90, north)],
  };
}

/** Intervals that overlap, or nearly so, as one; they may reach below 0 and beyond 360. */
function joined(parts: readonly [number, number][]): [number, number][] {
  const intervals: [number, number][] = [];
  for (const [from, to] of [...parts].sort((a, b) => a[0] - b[0])) {
    const last = intervals.at(-1);
    if (last && from <= last[1] + LEAST_GAP) {
      last[1] = Math.max(last[1], to);
    } else {
      intervals.push([from, to]);
    }
  }
  return intervals;
}
