import { describe, expect, it } from 'vitest';
import type { TableView } from '../../../src/core/table/view';
import { OpenTables, viewId } from '../../../src/worker/open-tables';

const MB = 2 ** 20;
const viewOf = (bytes: number): TableView => ({ bytes }) as TableView;
const nothing = (): Promise<never> => Promise.reject(new Error('Nobody opens a table.'));

describe('arrangements', () => {
  it('are kept while they have room, the last one always', () => {
    const tables = new OpenTables(nothing);
    tables.keep('a', viewOf(100 * MB));
    tables.keep('b', viewOf(100 * MB));
    expect(tables.known('a')).toBeDefined();
    tables.keep('c', viewOf(100 * MB));
    expect(['a', 'b', 'c'].filter((id) => tables.known(id))).toEqual(['a', 'c']);
    tables.keep('d', viewOf(400 * MB));
    expect(['a', 'c', 'd'].filter((id) => tables.known(id))).toEqual(['d']);
  });

  it('are told apart by their filter, their order, and what rows are counted from', () => {
    const sort = [{ column: 3, descending: true }];
    const of = (filter: string, origin: 0 | 1, usesRow: boolean): string =>
      viewId({ hdu: 2, filter, sort, origin }, usesRow);
    expect(of(' x > 1 ', 1, false)).toBe(of('x > 1', 0, false));
    expect(of('row > 1', 1, true)).not.toBe(of('row > 1', 0, true));
    expect(viewId({ hdu: 2, filter: ' ', sort: [] }, false)).toBe('');
  });
});
