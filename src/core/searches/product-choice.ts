import type { AnswerField } from '../archives/mast/answer-table';
import { filterProducts, type ProductFilters } from '../archives/mast/product-filters';
import { MINIMUM_RECOMMENDED } from '../archives/mast/products';

/** A file of a row, as far as one can choose by it. */
export interface ChoosableProduct {
  readonly name: string;
  /** Bytes. */
  readonly size: number | undefined;
  /** `SCIENCE`, `PREVIEW`, … */
  readonly type: string;
  /** `RATE`, `DRZ`, …; empty where there is none. */
  readonly subgroup: string;
  readonly description: string;
  /** True for minimum recommended products. */
  readonly recommended: boolean;
  readonly calibration: number | undefined;
  readonly rights: string;
}

/** The columns of a list of files, under the names that MAST gives them. */
const FIELDS: readonly AnswerField[] = [
  { name: 'productFilename', type: 'string' },
  { name: 'productType', type: 'string' },
  { name: 'productSubGroupDescription', type: 'string' },
  { name: 'productGroupDescription', type: 'string' },
  { name: 'description', type: 'string' },
  { name: 'dataRights', type: 'string' },
  { name: 'calib_level', type: 'int' },
  { name: 'size', type: 'int' },
];

/**
 * The files that a filter leaves, in their order, whatever archive they are of.
 *
 * @throws SkybucketError `not-found` for a column that files do not have; `format` for a value that is no number
 *   where numbers are compared.
 */
export function chosenProducts<T extends ChoosableProduct>(
  products: readonly T[],
  filters: ProductFilters,
): readonly T[] {
  const rows = products.map((product) => ({
    product,
    row: {
      productFilename: product.name,
      productType: product.type,
      productSubGroupDescription: product.subgroup,
      productGroupDescription: product.recommended ? MINIMUM_RECOMMENDED : '',
      description: product.description,
      dataRights: product.rights,
      calib_level: product.calibration ?? null,
      size: product.size ?? null,
    },
  }));
  return filterProducts(rows, FIELDS, filters).map(({ product }) => product);
}

/** True where a filter leaves all. */
export function isNoFilter({ recommendedOnly, extension, columns = {} }: ProductFilters): boolean {
  const ends = typeof extension === 'string' ? [extension] : (extension ?? []);
  return recommendedOnly !== true && ends.length === 0 && Object.keys(columns).length === 0;
}

/** A value that files have, and how many have it. */
export interface ProductValue {
  readonly value: string;
  readonly count: number;
}

/** What the files of a row can be chosen by. */
export interface ProductValues {
  /** How many are minimum recommended products. */
  readonly recommended: number;
  readonly types: readonly ProductValue[];
  readonly groups: readonly ProductValue[];
  readonly levels: readonly ProductValue[];
  /** Ends of names, with their dot, in lower case. */
  readonly extensions: readonly ProductValue[];
}

export function valuesOfFiles(products: readonly ChoosableProduct[]): ProductValues {
  return {
    recommended: products.filter(({ recommended }) => recommended).length,
    types: counted(products.map(({ type }) => type)),
    groups: counted(products.map(({ subgroup }) => subgroup)),
    levels: counted(products.map(({ calibration }) => String(calibration ?? ''))),
    extensions: counted(products.map(({ name }) => extensionOf(name))),
  };
}

/** `.fits`, `.fits.gz`; empty where there is none. */
function extensionOf(name: string): string {
  const end = /(?:\.[a-z]\w{0,7})?\.(?:gz|bz2|fz|zip|z)$|\.[a-z]\w{0,7}$/i.exec(name);
  return (end?.[0] ?? '').toLowerCase();
}

/** Most first. */
function counted(values: readonly string[]): readonly ProductValue[] {
  const counts = new Map<string, number>();
  for (const value of values) {
    if (value !== '') {
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}
