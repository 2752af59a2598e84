import { beforeAll, describe, expect, it } from 'vitest';
import { readFilter } from '../../src/core/catalogs/filter/row-filter';
import { expressionColumn } from '../../src/core/engines/sql/column';
import { filterSql } from '../../src/core/engines/sql/filter-sql';
import { doubleLiteral, textLiteral } from '../../src/core/engines/sql/words';
import { chosenRows, COLUMNS, FILTERS, ROWS, rows } from '../support/engines/filter-cases';
import { query, version } from './server';

/** Every filter holds in the same rows here and there: NaN, infinities, missing values and 64 bits among them. */

describe.skipIf(version === undefined)(`filters on Trino ${version ?? ''}`, () => {
  beforeAll(async () => {
    await query('DROP TABLE IF EXISTS memory.default.filters').catch(() => undefined);
    const values = rows.map(
      ({ id, flag, mag, col, cntr, name, good }) =>
        `(${id}, ${flag ?? 'NULL'}, ${mag === null ? 'NULL' : doubleLiteral(mag)}, ${col === null ? 'NULL' : doubleLiteral(col)}, ${cntr === null ? 'NULL' : `${cntr}`}, ${name === null ? 'NULL' : textLiteral(name)}, ${good ?? 'NULL'})`,
    );
    const { rows: made } = await query(
      `CREATE TABLE memory.default.filters AS SELECT CAST(a AS integer) id, CAST(b AS integer) flag, CAST(c AS double) mag, CAST(d AS real) col, CAST(e AS bigint) cntr, CAST(f AS varchar) name, CAST(g AS boolean) good FROM (VALUES ${values.join(', ')}) AS t(a, b, c, d, e, f, g)`,
    );
    expect(made).toEqual([[String(ROWS)]]);
  });

  it.each(FILTERS)('%s', async (text) => {
    const filter = readFilter(text, COLUMNS.map(expressionColumn));
    const sql = filterSql(filter, COLUMNS).sql;
    const answer = await query(`SELECT id FROM memory.default.filters WHERE ${sql}`);
    const there = answer.rows.map(([id]) => Number(id)).sort((a, b) => a - b);
    expect(there, sql).toEqual(chosenRows(filter));
  });
});
