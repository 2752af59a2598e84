import type { RegionSpec } from '../../../src/protocol/catalog';
import { countOf } from '../../../src/protocol/figures';
import { degreesText } from './angle-text';

/** How much of the sky: `16.2 square degrees`, `314 square arcminutes`, `the whole sky`. */
export function areaWords(squareDegrees: number): string {
  if (squareDegrees > 41_252) {
    return 'the whole sky';
  }
  const [size, unit] =
    squareDegrees >= 0.1 || squareDegrees === 0
      ? [squareDegrees, 'degree']
      : squareDegrees * 3600 >= 0.1
        ? [squareDegrees * 3600, 'arcminute']
        : [squareDegrees * 12_960_000, 'arcsecond'];
  const text = Number(size.toPrecision(3)).toLocaleString('en-US', { maximumFractionDigits: 6 });
  return `${text} square ${unit}${text === '1' ? '' : 's'}`;
}

/** A region in a few words: `cone of 0.5° around 64.5 +28.5`. */
export function regionWords(region: RegionSpec): string {
  switch (region.kind) {
    case 'everywhere':
      return 'everywhere';
    case 'cone':
      return `cone of ${degreesText(region.radius)}° around ${degreesText(region.ra)} ${degreesText(region.dec)}`;
    case 'box':
      return `box of RA ${region.ra.map(degreesText).join(' to ')}, Dec ${region.dec.map(degreesText).join(' to ')}`;
    case 'polygon':
      return `polygon of ${countOf(region.corners.length, 'corner')}`;
    case 'moc':
      return `MOC ${region.name}`;
    case 'union':
      return `${countOf(region.parts.length, 'region')} together`;
  }
}
