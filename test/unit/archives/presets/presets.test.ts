import { describe, expect, it } from 'vitest';
import { findPreset, PRESETS, siaService } from '../../../../src/core/archives/presets/presets';
import { siaCall } from '../../../../src/core/archives/sia/request';
import { isPublicHost } from '../../../../src/core/bytes/public-host';

describe('the archives that are known', () => {
  it('have ids of their own, something to ask, and a source for each address', () => {
    const ids = PRESETS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, sia, tap, notes } of PRESETS) {
      expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
      const addresses = [sia, tap].filter((each) => each !== undefined);
      expect(addresses.length).toBeGreaterThan(0);
      for (const { address, source } of addresses) {
        const url = new URL(address);
        expect([url.protocol, isPublicHost(url.hostname)]).toEqual(['https:', true]);
        expect(address).not.toMatch(/\/$|\?|\/sync$/);
        expect(source).not.toBe('');
      }
      expect(notes.every((note) => note.endsWith('.'))).toBe(true);
    }
  });

  it.each(['irsa', 'cadc', 'gaia', 'vizier', 'mast', 'esa-euclid', 'esa-hubble', 'esa-jwst'])(
    '%s among them',
    (id) => {
      expect(findPreset(id)).toBeDefined();
    },
  );

  it('IRSA with its rules: a place or a collection, and no CSV', () => {
    const irsa = findPreset('irsa');
    const service = irsa && siaService(irsa);
    expect(service).toMatchObject({ who: 'IRSA', address: 'https://irsa.ipac.caltech.edu/SIA' });
    const ask = (query: object) => () => siaCall(service as NonNullable<typeof service>, query);
    expect(ask({})).toThrow(expect.objectContaining({ code: 'costly' }));
    expect(ask({ collection: ['x'] })).not.toThrow();
    expect(ask({ collection: ['x'], responseFormat: 'CSV' })).toThrow('unquoted');
  });

  it('an image search asked where its description says', () => {
    const cadc = findPreset('cadc');
    expect(cadc?.siaByDescription).toBe(true);
    expect(cadc && siaService(cadc, 'https://ws.example.org/sia/v2query')?.address).toBe(
      'https://ws.example.org/sia/v2query',
    );
    const gaia = findPreset('gaia');
    expect(gaia && siaService(gaia)).toBeUndefined();
  });
});
