import { describe, expect, it } from 'vitest';
import { labelRows } from '../../../src/core/searches/row-label';
import type { SavedSearch } from '../../../src/core/searches/saved-search';
import { readFilterText } from '../../../src/core/searches/product-filter-text';
import { filteredProducts, filterLine } from '../../../src/extension/searches/filtered-products';
import type { SearchProduct } from '../../../src/extension/searches/product';
import {
  placeOf,
  productNodes,
  rowNode,
  rowsText,
  searchNode,
  searchOf,
} from '../../../src/extension/views/searches-nodes';
import { observations } from './answer-rows';

const SEARCH: SavedSearch = {
  kind: 'mast',
  service: { id: 'mast', label: 'MAST', address: 'https://mast.stsci.edu' },
  criteria: { criteria: [] },
  ...{ id: 'abcdef', title: 'x', named: false, created: '2026-11-21T19:00:00.000Z' },
  ran: { at: '2026-11-21T19:01:00.000Z', rows: 3, total: 3, complete: true, kept: true },
};

function product(id: string, science: boolean): SearchProduct {
  return {
    ...{ id, name: id, size: 1, type: science ? 'SCIENCE' : 'PREVIEW', subgroup: '' },
    ...{ description: '', science, recommended: false, calibration: undefined, rights: '' },
    ...{ place: undefined, web: undefined, lasting: true, dataUri: undefined },
  };
}

describe('the rows of a search of MAST', () => {
  it('are called by what tells them apart', async () => {
    const labels = await labelRows(SEARCH, observations(5), 1, 3);
    expect(labels).toMatchObject([
      {
        row: 1,
        label: 'jw01783-o001_t001_nircam_clear-f444w',
        detail: 'NIRCAM/IMAGE · F444W · 1075 s',
        restricted: false,
      },
      { row: 2, detail: 'NIRCAM/IMAGE · F444W · M-83 · 1076 s', restricted: true },
    ]);
    expect(labels[0]?.facts).toContainEqual(['obsid', '87766441']);
    expect(await labelRows(SEARCH, observations(5), 5, 5)).toEqual([]);
  });
});

describe('below a row', () => {
  const row = async () => {
    const [label] = await labelRows(SEARCH, observations(3), 2, 3);
    return rowNode(searchNode('abcdef'), SEARCH, label ?? ({} as never));
  };

  it('science products come first, the rest as one node', async () => {
    const parent = await row();
    const nodes = productNodes(parent, {
      science: [product('a.fits', true), product('b/c.fits', true)],
      auxiliary: [product('d.jpg', false)],
      partial: 'Some are missing.',
    });
    expect(nodes.map(({ kind }) => kind)).toEqual(['product', 'product', 'auxiliary', 'problem']);
    expect(new Set(nodes.map(({ id }) => id)).size).toBe(4);
    expect(nodes.every(({ id }) => id.startsWith(`${parent.id}/`))).toBe(true);
    const [first] = nodes;
    expect(first?.kind === 'product' && placeOf(first)).toEqual({ search: 'abcdef', row: 2 });
    expect(nodes.map(searchOf)).toEqual(Array.from({ length: 4 }, () => 'abcdef'));
  });

  it('all are shown where none is science, and none is said to be none', async () => {
    const parent = await row();
    const auxiliary = [product('d.jpg', false)];
    const kinds = (found: readonly SearchProduct[]): string[] =>
      productNodes(parent, { science: [], auxiliary: found, partial: undefined }).map(
        ({ kind }) => kind,
      );
    expect(kinds(auxiliary)).toEqual(['product']);
    expect(kinds([])).toEqual(['note']);
  });

  it('a filter says first how many of them are shown', async () => {
    const parent = await row();
    const found = {
      science: [product('a_rate.fits', true), product('a_cal.fits', true)],
      auxiliary: [product('a_rate.jpg', false), product('a.log', false)],
      partial: undefined,
    };
    const shown = (text: string): string[] => {
      const filters = readFilterText(text);
      const some = filteredProducts(found, filters);
      return productNodes(parent, some, filterLine(found, some, filters)).map((node) =>
        node.kind === 'product' ? node.product.name : 'text' in node ? node.text : node.kind,
      );
    };
    expect(shown('extension=.fits')).toEqual([
      ...['2 of 4 files: extension=.fits', 'a_rate.fits', 'a_cal.fits'],
    ]);
    expect(shown('name=!a_cal.fits, !a.log')).toEqual([
      ...['2 of 4 files: name=!a_cal.fits, !a.log', 'a_rate.fits', 'auxiliary'],
    ]);
    expect(shown('type=PREVIEW; extension=log')).toEqual([
      ...['1 of 4 files: extension=log; type=PREVIEW', 'a.log'],
    ]);
    expect(shown('recommended')).toEqual(['0 of 4 files: recommended']);
  });

  it('rows of another run are other nodes', async () => {
    const parent = await row();
    const again = { ...SEARCH, ran: { ...SEARCH.ran, at: '2026-11-22T00:00:00.000Z' } };
    expect(rowNode(parent.parent, again as SavedSearch, parent.label).id).not.toBe(parent.id);
  });
});

describe('how many rows there are', () => {
  const ran = { at: '', rows: 500, total: 83412, complete: false, kept: true };
  it.each([
    [undefined, ''],
    [{ ...ran, complete: true, rows: 1200, total: 1200 }, '1,200'],
    [ran, '500 of 83,412'],
    [{ ...ran, total: undefined }, 'first 500'],
  ])('is said of %j', (run, text) => {
    expect(rowsText({ ran: run })).toBe(text);
  });
});
