import { readFitsWcs } from '../../../../src/core/sky/fits/read-wcs';
import type { Wcs } from '../../../../src/core/sky/wcs';
import type { Shape } from '../../../../src/core/regions/shape';
import truth from '../../../fixtures/regions.json';
import { MemoryPlane } from '../../image/memory-plane';
import { decoded } from '../../image/truth';
import { headerOf } from '../../sky/fits/support/headers';

export { truth };

/** The image of the truth; shapes of it are of this size. */
export function imagePlane(
  traits?: ConstructorParameters<typeof MemoryPlane>[2],
): MemoryPlane<Float32Array> {
  const { width, values } = truth.image;
  return new MemoryPlane(width, decoded('float32', values) as Float32Array, traits);
}

export function wcsOf(header: Record<string, string | number>): Wcs {
  const wcs = readFitsWcs(headerOf({ NAXIS: 2, ...header }));
  if (wcs === undefined || 'problem' in wcs) {
    throw new Error(`No coordinates: ${wcs?.problem}`);
  }
  return wcs;
}

/** JSON has no unions. */
export function shapeOf(json: unknown): Shape {
  return json as Shape;
}

/** Numbers of a truth, where null stands for NaN. */
export function numbers(values: readonly (number | null)[]): number[] {
  return values.map((value) => value ?? NaN);
}
