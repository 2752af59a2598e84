import { describe, expect, it } from 'vitest';
import type { KeptResult } from '../../../src/extension/catalogs/result-store';
import {
  catalogChildren,
  catalogNode,
  columnNodes,
  OWN_CATALOGS,
  resultsByCatalog,
} from '../../../src/extension/views/catalogs-nodes';
import type { CatalogColumn } from '../../../src/protocol/catalog';

function kept(id: string, uri: string): KeptResult {
  return {
    ...{ id, title: id, state: 'done', complete: true, rows: 1, warnings: [], bytes: 0 },
    request: {
      dataset: { uri, part: '' },
      ...{ columns: [], filter: '', region: { kind: 'everywhere' }, position: undefined },
    },
    ...{ requests: 0, milliseconds: 0, at: 0, engine: '', sql: '' },
    ...{ path: `/${id}.parquet`, uri: `file:///${id}.parquet`, size: 1, label: uri },
  };
}

const catalog = { title: 'A', dataset: { uri: 'file:///a/', part: '' }, entry: undefined };
const column = (name: string): CatalogColumn => ({
  ...{ name, type: 'float64', unit: '', description: '' },
  ...{ list: false, numeric: true, inFolders: false },
});

describe('the nodes of the view “Catalogs”', () => {
  it('put each result under its catalogue, in the order they have', () => {
    const all = [kept('r1', 'file:///a/'), kept('r2', 'file:///b/'), kept('r3', 'file:///a/')];
    const groups = resultsByCatalog(all);
    expect(groups.get('file:///a/')?.map(({ id }) => id)).toEqual(['r1', 'r3']);
    expect(groups.get('file:///b/')?.map(({ id }) => id)).toEqual(['r2']);
  });

  it('show the results of a catalogue before its columns, each with an id of its own', () => {
    const node = catalogNode(OWN_CATALOGS, catalog, true, [kept('r1', 'file:///a/')]);
    const children = catalogChildren(node);
    expect(children.map(({ kind }) => kind)).toEqual(['result', 'columns']);
    const again = catalogChildren(catalogNode(OWN_CATALOGS, catalog, true, node.results));
    expect(again.map(({ id }) => id)).toEqual(children.map(({ id }) => id));
  });

  it('tell columns of one name apart', () => {
    const [columns] = catalogChildren(catalogNode(OWN_CATALOGS, catalog, false, []));
    if (columns?.kind !== 'columns') {
      throw new Error('A catalogue has no columns.');
    }
    const nodes = columnNodes(columns, [column('a'), column('a')]);
    expect(new Set(nodes.map(({ id }) => id)).size).toBe(2);
  });
});
