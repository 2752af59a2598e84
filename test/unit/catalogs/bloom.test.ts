import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { detectLayout } from '../../../src/core/catalogs/layout/detect';
import { readDatasetSchema } from '../../../src/core/catalogs/query/dataset-schema';
import { planQuery } from '../../../src/core/catalogs/query/plan';
import { MadeFolder } from '../../support/catalogs/folders';

const FILE = new URL('bloom.parquet', import.meta.url);
const folder = new MadeFolder(new Map([['bloom.parquet', () => readFileSync(FILE)]]));

/** Row groups that are left. */
async function chosen(filter: string): Promise<number> {
  const detected = await detectLayout(folder);
  if (detected.what !== 'catalogue') {
    throw new Error(detected.what);
  }
  const { layout } = detected;
  const schema = await readDatasetSchema(folder, layout);
  const plan = await planQuery({
    ...{ folder, layout, schema, filter, columns: ['even'] },
    ...{ region: undefined, position: undefined },
  });
  return plan.rowGroups.chosen;
}

describe('Bloom filters that DuckDB wrote', () => {
  it('rule out what is within the bounds and not there, and nothing that is there', async () => {
    // A filter may take one that is absent for present: of fifty, few.
    const kept = async (filters: readonly string[]): Promise<number> => {
      const groups = await Promise.all(filters.map(chosen));
      return groups.filter((count) => count > 0).length;
    };
    const numbers = Array.from({ length: 50 }, (_, i) => 40 * i);
    for (const [there, absent] of [
      [(n: number) => `even == ${n}`, (n: number) => `even == ${n + 1}`],
      [(n: number) => `name = 'star ${n}'`, (n: number) => `name = 'star ${n}x'`],
      [(n: number) => `quarter = ${n / 8}`, (n: number) => `quarter = ${n / 8 + 0.1}`],
      [(n: number) => `third in (${1.5 * n})`, (n: number) => `third in (${1.5 * n + 1})`],
    ] as const) {
      expect(await kept(numbers.map(there))).toBe(50);
      expect(await kept(numbers.map(absent))).toBeLessThan(10);
    }
  }, 60_000);

  it('say nothing of what is not asked for equality', async () => {
    expect(await chosen('even > 3 and even < 5')).toBe(2);
    expect(await chosen('not even == 3')).toBe(2);
    expect(await chosen('even == 3 or third > 9')).toBe(2);
  });
});
