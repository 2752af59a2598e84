import { describe, expect, it } from 'vitest';
import { AnswerTable } from '../../../../src/core/archives/mast/answer-table';
import { readColumns } from '../../../../src/core/archives/mast/columns';
import { missionsIn, readKnownValues } from '../../../../src/core/archives/mast/known-values';
import { readMashup } from '../../../../src/core/archives/mast/mashup';
import { readMissionColumns } from '../../../../src/core/archives/mast/mission-columns';
import { readMissionProducts } from '../../../../src/core/archives/mast/mission-products';
import { readMission } from '../../../../src/core/archives/mast/mission-search';
import { readNames } from '../../../../src/core/archives/mast/names';
import { readPaths } from '../../../../src/core/archives/mast/path-lookup';
import { filterProducts } from '../../../../src/core/archives/mast/product-filters';
import {
  productOf,
  scienceFirst,
  uniqueProducts,
} from '../../../../src/core/archives/mast/products';
import { isObject, type JsonObject } from '../../../../src/core/archives/json-object';
import { SkybucketError } from '../../../../src/core/errors';
import { golden, HAS_GOLDEN } from './support/recorded';

const RUNS = 40;

const HOSTILE: readonly unknown[] = [
  ...[null, true, -1, 1e300, 0.5, 2n ** 70n, '', '__proto__', 'NaN', '\u0000', '<b>&amp;</b>'],
  ...[[], {}, [[]], [null], { a: { b: [] } }, 'x'.repeat(10_000), ['COMPLETE'], { length: 1e9 }],
];

/** Numbers in [0, 1) that are the same at each run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

/** A copy in which some values are others. */
function damaged(value: unknown, random: () => number, chance: number): unknown {
  if (random() < chance) {
    return HOSTILE[Math.floor(random() * HOSTILE.length)];
  }
  if (Array.isArray(value)) {
    return value.map((item: unknown) => damaged(item, random, chance));
  }
  return isObject(value)
    ? Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, damaged(item, random, chance)]),
      )
    : value;
}

function rowsOf(json: unknown): void {
  const answer = readMashup(json);
  if (answer !== 'executing') {
    const rows = new AnswerTable();
    rows.add(answer.fields, answer.data);
    rows.table();
  }
}

function productsOf(json: unknown): void {
  const answer = readMashup(json);
  if (answer !== 'executing') {
    const products = uniqueProducts(answer.data.map(productOf));
    scienceFirst(products);
    filterProducts(products, answer.fields, { extension: 'fits', recommendedOnly: true });
  }
}

const URIS = ['mast:HST/product/u9o40504m_c3m.fits', 'mast:HST/product/does_not_exist.fits'];

describe.skipIf(!HAS_GOLDEN)('an answer with wrong values in it is read or refused', () => {
  it.each<[string, (json: unknown) => unknown]>([
    ['caom.json', rowsOf],
    ['products.json', productsOf],
    ['columnsconfig.json', readColumns],
    ['missions.extjs', (json) => missionsIn(readKnownValues(isObject(json) ? json : {}))],
    ['resolver.json', (json) => readNames(json, 'M1')],
    ['mast_relative_path.json', (json) => readPaths(json, URIS)],
    ['mission_columns.json', (json) => readMissionColumns(json, 'hst')],
    ['mission_results.json', missionRows],
    ['mission_products.json', readMissionProducts],
  ])('%s', (name, read) => {
    // Of the products of a mission nothing is recorded.
    const json = name === 'mission_products.json' ? PRODUCTS : golden(`mast/${name}`);
    let refused = 0;
    for (let seed = 1; seed <= RUNS; seed++) {
      const random = numbers(seed);
      try {
        read(damaged(json, random, 0.3 * random() ** 3));
      } catch (error) {
        expect(error, `seed ${seed}`).toBeInstanceOf(SkybucketError);
        refused++;
      }
    }
    expect(refused).toBeLessThan(RUNS);
  });
});

const PRODUCTS: JsonObject = {
  products: [{ filename: 'a', uri: 'b', size: 1 }, { filename: 'c' }],
};

function missionRows(json: unknown): void {
  const { fields, data } = readMission(json);
  const rows = new AnswerTable();
  rows.add(fields, data);
  rows.table();
}
