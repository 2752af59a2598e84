import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { MastColumn } from '../../../../src/core/archives/mast/columns';
import { countRequest } from '../../../../src/core/archives/mast/query';
import { missionBody } from '../../../../src/core/archives/mast/mission-query';
import { readKnownValues } from '../../../../src/core/archives/mast/known-values';
import type { JsonObject } from '../../../../src/core/archives/json-object';
import { SkybucketError } from '../../../../src/core/errors';
import {
  type FormSources,
  SearchForms,
} from '../../../../src/extension/searches/forms/search-forms';
import type { FilledForm } from '../../../../src/protocol/search';
import {
  golden,
  GOLDEN,
  HAS_GOLDEN,
  missionColumnsOf,
  observationColumns,
} from '../../archives/mast/support/recorded';

const MAST = { id: 'mast', label: 'MAST', address: 'https://mast.stsci.edu' };
const IRSA = { id: 'irsa', label: 'IRSA', address: 'https://irsa.ipac.caltech.edu/SIA' };
const ADQL = { id: 'irsa', label: 'IRSA', address: 'https://irsa.ipac.caltech.edu/TAP' };

const EMPTY = { place: '', radius: '', fields: {} };

function forms(columns: readonly MastColumn[], more: Partial<FormSources> = {}): SearchForms {
  return new SearchForms({
    services: () => [
      { kind: 'mast', service: MAST, label: 'MAST, all missions', notes: [] },
      { kind: 'sia', service: IRSA, notes: ['A search names a position or a collection.'] },
      { kind: 'mission', service: MAST, mission: 'hst', label: 'MAST, HST', notes: [] },
    ],
    mastColumns: () => Promise.resolve(columns),
    mastValues: () => Promise.reject(new SkybucketError('server', 'MAST is away.')),
    missionColumns: () => Promise.resolve(missionColumnsOf('hst')),
    collections: () => Promise.resolve(['spitzer_seip', 'wise_allwise']),
    resolveName: (name) =>
      Promise.resolve({
        ...{ name: name.toUpperCase(), by: 'Simbad' },
        ...{ longitude: 210.80225, latitude: 54.34894 },
      }),
    ...more,
  });
}

