import { describe, expect, it } from 'vitest';
import { isSameRequest, readRequest, readSearch } from '../../../src/core/searches/read-search';
import type { SavedSearch, SearchRequest } from '../../../src/core/searches/saved-search';

const MAST = { id: 'mast', label: 'MAST', address: 'https://mast.stsci.edu' };
const IRSA = { id: 'irsa', label: 'IRSA', address: 'https://irsa.ipac.caltech.edu/SIA' };

const REQUESTS: readonly SearchRequest[] = [
  {
    kind: 'mast',
    service: MAST,
    criteria: {
      criteria: [
        { column: 'obs_collection', values: ['JWST'] },
        { column: 'proposal_id', values: [1783] },
        { column: 't_exptime', range: [10.5, undefined] },
        { column: 't_min', range: [undefined, undefined] },
      ],
      position: { ra: 210.8, dec: 54.35, radius: 0.2, name: 'M 101' },
      pageSize: 500,
    },
  },
  {
    kind: 'mission',
    service: MAST,
    criteria: {
      mission: 'jwst',
      conditions: [{ column: 'instrume', values: ['NIRCAM', '!MIRI', true] }],
      targets: [{ ra: 1, dec: -2 }],
      radius: 3,
      sortBy: ['ArchiveFileID'],
      descending: [true],
    },
  },
  {
    kind: 'sia',
    service: IRSA,
    criteria: {
      place: [
        { kind: 'circle', centre: { longitude: 150.01, latitude: 2.2 }, radius: 0.01 },
        {
          kind: 'range',
          longitude: { from: 10, to: 12 },
          latitude: { from: -Infinity, to: 5 },
        },
        {
          kind: 'polygon',
          corners: [
            { longitude: 1, latitude: 1 },
            { longitude: 2, latitude: 1 },
            { longitude: 2, latitude: 2 },
          ],
        },
      ],
      band: [{ from: 3.1e-6, to: Infinity }],
      time: [{ from: 60000, to: 60001 }],
      collection: ['spitzer_seip'],
      calibration: [3],
      mostRows: 10,
      other: { FACILITY: ['Spitzer'] },
    },
  },
  {
    kind: 'tap',
    service: IRSA,
    criteria: { query: 'SELECT *\nFROM t', mostRows: 5, asJob: true },
  },
];

describe.each(REQUESTS)('a request of the kind $kind', (request) => {
  it('is the same after it was kept as JSON', () => {
    const kept: unknown = JSON.parse(JSON.stringify(request));
    expect(readRequest(kept)).toEqual(request);
    expect(readRequest(request)).toEqual(request);
    expect(isSameRequest(request, readRequest(kept) as SearchRequest)).toBe(true);
  });

  it('is another one where the service or a criterion is', () => {
    const other = { ...request, service: { ...request.service, id: 'cadc' } } as SearchRequest;
    expect(isSameRequest(request, other)).toBe(false);
    expect(
      isSameRequest(request, REQUESTS.find(({ kind }) => kind !== request.kind) ?? request),
    ).toBe(false);
  });
});

describe('a kept search', () => {
  const search: SavedSearch = {
    ...(REQUESTS[0] as SearchRequest),
    id: 'a1b2c3d4',
    title: 'M 101',
    named: false,
    created: '2026-11-21T19:00:00.000Z',
    ran: {
      at: '2026-11-21T19:01:00.000Z',
      rows: 500,
      total: 83412,
      complete: false,
      reason: 'Only 500 came.',
      kept: true,
    },
  };

  it('is the same after it was kept as JSON', () => {
    expect(readSearch(JSON.parse(JSON.stringify(search)))).toEqual(search);
    const fresh = { ...search, ran: undefined };
    expect(readSearch(JSON.parse(JSON.stringify(fresh)))).toEqual(fresh);
  });

  it.each([
    ['nothing', undefined],
    ['a text', 'search'],
    ['a list', [search]],
    ['an id that is a path', { ...search, id: '../../etc/x' }],
    ['another kind', { ...search, kind: 'cone' }],
    ['a kind that is a name of all objects', { ...search, kind: 'constructor' }],
    ['criteria of another kind', { ...search, kind: 'tap' }],
    ['a count that is none', { ...search, ran: { ...search.ran, rows: -1 } }],
    ['a place that is none', { ...search, criteria: { criteria: [], position: { ra: 'x' } } }],
    ['no service', { ...search, service: undefined }],
    [
      'a range of three',
      { ...search, criteria: { criteria: [{ column: 'a', range: [1, 2, 3] }] } },
    ],
  ])('is none with %s', (_, value) => {
    expect(readSearch(value)).toBeUndefined();
  });
});
