import { describe, expect, it } from 'vitest';
import { PRESETS } from '../../../src/core/archives/presets/presets';
import { PUBLIC_CONNECTION } from '../../../src/core/s3/connection';
import {
  archiveServices,
  siaById,
  tapById,
} from '../../../src/extension/searches/archive-services';
import { cloudConnection } from '../../../src/extension/searches/cloud-connection';

const NOTHING = { mastUrl: undefined, irsaUrl: undefined, services: undefined };

describe('the services of archives', () => {
  it('are the presets where the settings say nothing', () => {
    const { mast, sia, tap, problems } = archiveServices({ ...NOTHING, mastUrl: '', irsaUrl: ' ' });
    expect(mast.address).toBe('https://mast.stsci.edu');
    expect(sia.map(({ service }) => service.id)).toEqual(
      PRESETS.filter((preset) => preset.sia !== undefined).map(({ id }) => id),
    );
    expect(tap.map(({ service }) => service.id)).toEqual(
      PRESETS.filter((preset) => preset.tap !== undefined).map(({ id }) => id),
    );
    expect(problems).toEqual([]);
  });

  it('are elsewhere where the settings say so', () => {
    const services = archiveServices({
      ...{ mastUrl: 'http://127.0.0.1:8080/', irsaUrl: 'http://127.0.0.1:8081//' },
      services: undefined,
    });
    expect(services.mast.address).toBe('http://127.0.0.1:8080');
    const irsa = siaById(services, 'irsa');
    expect(irsa?.service.address).toBe('http://127.0.0.1:8081/SIA');
    expect(irsa?.needsPlaceOrCollection).toBe(true);
    expect(tapById(services, 'irsa')?.service.address).toBe('http://127.0.0.1:8081/TAP');
    expect(siaById(services, 'cadc')?.byDescription).toBe(true);
  });

  it('are more where the user added some', () => {
    const services = archiveServices({
      ...NOTHING,
      services: [
        { id: 'own', label: 'My archive', sia: 'https://x.org/sia/', tap: 'https://x.org/tap' },
        { id: 'tables-only', tap: 'http://localhost:8080/tap' },
      ],
    });
    expect(siaById(services, 'own')?.service).toEqual({
      ...{ id: 'own', label: 'My archive', address: 'https://x.org/sia' },
    });
    expect(tapById(services, 'tables-only')?.service.label).toBe('tables-only');
    expect(siaById(services, 'tables-only')).toBeUndefined();
    expect(services.problems).toEqual([]);
  });

  it.each([
    ['own', 'The services of archives are not a list.'],
    [[null], 'Service 1: id must have'],
    [[{ id: 'A B', sia: 'https://x.org' }], 'Service 1: id must have'],
    [[{ id: 'irsa', sia: 'https://x.org' }], 'there is another service “irsa”'],
    [[{ id: 'a', label: 3, sia: 'https://x.org' }], 'label is not a string'],
    [[{ id: 'a', sia: 'file:///etc/passwd' }], 'must be addresses'],
    [[{ id: 'a', sia: 'https://x.org', tap: 'x' }], 'must be addresses'],
    [[{ id: 'a' }], 'neither sia nor tap'],
  ])('that make no sense, as %j, are told of', (services, problem) => {
    const { sia, problems } = archiveServices({ ...NOTHING, services });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
    expect(sia).toHaveLength(PRESETS.filter((preset) => preset.sia !== undefined).length);
  });
});

describe('an object of an archive', () => {
  it('is read by the connection of the user’s own bucket of that name', () => {
    const own = { name: 'x', bucket: 'stpubdata', region: undefined };
    const buckets = [
      { ...own, connection: 'all', prefix: '' },
      { ...own, connection: 'near', prefix: 'jwst/' },
      { ...own, connection: 'other', bucket: 'other', prefix: '' },
    ];
    expect(cloudConnection('stpubdata', 'jwst/a.fits', buckets)).toBe('near');
    expect(cloudConnection('stpubdata', 'hst/a.fits', buckets)).toBe('all');
    expect(cloudConnection('elsewhere', 'a.fits', buckets)).toBe(PUBLIC_CONNECTION.id);
  });
});