describe.skipIf(!HAS_GOLDEN)('the form of MAST', () => {
  it('has what people ask for first, and every other column that can be asked for', async () => {
    const made = await forms(observationColumns()).form('mast');
    const first = made.fields.filter((field) => field.first).map(({ name }) => name);
    expect(first).toEqual([
      ...['obs_collection', 'instrument_name', 'filters', 'dataproduct_type', 'calib_level'],
      ...['t_min', 'proposal_id', 'dataRights'],
    ]);
    expect(made.fields.slice(0, first.length).map(({ name }) => name)).toEqual(first);
    expect(made.fields.length).toBe(observationColumns().filter(({ removed }) => !removed).length);
    expect(made.fields.find(({ name }) => name === 't_min')).toMatchObject({
      ...{ label: 'Start Time', asked: 'range', type: 'date', unit: 'MJD' },
    });
    expect(made).toMatchObject({ counts: true, place: { shapes: false, radius: '0.2 deg' } });
  });

  it('offers the values that its columns have, with what they mean', async () => {
    const text = readFileSync(new URL('mast/missions.extjs', GOLDEN), 'utf8');
    const known = readKnownValues(JSON.parse(text) as JsonObject);
    const made = await forms(observationColumns(), {
      mastValues: () => Promise.resolve(known),
    }).form('mast');
    const field = (name: string) => made.fields.find((one) => one.name === name);
    const missions = field('obs_collection')?.choices ?? [];
    expect(missions.map(({ value }) => value)).toContain('HST');
    const counts = missions.map(({ count = 0 }) => count);
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
    const levels = field('calib_level')?.choices ?? [];
    expect(levels.find(({ value }) => value === '2')?.meaning).toBe('calibrated');
    expect(field('t_exptime')?.extent?.[0]).toBe(0);
  });

  it('still has its fields where the values are not told', async () => {
    const made = await forms(observationColumns()).form('mast');
    const levels = made.fields.find(({ name }) => name === 'calib_level')?.choices;
    expect(levels?.map(({ value, meaning }) => [value, meaning])).toEqual([
      ['0', 'raw'],
      ['1', 'uncalibrated'],
      ['2', 'calibrated'],
      ['3', 'science product'],
      ['4', 'contributed science product'],
    ]);
  });

  it('asks what astroquery asks for the reference search', async () => {
    const filled: FilledForm = {
      ...{ service: 'mast', place: '', radius: '' },
      fields: {
        obs_collection: { values: ['JWST'] },
        instrument_name: { values: ['NIRCAM/IMAGE'] },
        filters: { values: ['F444W'] },
        proposal_id: { values: ['1783'] },
        dataRights: { values: ['PUBLIC'] },
        t_exptime: { range: ['', ''] },
      },
    };
    const { request } = await forms(observationColumns()).request(filled);
    expect(request.kind).toBe('mast');
    if (request.kind === 'mast') {
      expect(countRequest(request.criteria, observationColumns()).params).toEqual({
        columns: 'COUNT_BIG(*)',
        filters: [
          { paramName: 'obs_collection', separator: ';', values: ['JWST'] },
          { paramName: 'instrument_name', values: ['NIRCAM/IMAGE'] },
          { paramName: 'filters', separator: ';', values: ['F444W'] },
          { paramName: 'proposal_id', values: ['1783'] },
          { paramName: 'dataRights', values: ['PUBLIC'] },
        ],
      });
    }
  });

  it('takes dates where the column has days', async () => {
    const filled: FilledForm = {
      ...{ service: 'mast', ...EMPTY },
      fields: { t_min: { range: ['2024-05-01', '2024-05-31'] }, t_exptime: { range: ['1e3', ''] } },
    };
    const { request } = await forms(observationColumns()).request(filled);
    expect(request.criteria).toEqual({
      criteria: [
        // astropy.time.Time('2024-05-01').mjd, and of 2024-06-01
        { column: 't_min', range: [60431, 60462] },
        { column: 't_exptime', range: [1000, undefined] },
      ],
    });
    expect(await forms(observationColumns()).filled(request)).toEqual({
      ...{ service: 'mast', ...EMPTY },
      fields: {
        t_min: { range: ['2024-05-01', '2024-05-31'] },
        t_exptime: { range: ['1000', ''] },
      },
    });
  });

  it('finds a named place, and shows its name again', async () => {
    const made = forms(observationColumns());
    const filled = { service: 'mast', place: 'm 101', radius: "3'", fields: {} };
    const { request, place } = await made.request(filled);
    expect(place?.understood).toBe(
      'M 101, by Simbad: 14h03m12.540s +54d20m56.18s (ICRS), within 3′',
    );
    expect(request.criteria).toEqual({
      criteria: [],
      position: { ra: 210.80225, dec: 54.34894, radius: 0.05, name: 'm 101' },
    });
    expect(await made.filled(request)).toEqual({ ...filled, place: 'm 101', radius: '0.05 deg' });
  });

  it('says what makes no sense', async () => {
    const made = forms(observationColumns());
    const ask = (fields: FilledForm['fields']): Promise<unknown> =>
      made.request({ service: 'mast', ...EMPTY, fields });
    await expect(ask({ t_exptime: { range: ['ten', ''] } })).rejects.toThrow(
      '“ten” of “Exposure Length” is no number.',
    );
    await expect(ask({ t_exptime: { range: ['9', '1'] } })).rejects.toThrow(
      'goes from 9 down to 1',
    );
    await expect(ask({ t_min: { range: ['soon', ''] } })).rejects.toThrow('“soon” is no time.');
    await expect(ask({ nonsense: { values: ['1'] } })).rejects.toThrow('no column “nonsense”');
    await expect(
      made.place({ service: 'mast', place: '10 20', radius: '5 parsec' }),
    ).rejects.toThrow('“5 parsec” is no radius.');
    await expect(made.form('gone')).rejects.toThrow('not among those that can be searched');
  });
});

describe.skipIf(!HAS_GOLDEN)('the form of a mission', () => {
  it('is drawn from its columns, and asks as its search does', async () => {
    const made = forms([]);
    const form = await made.form('mission:hst');
    expect(form.fields.filter((field) => field.first).map(({ label }) => label)).toEqual([
      ...['Target Name', 'Instrument', 'Filters/Gratings', 'Start Time', 'Exp Time'],
      ...['Proposal ID', 'Release Date'],
    ]);
    const queryable = (golden('mast/mission_columns.json') as { queryable: string }[]).filter(
      (column) => column.queryable === 'yes',
    );
    expect(form.fields.length).toBe(queryable.length);
    const filled: FilledForm = {
      ...{ service: 'mission:hst', place: '210.80225 54.34894', radius: '' },
      fields: {
        sci_instrume: { values: ['ACS', 'WFC3'] },
        sci_actual_duration: { range: ['100', ''] },
        sci_start_time: { range: ['2004-01-01', '2004-12-31'] },
        sci_pep_id: { values: ['9490'] },
      },
    };
    const { request } = await made.request(filled);
    expect(request.kind === 'mission' && request.criteria.radius).toBe(3);
    if (request.kind === 'mission') {
      expect(missionBody(request.criteria, missionColumnsOf('hst'))).toMatchObject({
        ...{ target: ['210.80225 54.34894'], radius: 180, radius_units: 'arcseconds' },
        conditions: [
          { sci_instrume: 'ACS,WFC3' },
          { sci_actual_duration: '>=100' },
          { sci_start_time: '2004-01-01..2004-12-31' },
          { sci_pep_id: '9490' },
        ],
      });
    }
    expect(await made.filled(request)).toEqual({ ...filled, radius: '3 arcmin' });
  });
});

