import { describe, expect, it } from 'vitest';
import type { AdqlTable } from '../../../../src/core/adql/catalog';
import {
  firstQuery,
  nameInQuery,
  nodeDescription,
  nodeLabel,
} from '../../../../src/extension/adql/table-nodes';

function table(name: string, schema: string): AdqlTable {
  return { name, schema, columns: undefined };
}

describe('the browser of tables', () => {
  it.each([
    ['gaiadr3.gaia_source', 'gaiadr3', 'gaia_source', 'gaiadr3.gaia_source'],
    ['fp_psc', 'irsa', 'fp_psc', 'fp_psc'],
    ['tables', 'TAP_SCHEMA', 'tables', 'TAP_SCHEMA.tables'],
    ['tap_schema.tables', 'tap_schema', 'tables', 'tap_schema.tables'],
    ['"I/355/gaiadr3"', 'vizier', 'I/355/gaiadr3', '"I/355/gaiadr3"'],
    ['vizier.I/355', 'vizier', 'I/355', 'vizier."I/355"'],
  ])('%s of %s is %s, and %s in a query', (name, schema, label, inQuery) => {
    const node = { kind: 'table', table: table(name, schema) } as const;
    expect([nodeLabel(node), nameInQuery(node)]).toEqual([label, inQuery]);
  });

  it('says of columns what they are', () => {
    const column = { name: 'ra', type: 'double', unit: 'deg', indexed: true };
    const node = { kind: 'column', column, table: table('t', '') } as const;
    expect(nodeDescription(node)).toBe('double, deg, indexed');
    const odd = { ...node, column: { name: 'date' } };
    expect([nodeLabel(odd), nameInQuery(odd), nodeDescription(odd)]).toEqual([
      'date',
      '"date"',
      '',
    ]);
  });

  it('begins a query of a table', () => {
    expect(firstQuery('vizier', table('vizier.I/355', 'vizier'))).toBe(
      '-- service: vizier\nSELECT TOP 10 *\nFROM vizier."I/355"\n',
    );
  });

  it('names tables without a schema, and lines', () => {
    expect(nodeLabel({ kind: 'schema', schema: { name: '' } })).toBe('Other tables');
    expect(nameInQuery({ kind: 'line', text: 'x', failed: true })).toBe('');
  });
});
