import { pixelCentres } from '../../healpix/centres';
import { mocShare } from '../../healpix/moc/moc';
import { pixelArea } from '../../healpix/order';
import { pixelsIn, rangesCount } from '../../healpix/pixel-ranges';
import type { Directions } from '../../sky/frames';
import { vectorOf, type Vector } from '../../sky/geometry';
import { regionTest, type SkyRegion } from '../region/region';

const DEGREE = Math.PI / 180;
/** All of the sky. */
const SKY = (4 * Math.PI) / DEGREE ** 2;
/** Pixels that a region of several parts is measured with: a thousandth of it, about. */
const ENOUGH_PIXELS = 100_000;
const MOST_ORDER = 18;

/**
 * How much of the sky a region is, square degrees. Of a polygon whose edges cross, and of several regions
 * together, about.
 *
 * @throws SkybucketError what `regionTest` throws of a region that is none.
 */
export function squareDegrees(region: SkyRegion): number {
  const test = regionTest(region);
  switch (region.kind) {
    case 'everywhere':
      return SKY;
    case 'cone':
      // 1 − cos r, without the digits that it would lose.
      return SKY * Math.sin((Math.min(180, region.radius) / 2) * DEGREE) ** 2;
    case 'box': {
      const { west, east, south, north } = region;
      const turn = (east - west) % 360;
      const width = east - west >= 360 ? 360 : turn < 0 ? turn + 360 : turn;
      return ((Math.sin(north * DEGREE) - Math.sin(south * DEGREE)) / DEGREE) * width;
    }
    case 'polygon': {
      const part = solidAngle(region.corners) / DEGREE ** 2;
      const smaller = Math.min(part, SKY - part);
      return region.larger === true ? SKY - smaller : smaller;
    }
    case 'moc':
      return SKY * mocShare(region.moc);
    case 'union': {
      let order = 4;
      let cover = test.cover(order);
      while (order < MOST_ORDER && rangesCount(cover) > 0 && rangesCount(cover) < ENOUGH_PIXELS) {
        order += rangesCount(cover) < ENOUGH_PIXELS / 16 ? 2 : 1;
        cover = test.cover(order);
      }
      const inside = test.contains(pixelCentres(order, [...pixelsIn(cover)]));
      return inside.reduce((sum, one) => sum + one, 0) * pixelArea(order);
    }
  }
}

/** Of what lies left of the way along the corners: from 0 to 4π. */
function solidAngle({ longitude, latitude }: Directions): number {
  const corners = Array.from(longitude, (lon, k) =>
    vectorOf({ longitude: lon, latitude: latitude[k] as number }),
  );
  const first = corners[0] as Vector;
  let sum = 0;
  for (let k = 1; k + 1 < corners.length; k++) {
    sum += triangle(first, corners[k] as Vector, corners[k + 1] as Vector);
  }
  const all = 4 * Math.PI;
  return ((sum % all) + all) % all;
}

/** Van Oosterom and Strackee: with its sign, also where it is more than half of the sky. */
function triangle(a: Vector, b: Vector, c: Vector): number {
  const volume =
    a[0] * (b[1] * c[2] - b[2] * c[1]) +
    a[1] * (b[2] * c[0] - b[0] * c[2]) +
    a[2] * (b[0] * c[1] - b[1] * c[0]);
  return 2 * Math.atan2(volume, 1 + dot(a, b) + dot(b, c) + dot(c, a));
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
