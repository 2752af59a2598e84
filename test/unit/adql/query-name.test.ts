import { describe, expect, it } from 'vitest';
import { nameOfQuery } from '../../../src/core/adql/query-name';

describe('the name of a query', () => {
  it.each([
    ['SELECT TOP 5 ra FROM fp_psc', 'fp_psc'],
    [
      'SELECT * FROM gaia.source AS g JOIN "my table" USING (id), gaia.source',
      'gaia.source, my table',
    ],
    ['WITH near AS (SELECT * FROM a) SELECT * FROM near, (SELECT * FROM b) AS c', 'a, b'],
    ['SELECT 1 FROM a, b, c, d, e', 'a, b, c, +2'],
    ['SELECT 1', undefined],
    ['nonsense (', undefined],
  ])('of %j is %j', (query, name) => {
    expect(nameOfQuery(query)).toBe(name);
  });
});
