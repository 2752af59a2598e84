import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { checkFile } from '../../../golden/check';

const SET = fileURLToPath(new URL('../../../fixtures/golden/', import.meta.url));
const FILES = readdirSync(join(SET, 'fits/tables')).filter((name) => name.endsWith('.fits'));

it('has a file for each kind of table', () => {
  expect(FILES.length).toBeGreaterThanOrEqual(11);
});

/** Each value as `make_tables.py` wrote it, and what is missing. */
it.each(FILES)('reads %s as it was written', async (name) => {
  const truth = join(SET, `truth/fits/tables/${name}.json`);
  const { status, comparison } = await checkFile(truth, join(SET, 'fits/tables', name), ['fits']);
  expect(comparison.differences).toEqual([]);
  expect(status).toBe('agree');
  expect(comparison.compared).toBeGreaterThan(15);
});
