import type { Header } from '../fits/header';
import { isDssPlate } from '../sky/fits/dss';
import { wcsKeywords } from '../sky/fits/keywords';
import { linearMatrix } from '../sky/fits/linear';
import { unitFactor } from '../sky/fits/units';
import { localScale } from '../sky/geometry-scale';
import type { Wcs } from '../sky/wcs';

/** Degrees a pixel along the first and the second axis. */
export type PixelScales = readonly [x: number, y: number];

/**
 * What an angle is in pixels: of a FITS header as `astropy.wcs.utils.proj_plane_pixel_scales` says, from the
 * matrix alone, with each axis by its own (Cutout2D takes the scale of x for the height, which is the same
 * where pixels are square); of other coordinate systems around the centre. Undefined without celestial axes.
 *
 * @param at 0-based, one for each axis of the image.
 */
export function pixelScales(
  wcs: Wcs | undefined,
  header: Header | undefined,
  at: readonly number[],
): PixelScales | undefined {
  if (wcs?.celestial === undefined) {
    return undefined;
  }
  const matrix = header && !isDssPlate(header) ? matrixScales(wcs.celestial, header) : undefined;
  if (matrix !== undefined) {
    return matrix;
  }
  const [x = 0, y = 0, ...rest] = at;
  const local = localScale(wcs, x, y, { rest });
  return local && [local.scaleX / 3600, local.scaleY / 3600];
}

function matrixScales(
  { longitude, latitude }: { readonly longitude: number; readonly latitude: number },
  header: Header,
): PixelScales | undefined {
  const keywords = wcsKeywords(header, ' ');
  if (keywords === undefined || 'problem' in keywords) {
    return undefined;
  }
  const matrix = linearMatrix(keywords, { longitude, latitude }, []);
  if (typeof matrix === 'string') {
    return undefined;
  }
  const along = (pixelAxis: number): number =>
    Math.hypot(
      ...[longitude, latitude].map((axis) => {
        const unit = keywords.cunit[axis] ?? '';
        const factor = unit === '' ? 1 : (unitFactor(unit, 'angle') ?? 1);
        return factor * (matrix.elements[axis * matrix.size + pixelAxis] as number);
      }),
    );
  const scales: PixelScales = [along(0), along(1)];
  return scales.every((scale) => scale > 0) ? scales : undefined;
}
