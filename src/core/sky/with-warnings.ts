import type { Wcs } from './wcs';

/** The same coordinates, with more said of them. */
export function withWarnings(wcs: Wcs, warnings: readonly string[]): Wcs {
  const { pixelAxes, worldAxes, celestial, projection } = wcs;
  return {
    ...{ pixelAxes, worldAxes, celestial, projection },
    warnings: [...warnings, ...wcs.warnings],
    toWorld: (pixels) => wcs.toWorld(pixels),
    toPixel: (world) => wcs.toPixel(world),
  };
}
