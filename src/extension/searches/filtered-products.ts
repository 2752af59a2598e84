import type { ProductFilters } from '../../core/archives/mast/product-filters';
import { chosenProducts } from '../../core/searches/product-choice';
import { filterText } from '../../core/searches/product-filter-text';
import { countOf, formatCount } from '../../protocol/figures';
import type { RowProducts } from './product';

/** The files of a row that a filter leaves. */
export function filteredProducts(found: RowProducts, filters: ProductFilters): RowProducts {
  return {
    science: chosenProducts(found.science, filters),
    auxiliary: chosenProducts(found.auxiliary, filters),
    partial: found.partial,
  };
}

/** `6 of 30 files: type=SCIENCE; extension=.fits` */
export function filterLine(all: RowProducts, some: RowProducts, filters: ProductFilters): string {
  return `${formatCount(numberOf(some))} of ${countOf(numberOf(all), 'file')}: ${filterText(filters)}`;
}

function numberOf({ science, auxiliary }: RowProducts): number {
  return science.length + auxiliary.length;
}
