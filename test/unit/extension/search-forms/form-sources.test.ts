import { describe, expect, it } from 'vitest';
import type { ServiceTools } from '../../../../src/core/archives/service-call';
import { archiveServices } from '../../../../src/extension/searches/archive-services';
import { formSources } from '../../../../src/extension/searches/forms/form-sources';
import { SearchForms } from '../../../../src/extension/searches/forms/search-forms';
import { MastAccess } from '../../../../src/extension/searches/mast-access';

/** Nobody is asked here. */
const TOOLS = {} as ServiceTools;

function stand(services: unknown = []) {
  const asked: string[] = [];
  const archives = archiveServices({ mastUrl: undefined, irsaUrl: undefined, services });
  const sources = formSources({
    services: () => archives,
    mast: new MastAccess({
      tools: TOOLS,
      cloud: { exists: () => Promise.resolve(false) },
      server: () => archives.mast.address,
      token: () => Promise.resolve(undefined),
    }),
    tools: TOOLS,
    resolveName: (name) => {
      asked.push(name);
      return Promise.resolve({ name, by: 'Simbad', longitude: asked.length, latitude: 0 });
    },
  });
  return { sources, asked };
}

describe('what forms are made from', () => {
  it('is MAST, every image search, also the user’s own, and each mission', () => {
    const own = [{ id: 'mine', label: 'Mine', sia: 'https://mine.example/sia' }];
    const services = new SearchForms(stand(own).sources).services();
    expect(services[0]).toEqual({ id: 'mast', label: 'MAST, all missions', kind: 'mast' });
    expect(services).toContainEqual({ id: 'irsa', label: 'IRSA images', kind: 'sia' });
    expect(services).toContainEqual({ id: 'mine', label: 'Mine images', kind: 'sia' });
    expect(services).toContainEqual({ id: 'mission:jwst', label: 'MAST, JWST', kind: 'mission' });
    expect(new Set(services.map(({ id }) => id)).size).toBe(services.length);
  });

  it('lists collections of nobody who does not tell them', async () => {
    const { sources } = stand();
    const cadc = { id: 'cadc', label: 'CADC', address: 'https://cadc.example' };
    expect(await sources.collections(cadc)).toEqual([]);
  });

  it('looks a name up once while it is typed, counted and searched; not for ever', async () => {
    const { sources, asked } = stand();
    const forms = new SearchForms(sources);
    const typed = { service: 'irsa', place: 'M 101', radius: '' };
    await forms.place(typed);
    await forms.request({ ...typed, fields: {} });
    expect(asked).toEqual(['M 101']);
    for (let k = 0; k < 50; k++) {
      await sources.resolveName(`other ${k}`);
    }
    await forms.place(typed);
    expect(asked.filter((name) => name === 'M 101').length).toBe(2);
  });
});
