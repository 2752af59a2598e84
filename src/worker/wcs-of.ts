import type { ReadOptions } from '../core/bytes/source';
import type { PlaneRef } from '../protocol/methods';
import type { FoundWcs } from './content';
import type { OpenContent } from './part-handlers';

/** The coordinate system of a plane. */
export type WcsOf = (ref: PlaneRef, options: ReadOptions) => Promise<FoundWcs>;

/** What the header says of axes is said of the image, not of the arrays in cells. */
export function wcsOf(open: OpenContent): WcsOf {
  return async ({ hdu, cell }, options) =>
    cell ? undefined : (await open(options)).wcs(hdu, options);
}
