import { URI } from 'vscode-uri';
import { describe, expect, it } from 'vitest';
import { KnownCatalogs } from '../../../../src/extension/catalogs/known-catalogs';
import { matchTitle, resultTitle } from '../../../../src/extension/catalogs/result-title';
import { readPlace } from '../../../../src/extension/catalogs/place';
import { costly, isAbove } from '../../../../src/extension/catalogs/limits';
import { FakeMemory } from '../../extension/fake-memory';

function catalogs(memory = new FakeMemory()): {
  known: KnownCatalogs;
  expected: string[];
} {
  const expected: string[] = [];
  const regions = {
    expect: (_: string, bucket: string, region: string) =>
      void expected.push(`${bucket} ${region}`),
  };
  const known = new KnownCatalogs(memory, regions, (address) => URI.from(address).toString());
  return { known, expected };
}

describe('KnownCatalogs', () => {
  it('lists the catalogues of the archives where their tables are', () => {
    const { known, expected } = catalogs();
    const all = known.archives().flatMap((archive) => archive.catalogs);
    expect(all.length).toBeGreaterThan(5);
    const wise = all.find(({ entry }) => entry?.id === 'irsa-allwise-catalog');
    expect(wise?.dataset.uri).toMatch(/\/healpix_k5\/wise-allwise\.parquet\/$/);
    known.expect(wise?.dataset ?? { uri: '', part: '' });
    expect(expected).toEqual(['nasa-irsa-wise us-west-2']);
  });

  it('keeps what the user adds, each once, until it is removed', async () => {
    const memory = new FakeMemory();
    const { known } = catalogs(memory);
    let told = 0;
    known.onDidChange(() => (told += 1));
    const mine = { title: 'Mine', uri: 'file:///data/mine.parquet' };
    await known.add(mine);
    await known.add(mine);
    expect(told).toBe(1);
    const again = catalogs(memory).known;
    expect(again.added()).toMatchObject([{ title: 'Mine', dataset: { uri: mine.uri, part: '' } }]);
    await again.remove(mine.uri);
    expect(again.added()).toEqual([]);
  });

  it('refuses one more than the list can hold, rather than losing it', async () => {
    const memory = new FakeMemory();
    const all = Array.from({ length: 1000 }, (_, i) => ({ title: `${i}`, uri: `file:///${i}/` }));
    memory.values.set('skybucket.catalogs', all);
    await expect(
      catalogs(memory).known.add({ title: 'X', uri: 'file:///x/' }),
    ).rejects.toMatchObject({ code: 'too-large' });
  });

  it.each([[null], ['text'], [[null, 3, { title: 'x' }, { title: 'x', uri: 'no address' }]]])(
    'takes no notice of what is no catalogue in %j',
    (value) => {
      const memory = new FakeMemory();
      memory.values.set('skybucket.catalogs', value);
      expect(catalogs(memory).known.added()).toEqual([]);
    },
  );

  it('names a data set by its title, its part, or the end of its address', () => {
    const { known } = catalogs();
    const [first] = known.all();
    const uri = first?.dataset.uri ?? '';
    expect(known.nameOf({ uri, part: '' })).toBe(first?.title);
    expect(known.nameOf({ uri, part: 'gaia_margin/' })).toBe(`${first?.title} · gaia_margin`);
    expect(known.nameOf({ uri: 'skybucket://public/b/my/cat.parquet/', part: '' })).toBe(
      'cat.parquet',
    );
  });
});

describe('titles of results', () => {
  const request = {
    dataset: { uri: 'file:///x', part: '' },
    ...{ columns: [], filter: '', position: undefined },
  };
  it.each([
    [{ kind: 'everywhere' } as const, 'X'],
    [{ kind: 'cone', ra: 62.5, dec: -3, radius: 0.1 } as const, 'X · 6′ around 62.5 -3'],
    [{ kind: 'cone', ra: 1, dec: 2, radius: 10 / 3600 } as const, 'X · 10″ around 1 +2'],
    [{ kind: 'box', ra: [350, 10], dec: [-5, 5] } as const, 'X · RA 350–10°, Dec -5 to 5°'],
    [{ kind: 'moc', text: '0/1', name: 'field.moc' } as const, 'X · field.moc'],
  ])('say the region: %j', (region, title) => {
    expect(resultTitle('X', { ...request, region })).toBe(title);
  });

  it('are short', () => {
    const region = { kind: 'everywhere' } as const;
    const title = resultTitle('X', { ...request, region, filter: `a > 1  or\n${'b'.repeat(500)}` });
    expect(title).toBe(`X · a > 1 or ${'b'.repeat(14)}…`);
    expect(Array.from(title).length).toBeLessThanOrEqual(120);
    expect(matchTitle('A', 'B')).toBe('A × B');
  });
});

describe('the limit above which queries are asked about', () => {
  const limits = { bytes: 100, rows: 10, memory: 1 };
  it.each([
    ['s3', 100, 10, false],
    ['s3', 101, 0, true],
    ['s3', 0, 11, true],
    ['file', 101, 10, false],
    ['file', 0, 11, true],
  ])('of what lies at %s:, %d bytes and %d rows', (scheme, bytes, rows, asks) => {
    const uri = `${scheme}://bucket/set/`;
    expect(isAbove({ bytes, rows }, limits, { uri })).toBe(asks);
  });

  it('says what it would cost', () => {
    const { code, message } = costly({ bytes: 2.5e6, requests: 12, rows: 1234.4 });
    expect(code).toBe('costly');
    expect(message).toMatch(/2\.5 MB in 12 requests .* 1,234 rows/);
  });
});

describe('a place that is typed', () => {
  const { signal } = new AbortController();
  const nobody = (): Promise<never> => Promise.reject(new Error('Nobody is to be asked.'));

  it('as a position leaves the computer never', async () => {
    const place = await readPlace('10h21m36s +41d12m', nobody, signal);
    expect(place.ra).toBeCloseTo(155.4, 9);
    expect(place.dec).toBeCloseTo(41.2, 9);
    expect(place.said).toContain('ICRS');
  });

  it('in another frame is turned into ICRS, and says so', async () => {
    // The centre of the Galaxy by astropy: SkyCoord(0, 0, unit='deg', frame='galactic').icrs
    const place = await readPlace('galactic 0 0', nobody, signal);
    expect(place.ra).toBeCloseTo(266.40498829, 6);
    expect(place.dec).toBeCloseTo(-28.93617776, 6);
    expect(place.said).toContain('alactic');
  });

  it('as a name is looked up, and says by whom', async () => {
    const place = await readPlace(
      ' M 101 ',
      async (name) => ({ name, by: 'Sesame', longitude: 210.8, latitude: 54.35 }),
      signal,
    );
    expect(place).toMatchObject({ ra: 210.8, dec: 54.35 });
    expect(place.said).toMatch(/^M 101, by Sesame: /);
  });

  it('is asked for where nothing was typed', async () => {
    await expect(readPlace('  ', nobody, signal)).rejects.toMatchObject({ code: 'format' });
  });
});
