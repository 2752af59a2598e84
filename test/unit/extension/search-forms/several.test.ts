import { describe, expect, it } from 'vitest';
import type { MissionColumn } from '../../../../src/core/archives/mast/mission-columns';
import type { SiaQuery } from '../../../../src/core/archives/sia/query';
import type { SearchRequest } from '../../../../src/core/searches/saved-search';
import { SkybucketError } from '../../../../src/core/errors';
import {
  type FormSources,
  SearchForms,
} from '../../../../src/extension/searches/forms/search-forms';
import type { SearchForm } from '../../../../src/protocol/search';

const MAST = { id: 'mast', label: 'MAST', address: 'https://mast.stsci.edu' };
const IRSA = { id: 'irsa', label: 'IRSA', address: 'https://irsa.ipac.caltech.edu/SIA' };

const column = (name: string, condition: MissionColumn['condition']): MissionColumn =>
  ({ name, label: name, condition, queryable: true, shown: true }) as MissionColumn;
const COLUMNS = [
  column('program', 'integer'),
  column('exposure', 'double'),
  column('date', 'datetime'),
];

function forms(more: Partial<FormSources> = {}): SearchForms {
  return new SearchForms({
    services: () => [
      { kind: 'mast', service: MAST, notes: [] },
      { kind: 'sia', service: IRSA, notes: [] },
      { kind: 'mission', service: MAST, mission: 'jwst', notes: [] },
    ],
    mastColumns: () => Promise.resolve([]),
    mastValues: () => Promise.resolve(new Map()),
    missionColumns: () => Promise.resolve(COLUMNS),
    collections: () => Promise.resolve(['spitzer_seip']),
    resolveName: (name) => Promise.resolve({ name, by: 'CDS', longitude: 10, latitude: 20 }),
    ...more,
  });
}

/** What the form makes of a request, and what is asked by that form. */
async function there(request: SearchRequest): Promise<SearchRequest> {
  const made = forms();
  const filled = await made.filled(request);
  expect(filled).toBeDefined();
  return filled === undefined ? request : (await made.request(filled, { before: request })).request;
}

const sia = (criteria: SiaQuery): SearchRequest => ({ kind: 'sia', service: IRSA, criteria });

const circle = (longitude: number, radius: number) =>
  ({ kind: 'circle', centre: { longitude, latitude: 2.2 }, radius }) as const;

describe('a search that asks for several', () => {
  it('keeps all places, intervals and what no form shows', async () => {
    const request = sia({
      place: [circle(150.01, 0.01), circle(151, 0.01)],
      band: [
        { from: 3 * 1e-6, to: 4 * 1e-6 },
        { from: 20 * 1e-6, to: Infinity },
      ],
      time: [
        { from: 55_197, to: 55_198 },
        { from: -Infinity, to: 57_000.25 },
      ],
      exposure: [
        { from: 1, to: 2 },
        { from: -Infinity, to: 0.5 },
      ],
      other: { NAXIS: ['2'] },
      responseFormat: 'application/x-votable+xml',
    });
    expect(await there(request)).toEqual(request);
    expect(await forms().filled(request)).toMatchObject({
      ...{ place: '150.01 2.2; 151 2.2', radius: '0.01 deg' },
      fields: {
        band: { values: ['3 um..4 um', '>=20 um'] },
        time: { values: ['2010-01-01..2010-01-01', '<=57000.25'] },
        exposure: { values: ['1..2', '<=0.5'] },
      },
    });
  });

  it('writes places of different kinds and sizes as shapes', async () => {
    const corners = [
      { longitude: 1, latitude: 2 },
      { longitude: 3, latitude: 2 },
      { longitude: 3, latitude: 4 },
    ];
    const mixed = sia({ place: [circle(150, 0.1), { kind: 'polygon', corners }] });
    expect(await there(mixed)).toEqual(mixed);
    const sizes = sia({ place: [circle(150, 0.1), circle(151, 0.2)] });
    expect(await there(sizes)).toEqual(sizes);
    expect(await forms().filled(sizes)).toMatchObject({
      place: 'CIRCLE 150 2.2 0.1; CIRCLE 151 2.2 0.2',
    });
  });

  it('keeps targets and conditions of a mission as they are written', async () => {
    const request: SearchRequest = {
      ...{ kind: 'mission', service: MAST },
      criteria: {
        mission: 'jwst',
        conditions: [
          { column: 'program', values: ['1783', '!2000'] },
          { column: 'exposure', values: ['1..2', '>=50'] },
          { column: 'date', values: ['<2024-01-01'] },
        ],
        targets: [
          { ra: 1, dec: 2 },
          { ra: 3, dec: 4 },
        ],
        ...{ radius: 3, sortBy: ['program'], descending: [true] },
      },
    };
    expect(await there(request)).toEqual(request);
  });

  it('takes an MJD where a mission has dates', async () => {
    const asked = { service: 'mission:jwst', place: '', radius: '' };
    const fields = { date: { range: ['60000.5', '2024-05-01'] as const } };
    const { request } = await forms().request({ ...asked, fields });
    expect(request.criteria).toMatchObject({
      conditions: [{ column: 'date', values: ['2023-02-25T12:00:00..2024-05-01'] }],
    });
  });

  it('says how each place is understood, and where only one is taken', async () => {
    const typed = { place: 'M 101; 30 40', radius: '0.1' };
    const both = await forms().place({ service: 'irsa', ...typed });
    expect(both.understood.split('\n')).toEqual([
      expect.stringContaining('M 101, by CDS: 00h40m'),
      expect.stringContaining('02h00m00'),
    ]);
    expect(both).toMatchObject({ ra: 10, dec: 20 });
    await expect(forms().place({ service: 'mast', ...typed })).rejects.toThrow('one place at a');
  });
});

describe('a form', () => {
  it('is there before its known values are', async () => {
    let give: (names: readonly string[]) => void = () => undefined;
    const collections = new Promise<readonly string[]>((resolve) => (give = resolve));
    const parts: SearchForm[] = [];
    const whole = forms({ collections: () => collections }).form('irsa', {
      onPart: (form) => parts.push(form),
    });
    expect(parts.map(({ fields }) => fields[0]?.choices)).toEqual([[]]);
    give(['spitzer_seip']);
    expect((await whole).fields[0]?.choices).toEqual([{ value: 'spitzer_seip', count: undefined }]);
    expect((await whole).incomplete).toBeUndefined();
  });

  it('says that known values are missing', async () => {
    const away = (): Promise<never> =>
      Promise.reject(new SkybucketError('server', 'IRSA is away.'));
    const form = await forms({ collections: away, mastValues: away }).form('irsa');
    expect(form.incomplete).toBe('The known values are missing: IRSA is away.');
    expect(form.fields[0]?.choices).toEqual([]);
  });
});
