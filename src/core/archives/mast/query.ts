import { SkybucketError } from '../../errors';
import type { MastColumn } from './columns';
import { buildFilters, type MastCriteria } from './filters';
import { PAGE_SIZE, type MashupRequest } from './mashup';
import { pythonFloat } from './python-number';

/** A circle on the sky. */
export interface MastPosition {
  /** Degrees, ICRS. */
  readonly ra: number;
  readonly dec: number;
  /** Degrees. */
  readonly radius: number;
  /** What was typed, where it was a name. */
  readonly name?: string | undefined;
}

/** A search for observations: all criteria hold, inside the circle where there is one. */
export interface MastQuery {
  readonly criteria: MastCriteria;
  readonly position?: MastPosition | undefined;
  /** Rows of a page; 50,000 as astroquery asks. */
  readonly pageSize?: number | undefined;
}

/** As astroquery takes it. */
export const DEFAULT_RADIUS = 0.2;

/**
 * The request for a page of a search.
 *
 * @throws SkybucketError as {@link buildFilters}; `format` for a search of nothing, or a circle that is none.
 */
export function searchRequest(
  query: MastQuery,
  columns: readonly MastColumn[],
  page = 1,
): MashupRequest {
  const { criteria, position } = query;
  const paging = { format: 'json' as const, pagesize: query.pageSize ?? PAGE_SIZE, page };
  if (criteria.length === 0) {
    if (position === undefined) {
      throw new SkybucketError('format', 'The search asks for nothing.', {
        hint: 'Give a position, or at least one criterion.',
      });
    }
    const { ra, dec, radius } = checked(position);
    return { service: 'Mast.Caom.Cone', params: { ra, dec, radius }, ...paging };
  }
  return { ...filtered(query, columns, '*'), ...paging };
}

/** The request for how many rows a search has. */
export function countRequest(query: MastQuery, columns: readonly MastColumn[]): MashupRequest {
  const paging = { format: 'json' as const, pagesize: query.pageSize ?? PAGE_SIZE, page: 1 };
  return { ...filtered(query, columns, 'COUNT_BIG(*)'), ...paging };
}

function filtered(
  { criteria, position }: MastQuery,
  columns: readonly MastColumn[],
  asked: string,
): Pick<MashupRequest, 'service' | 'params'> {
  const filters = buildFilters(criteria, columns);
  if (position === undefined) {
    return { service: 'Mast.Caom.Filtered', params: { columns: asked, filters } };
  }
  const { ra, dec, radius } = checked(position);
  return {
    service: 'Mast.Caom.Filtered.Position',
    params: { columns: asked, filters, position: [ra, dec, radius].map(pythonFloat).join(', ') },
  };
}

function checked(position: MastPosition): MastPosition {
  const { ra, dec, radius } = position;
  if (!(Number.isFinite(ra) && Math.abs(dec) <= 90 && radius >= 0 && radius <= 180)) {
    throw new SkybucketError('format', 'This is no circle on the sky.', {
      hint: 'Give right ascension, declination and radius in degrees.',
    });
  }
  return ra >= 0 && ra < 360 ? position : { ...position, ra: ((ra % 360) + 360) % 360 };
}
