import { SkybucketError } from '../core/errors';
import type { Plane } from '../core/image/plane';
import type { RingsAround } from '../core/regions/radial-profile';
import { MOST_CORNERS, type Region, type Shape } from '../core/regions/shape';
import {
  MOST_CONTOUR_CELLS,
  MOST_CONTOUR_LEVELS,
  MOST_REGIONS,
  type RegionMethods,
} from '../protocol/region';
import { checkBox } from './bounds';

/** Further away than any pixel, and near enough for exact numbers. */
const FARTHEST = 1e9;

/** A Gaussian that reaches further is better had of larger cells. */
const MOST_SMOOTH = 32;

/** Largest number of pixels a cell of a contour can stand for, each way. */
const MOST_STEP = 2 ** 30;

/** @throws SkybucketError `protocol` for a shape that is none. */
export function checkShape(shape: Shape): void {
  if (!isShape(shape)) {
    throw new SkybucketError('protocol', 'This is no shape on an image.');
  }
}

/** @throws SkybucketError `protocol` for too many regions, or some that are none. */
export function checkRegions(regions: readonly Region[]): void {
  if (!Array.isArray(regions) || regions.length > MOST_REGIONS) {
    throw new SkybucketError(
      'protocol',
      `An image can have ${MOST_REGIONS.toLocaleString('en')} regions at most.`,
    );
  }
  for (const { shape, text, colour, include } of regions) {
    checkShape(shape);
    const words = typeof text === 'string' && typeof colour === 'string';
    if (!words || !/^[#\w ]{0,40}$/.test(colour) || typeof include !== 'boolean') {
      throw new SkybucketError('protocol', 'This is no region.');
    }
  }
}

/** @throws SkybucketError `protocol` for what is no position. */
export function checkPosition(position: readonly [x: number, y: number]): void {
  if (!Array.isArray(position) || position.length !== 2 || !position.every(isNear)) {
    throw new SkybucketError('protocol', 'This is no position on an image.');
  }
}

/** @throws SkybucketError `protocol` unless there are rings of that size. */
export function checkRings({ x, y, radius, ratio = 1, angle = 0 }: RingsAround): void {
  const isShape = ratio <= 1 && isSize(radius * ratio) && Number.isFinite(angle);
  if (![x, y].every(isNear) || !isSize(radius) || !isShape) {
    throw new SkybucketError('protocol', `There are no rings of ${radius} pixels.`);
  }
}

/** @throws SkybucketError `protocol` for contours that cannot be had. */
export function checkContours(
  plane: Plane,
  { x0, y0, x1, y1, step, levels, smooth }: RegionMethods['contours'][0],
): void {
  checkBox(plane, { x0, y0, x1, y1 });
  if (!Number.isSafeInteger(step) || step > MOST_STEP || !Number.isInteger(Math.log2(step))) {
    throw new SkybucketError('protocol', `${step} pixels are no power of two.`);
  }
  if (Math.ceil((x1 - x0) / step) * Math.ceil((y1 - y0) / step) > MOST_CONTOUR_CELLS) {
    throw new SkybucketError(
      'protocol',
      `Contours can be had of ${MOST_CONTOUR_CELLS.toLocaleString('en')} cells at most.`,
    );
  }
  if (
    !Array.isArray(levels) ||
    levels.length > MOST_CONTOUR_LEVELS ||
    !levels.every(Number.isFinite)
  ) {
    throw new SkybucketError(
      'protocol',
      `There can be ${MOST_CONTOUR_LEVELS} contours of finite values at most.`,
    );
  }
  if (!(smooth >= 0 && smooth <= MOST_SMOOTH)) {
    throw new SkybucketError('protocol', `Contours can be smoothed by 0 to ${MOST_SMOOTH} cells.`);
  }
}

function isShape(shape: Shape): boolean {
  if (typeof shape !== 'object' || shape === null) {
    return false;
  }
  switch (shape.kind) {
    case 'point':
      return isPlaced(shape);
    case 'circle':
      return isPlaced(shape) && isSize(shape.radius);
    case 'annulus': {
      const { inner, outer } = shape;
      return isPlaced(shape) && isSize(outer) && inner >= 0 && inner < outer;
    }
    case 'ellipse':
      return isPlaced(shape) && isSize(shape.a) && isSize(shape.b) && isNear(shape.angle);
    case 'box': {
      const { width, height, angle } = shape;
      return isPlaced(shape) && isSize(width) && isSize(height) && isNear(angle);
    }
    case 'polygon': {
      const { vertices } = shape;
      const some = Array.isArray(vertices) && vertices.length >= 3;
      return some && vertices.length <= MOST_CORNERS && vertices.every(isPair);
    }
    case 'line':
      return isPair(shape.from) && isPair(shape.to);
    default:
      return false;
  }
}

function isPlaced({ x, y }: { readonly x: number; readonly y: number }): boolean {
  return isNear(x) && isNear(y);
}

function isPair(pair: readonly number[]): boolean {
  return Array.isArray(pair) && pair.length === 2 && pair.every(isNear);
}

function isNear(value: number): boolean {
  return typeof value === 'number' && Math.abs(value) <= FARTHEST;
}

function isSize(value: number): boolean {
  return isNear(value) && value > 0;
}
