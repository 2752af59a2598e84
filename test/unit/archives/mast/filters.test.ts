import { describe, expect, it } from 'vitest';
import { readMashup, type MashupAnswer } from '../../../../src/core/archives/mast/mashup';
import {
  filterProducts,
  type FilterValue,
} from '../../../../src/core/archives/mast/product-filters';
import { productOf } from '../../../../src/core/archives/mast/products';
import made from '../../../fixtures/mast-filters.json';

const NUMBERS = ['size', 'calib_level', 't_exptime'];

type Wanted = FilterValue | readonly FilterValue[];

/** Made by `make_mast_filters.py`. */
interface RandomList {
  readonly answer: { readonly fields: readonly unknown[]; readonly data: readonly unknown[] };
  readonly cases: readonly {
    readonly filters: Readonly<Record<string, Wanted>> & {
      readonly mrp_only?: never;
      readonly extension?: string | readonly string[];
    };
    /** Places of rows that have the numbers asked for; null where astroquery takes no such filter. */
    readonly kept: readonly number[] | null;
  }[];
}

function kept(answer: MashupAnswer, filters: RandomList['cases'][number]['filters']): number[] {
  const { mrp_only: recommendedOnly = false, extension, ...columns } = filters;
  const products = answer.data.map(productOf);
  const left = filterProducts(products, answer.fields, { recommendedOnly, extension, columns });
  return left.map((product) => products.indexOf(product));
}

/** Without those that have no number where one is asked for. */
function known(
  rows: readonly number[],
  { data }: MashupAnswer,
  asked: readonly string[],
): number[] {
  const numbers = NUMBERS.filter((name) => asked.includes(name));
  return rows.filter((row) => numbers.every((name) => data[row]?.[name] !== null));
}

describe('random lists of products are filtered as filter_products does it', () => {
  const lists = made as unknown as RandomList[];

  it.each(lists.map((list, index) => [index, list] as const))('%i', (_, { answer, cases }) => {
    const read = readMashup({ status: 'COMPLETE', ...answer });
    if (read === 'executing') {
      throw new Error('It is not ready.');
    }
    for (const { filters, kept: theirs } of cases) {
      const said = JSON.stringify(filters);
      if (theirs === null) {
        expect(() => kept(read, filters), said).toThrow('is no number');
      } else {
        const ours = known(kept(read, filters), read, Object.keys(filters));
        expect(ours, said).toEqual(theirs);
      }
    }
  });
});

describe('a missing number', () => {
  const fields = [{ name: 'size', type: 'int' }];
  const products = [5, null, ''].map((size) => ({ row: { size } }));

  it.each([
    ['<100', [5]],
    ['!<100', [null, '']],
    [['<100', '!7'], [5]],
    ['-999', []],
    ['!-999', [5, null, '']],
  ])('of %j', (size, left) => {
    const ours = filterProducts(products, fields, { columns: { size } });
    expect(ours.map(({ row }) => row.size)).toEqual(left);
  });
});
