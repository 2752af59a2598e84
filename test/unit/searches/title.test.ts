import { describe, expect, it } from 'vitest';
import type { SearchCriteria, SearchRequest } from '../../../src/core/searches/saved-search';
import { titleOf } from '../../../src/core/searches/title';

const service = { id: 'x', label: 'IRSA', address: 'https://x.org' };

function title<K extends keyof SearchCriteria>(kind: K, criteria: SearchCriteria[K]): string {
  return titleOf({ kind, service, criteria } as SearchRequest);
}

describe('the title of a search', () => {
  it('says of MAST what people say, in their order', () => {
    expect(
      title('mast', {
        criteria: [
          { column: 'dataRights', values: ['PUBLIC'] },
          { column: 'proposal_id', values: ['1783'] },
          { column: 'filters', values: ['F444W'] },
          { column: 'obs_collection', values: ['JWST'] },
          { column: 'instrument_name', values: ['NIRCAM/IMAGE'] },
        ],
      }),
    ).toBe('JWST, NIRCAM/IMAGE, F444W, proposal 1783, PUBLIC');
  });

  it('begins with the place', () => {
    const position = { ra: 210.80225, dec: -54.34894, radius: 0.2 };
    expect(title('mast', { criteria: [], position })).toBe('210.80225 −54.34894 12′');
    expect(
      title('mast', { criteria: [], position: { ...position, radius: 2, name: 'M 101' } }),
    ).toBe('M 101 2°');
  });

  it('says ranges, several values, and how much more there is', () => {
    const criteria = [
      { column: 't_exptime', range: [100, undefined] as const },
      { column: 't_min', range: [undefined, 60000] as const },
      { column: 'em_min', range: [1, 2] as const },
      { column: 'filters', values: ['A', 'B', 'C', 'D', 'E'] },
      { column: 'calib_level', values: [3] },
      { column: 'project', values: ['x'] },
      { column: 'target_name', values: ['y'] },
    ];
    expect(title('mast', { criteria })).toBe(
      'A or B or C or 2 more, y, t_exptime ≥ 100, t_min ≤ 60000, em_min 1–2, level 3, +1',
    );
  });

  it('says of images where, of what and at which wavelength', () => {
    expect(
      title('sia', {
        place: [{ kind: 'circle', centre: { longitude: 150.01, latitude: 2.2 }, radius: 0.01 }],
        collection: ['spitzer_seip'],
        band: [{ from: 3.1e-6, to: 3.9e-6 }],
      }),
    ).toBe('150.01 +2.2 36″, spitzer_seip, 3.1–3.9 µm');
    expect(title('sia', {})).toBe('All of IRSA');
  });

  it('says the mission and its conditions', () => {
    expect(
      title('mission', {
        mission: 'hst',
        conditions: [{ column: 'sci_instrume', values: ['acs', 'wfc3'] }],
        targets: [{ ra: 10, dec: 20 }],
      }),
    ).toBe('HST, 10 +20 3′, sci_instrume acs or wfc3');
  });

  it('is a query on one line, without comments and not too long', () => {
    expect(title('tap', { query: '-- service: irsa\nSELECT *\n  FROM t -- all' })).toBe(
      'SELECT * FROM t',
    );
    const long = title('tap', { query: `SELECT ${'a, '.repeat(100)} b` });
    expect(Array.from(long)).toHaveLength(120);
    expect(long.endsWith('…')).toBe(true);
  });
});