describe('the form of an image search', () => {
  it('has the criteria of SIA 2 with the collections there are', async () => {
    const made = await forms([]).form('irsa');
    expect(made.fields.filter((field) => field.first).map(({ name }) => name)).toEqual([
      ...['collection', 'instrument', 'productType', 'calibration', 'band', 'time'],
    ]);
    expect(made.fields[0]?.choices.map(({ value }) => value)).toEqual([
      'spitzer_seip',
      'wise_allwise',
    ]);
    expect(made).toMatchObject({ counts: false, place: { shapes: true } });
    expect(made.notes).toEqual(['A search names a position or a collection.']);
  });

  it('asks for the reference search, to the last digit', async () => {
    const made = forms([]);
    const filled: FilledForm = {
      ...{ service: 'irsa', place: '150.01 2.2', radius: '0.01' },
      fields: { collection: { values: ['spitzer_seip'] } },
    };
    const { request } = await made.request(filled);
    expect(request).toEqual({
      ...{ kind: 'sia', service: IRSA },
      criteria: {
        place: [{ kind: 'circle', centre: { longitude: 150.01, latitude: 2.2 }, radius: 0.01 }],
        collection: ['spitzer_seip'],
      },
    });
    expect(await made.filled(request)).toEqual({ ...filled, radius: '0.01 deg' });
  });

  it('brings everything back that it has asked for', async () => {
    const made = forms([]);
    const filled: FilledForm = {
      ...{ service: 'irsa', place: 'POLYGON 1 2 3 2 3 4', radius: '' },
      fields: {
        instrument: { values: ['IRAC'] },
        productType: { values: ['image', 'cube'] },
        target: { values: ['M 101'] },
        polarization: { values: ['I'] },
        exposure: { range: ['10', ''] },
        resolution: { range: ['', '2.5'] },
        band: { range: ['3.6 um', '4.6 um'] },
        time: { range: ['2010-01-01', ''] },
        calibration: { values: ['2', '3'] },
        mostRows: { values: ['100'] },
      },
    };
    const { request, place } = await made.request(filled);
    expect(request.criteria).toMatchObject({
      exposure: [{ from: 10, to: Infinity }],
      resolution: [{ from: -Infinity, to: 2.5 }],
      band: [{ from: 3.6 * 1e-6, to: 4.6 * 1e-6 }],
      time: [{ from: 55197, to: Infinity }],
      ...{ calibration: [2, 3], mostRows: 100 },
    });
    expect(place?.ra).toBeCloseTo(2, 1);
    const again = await made.filled(request);
    expect(again).toEqual(filled);
  });

  it('has none for a query in ADQL, and none for a service that is gone', async () => {
    const made = forms([]);
    const query = { query: 'SELECT 1' };
    expect(await made.filled({ kind: 'tap', service: ADQL, criteria: query })).toBeUndefined();
    const gone = { ...IRSA, id: 'gone' };
    expect(await made.filled({ kind: 'sia', service: gone, criteria: {} })).toBeUndefined();
  });

  it('says what makes no sense', async () => {
    const made = forms([]);
    const ask = (fields: FilledForm['fields']): Promise<unknown> =>
      made.request({ service: 'irsa', ...EMPTY, fields });
    await expect(ask({ calibration: { values: ['high'] } })).rejects.toThrow('is no number');
    await expect(ask({ band: { range: ['3 parsec', ''] } })).rejects.toThrow('“parsec”');
    await expect(
      made.place({ service: 'irsa', place: 'POLYGON 1 2 3', radius: '' }),
    ).rejects.toThrow('no shape that can be searched');
    await expect(
      made.place({ service: 'mast', place: 'CIRCLE 1 2 3', radius: '' }),
    ).rejects.toThrow('takes a position with a radius');
  });
});
