import type { Direction } from '../../sky/geometry';
import { formatNumber } from '../sia/number';
import { wrongCriterion } from '../sia/problem';
import { withQuery } from '../sia/request';

const IMAGE_SERVER = /^https?:\/\/irsa\.ipac\.caltech\.edu\/ibe\/data\/[^?#]+$/i;

/** True where IRSA cuts out of it on its side: of what its image server (IBE) has, and nothing else. */
export function canCutOut(address: string): boolean {
  return IMAGE_SERVER.test(address);
}

/**
 * The address of a cutout that IRSA makes, as FITS without gzip, which it would send otherwise. It is clipped at
 * the image's border; one that misses the image is refused (400).
 *
 * @param centre ICRS, degrees
 * @param width degrees along the image's first axis; the same along the second where `height` is left out
 * @throws SkybucketError `unsupported` for an address of another server, or a size that is none.
 */
export function irsaCutout(
  address: string,
  centre: Direction,
  width: number,
  height?: number,
): string {
  if (!canCutOut(address)) {
    throw wrongCriterion('IRSA makes no cutouts of this file.', 'Cut it out in the viewer.');
  }
  const sizes = height === undefined ? [width] : [width, height];
  if (!sizes.every((size) => size > 0 && size < 180) || !(Math.abs(centre.latitude) <= 90)) {
    throw wrongCriterion('This is no size of a cutout.', 'Give degrees above 0.');
  }
  const center = [centre.longitude, centre.latitude].map(formatNumber).join(',');
  // Commas stand as they are: the server's own examples have them so.
  return withQuery(
    address,
    `center=${center}&size=${sizes.map(formatNumber).join(',')}&gzip=false`,
  );
}
