import {
  chosenProducts,
  type ProductValue,
  valuesOfFiles,
} from '../../core/searches/product-choice';
import { readFilterText } from '../../core/searches/product-filter-text';
import type { FieldChoice } from '../../protocol/search';
import type { SearchProduct } from './product';

/**
 * The products that a filter leaves, in their order: one that {@link readFilterText} reads, where clauses may also be
 * words that stand in the name, the group or the description.
 *
 * @throws SkybucketError `format` for what is no filter.
 */
export function chooseProducts(
  products: readonly SearchProduct[],
  filter: string,
): readonly SearchProduct[] {
  const clauses = filter.includes('"') ? [filter] : filter.split(';');
  const words = clauses.filter(isWords).map((clause) => clause.trim().toLowerCase());
  const written = clauses.filter((clause) => !isWords(clause)).join(';');
  return chosenProducts(products, readFilterText(written)).filter((product) => {
    const { name, subgroup, description } = product;
    const text = [name, subgroup, description].join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

function isWords(clause: string): boolean {
  return !/[=<>"]|^\s*recommended\s*$/i.test(clause);
}

/** What one can choose products by, as clauses of a filter. */
export function productChoices(products: readonly SearchProduct[]): readonly FieldChoice[] {
  const { recommended, groups, levels, types, extensions } = valuesOfFiles(products);
  const clauses = (word: string, values: readonly ProductValue[]): FieldChoice[] =>
    values.length < 2
      ? []
      : values.map(({ value, count }) => ({ value: `${word}=${value}`, count }));
  return [
    ...(recommended === 0 || recommended === products.length
      ? []
      : [{ value: 'recommended', count: recommended }]),
    ...[...clauses('group', groups), ...clauses('level', levels)],
    ...[...clauses('type', types), ...clauses('extension', extensions)],
  ];
}
