import type { CatalogRequest, RegionSpec } from '../../core/catalogs/request/request';

const LONGEST = 120;
/** The sidebar shows the rows and the size of a result behind its title, and all of the filter in its tooltip. */
const LONGEST_FILTER = 24;

/** What a result is called: `AllWISE Source Catalog · RA 62–66°, Dec 25–29° · ext_flg == 0`. */
export function resultTitle(name: string, { region, filter }: CatalogRequest): string {
  const asked = short(filter.trim().replace(/\s+/g, ' '), LONGEST_FILTER);
  const words = [name, regionWords(region), asked].filter((text) => text !== '');
  return short(words.join(' · '));
}

/** What a cross-match is called. */
export function matchTitle(title: string, other: string): string {
  return short(`${title} × ${other}`);
}

/** A region in words; empty for the whole sky. */
export function regionWords(region: RegionSpec): string {
  switch (region.kind) {
    case 'everywhere':
      return '';
    case 'cone': {
      const { ra, dec, radius } = region;
      return `${angle(radius)} around ${degrees(ra)} ${dec < 0 ? '' : '+'}${degrees(dec)}`;
    }
    case 'box': {
      const { ra, dec } = region;
      return `RA ${ra.map(degrees).join('–')}°, Dec ${dec.map(degrees).join(' to ')}°`;
    }
    case 'polygon':
      return `polygon of ${region.corners.length} corners`;
    case 'moc':
      return region.name;
    case 'union':
      return `${region.parts.length} regions`;
  }
}

function angle(value: number): string {
  if (value < 1 / 60) {
    return `${degrees(value * 3600)}″`;
  }
  return value < 1 ? `${degrees(value * 60)}′` : `${degrees(value)}°`;
}

function degrees(value: number): string {
  return String(Number(value.toFixed(5)));
}

function short(text: string, longest = LONGEST): string {
  const signs = Array.from(text);
  return signs.length <= longest ? text : `${signs.slice(0, longest - 1).join('')}…`;
}
