import { describe, expect, it } from 'vitest';
import { findSiaEndpoint } from '../../src/core/archives/sia/capabilities';
import { imagesOf, isDataLink, type SiaImage } from '../../src/core/archives/sia/images';
import type { SiaQuery, SkyShape } from '../../src/core/archives/sia/query';
import { type SiaService } from '../../src/core/archives/sia/request';
import { describeSia, searchSia } from '../../src/core/archives/sia/search';
import { HALF_SIDE, type ImageRow, imageRows } from './rows';
import { serverAddress } from './server-address';
import { linksOf, ownSia, sitewide, tools, WHO } from './services';

const all = imageRows();
/** What is searched over the whole site: spectra are no images. */
const images = all.filter(({ dataproduct_type }) => dataproduct_type !== 'spectrum');

async function found(service: SiaService, query: SiaQuery): Promise<SiaImage[]> {
  const { table, partial } = await searchSia(tools, service, { mostRows: 5000, ...query });
  expect(partial).toBeUndefined();
  const list: SiaImage[] = [];
  for await (const image of imagesOf(table)) {
    list.push(image);
  }
  return list;
}

const names = async (query: SiaQuery, service = sitewide): Promise<string[]> =>
  (await found(service, query)).map(({ observation = '' }) => observation).sort();

const matching = (test: (row: ImageRow) => boolean): string[] => {
  const list = images.filter(test).map(({ obs_id }) => obs_id);
  expect(list).not.toEqual([]);
  return list.sort();
};

/** Degrees between the centre of an image and a place. */
function separation({ s_ra, s_dec }: ImageRow, longitude: number, latitude: number): number {
  const degree = Math.PI / 180;
  const [a, b] = [s_dec * degree, latitude * degree];
  const half =
    Math.sin((a - b) / 2) ** 2 +
    Math.cos(a) * Math.cos(b) * Math.sin(((s_ra - longitude) * degree) / 2) ** 2;
  return (2 * Math.asin(Math.sqrt(half))) / degree;
}

/** What a circle surely finds, and what it may find: its border crosses some images, perhaps. */
function aroundCircle(longitude: number, latitude: number, radius: number): string[][] {
  const reach = HALF_SIDE * Math.SQRT2;
  return [radius - reach, radius + reach].map((within) =>
    matching((row) => separation(row, longitude, latitude) < within),
  );
}

describe('a service', () => {
  const site = `${serverAddress}/__system__/siap2/sitewide`;

  it.each([site, `${site}/`, `${site}/siap2.xml`, `${site}/siap2.xml?`, `${site}/capabilities`])(
    'is found by %s',
    async (address) => {
      expect(await findSiaEndpoint(tools, address, WHO)).toBe(`${site}/siap2.xml?`);
    },
  );

  it('says which columns it has', async () => {
    const fields = await describeSia(tools, sitewide);
    expect(fields.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['obs_collection', 's_region', 'access_url', 'em_min']),
    );
  });
});

describe('an empty answer', () => {
  it('tells the parameters of the service', async () => {
    const { table, document, partial } = await searchSia(tools, sitewide, { mostRows: 0 });
    expect([table.rows, partial]).toEqual([0, undefined]);
    const inputs = document.resources.flatMap(({ params }) => params);
    const told = inputs.map(({ name, datatype, unit, xtype }) => [name, datatype, unit, xtype]);
    expect(told).toEqual(
      expect.arrayContaining([
        ['INPUT:POS', 'char', undefined, undefined],
        ['INPUT:BAND', 'double', undefined, 'interval'],
        ['INPUT:EXPTIME', 'float', 's', 'interval'],
        ['INPUT:CALIB', 'short', undefined, undefined],
      ]),
    );
  });
});

describe('a search', () => {
  const circle = (longitude: number, latitude: number, radius: number): SkyShape => ({
    ...{ kind: 'circle', centre: { longitude, latitude }, radius },
  });

  it('gives images as they are', async () => {
    const rows = await found(sitewide, { place: [circle(142, 1, 0.1)] });
    const [row] = images.filter((each) => separation(each, 142, 1) < 0.1);
    expect(rows).toHaveLength(1);
    const image = row as ImageRow;
    expect(rows[0]).toMatchObject({
      productType: image.dataproduct_type,
      calibration: image.calib_level,
      collection: image.obs_collection,
      observation: image.obs_id,
      title: image.obs_title,
      publisherId: image.obs_publisher_did,
      address: image.access_url ?? linksOf(image),
      size: image.access_estsize === null ? undefined : image.access_estsize * 1000,
      target: image.target_name,
      longitude: image.s_ra,
      latitude: image.s_dec,
      fieldOfView: image.s_fov,
      start: image.t_min ?? undefined,
      end: image.t_max ?? undefined,
      shortest: image.em_min ?? undefined,
      longest: image.em_max ?? undefined,
      facility: image.facility_name,
      instrument: image.instrument_name,
    });
  });

  it('of everything gives everything, with what is missing left out', async () => {
    const rows = await found(sitewide, {});
    expect(rows).toHaveLength(images.length);
    const byName = new Map(rows.map((row) => [row.observation, row]));
    for (const image of images) {
      const row = byName.get(image.obs_id);
      expect([row?.start, row?.size !== undefined, row && isDataLink(row)]).toEqual([
        image.t_min ?? undefined,
        image.access_estsize !== null,
        image.access_url === undefined,
      ]);
    }
  });

  it.each([
    [145.1, 1.9, 0.5],
    // Across longitude 0.
    [0.1, 60.1, 0.4],
  ])('in a circle around %d %d', async (longitude, latitude, radius) => {
    const [sure = [], possible] = aroundCircle(longitude, latitude, radius);
    const hits = await names({ place: [circle(longitude, latitude, radius)] });
    expect(hits).toEqual(expect.arrayContaining(sure));
    expect(possible).toEqual(expect.arrayContaining(hits));
  });

  it('in a circle smaller than an image', async () => {
    expect(await names({ place: [circle(145, 1.8, 0.001)] })).toEqual(
      matching((row) => separation(row, 145, 1.8) < 1e-9),
    );
  });

  it('in a range', async () => {
    const place: SkyShape = {
      ...{ kind: 'range', longitude: { from: 142.1, to: 143.1 } },
      latitude: { from: -0.9, to: 0.3 },
    };
    expect(await names({ place: [place] })).toEqual(
      matching(({ s_ra, s_dec }) => s_ra > 142.1 && s_ra < 143.1 && s_dec > -0.9 && s_dec < 0.3),
    );
  });

  it('in a polygon', async () => {
    const corners = [
      [141.1, 2.1],
      [142.5, 2.1],
      [142.5, 3.1],
      [141.1, 3.1],
    ].map(([longitude = 0, latitude = 0]) => ({ longitude, latitude }));
    expect(await names({ place: [{ kind: 'polygon', corners }] })).toEqual(
      matching(({ s_ra, s_dec }) => s_ra > 141.1 && s_ra < 142.5 && s_dec > 2.1 && s_dec < 3.1),
    );
  });

  it('in one place or another', async () => {
    const place = [circle(142, 1, 0.02), circle(143, 2, 0.02)];
    expect(await names({ place })).toEqual(
      matching((row) => separation(row, 142, 1) < 1e-9 || separation(row, 143, 2) < 1e-9),
    );
  });

  it.each([
    ['a band', 3.5e-6, 4.5e-6],
    ['one wavelength', 5.5e-6, 5.5e-6],
    ['an open end', 0.01, Infinity],
    ['an open start', -Infinity, 3.2e-6],
  ])('by %s', async (_, from, to) => {
    expect(await names({ band: [{ from, to }] })).toEqual(
      matching(({ em_min, em_max }) => em_min !== null && em_min <= to && (em_max ?? 0) >= from),
    );
  });

  it.each([
    ['a time', 58_100, 58_110.1],
    ['a moment', 58_200.1, 58_200.1],
    ['an open end', 58_990, Infinity],
  ])('by %s', async (_, from, to) => {
    expect(await names({ time: [{ from, to }] })).toEqual(
      matching(({ t_min, t_max }) => t_min !== null && t_min <= to && (t_max ?? 0) >= from),
    );
  });

  it.each<[SiaQuery, (row: ImageRow) => boolean]>([
    [
      { collection: ['skybucket-deep'] },
      ({ obs_collection }) => obs_collection === 'skybucket-deep',
    ],
    [
      { collection: ['all + sky', 'skybucket-wide'] },
      ({ obs_collection }) => obs_collection !== 'skybucket-deep',
    ],
    [{ instrument: ['IRAC'] }, ({ instrument_name }) => instrument_name === 'IRAC'],
    [{ facility: ['Second Telescope'] }, ({ facility_name }) => /^Second/.test(facility_name)],
    [{ productType: ['cube'] }, ({ dataproduct_type }) => dataproduct_type === 'cube'],
    [{ calibration: [1, 3] }, ({ calib_level }) => calib_level % 2 === 1],
    [{ target: ['Field 7'] }, ({ target_name }) => target_name === 'Field 7'],
    [{ format: ['image/fits'] }, ({ access_url }) => access_url !== undefined],
    [{ polarization: ['Q'] }, ({ pol_states }) => pol_states !== null],
    [{ exposure: [{ from: 45, to: 95 }] }, ({ t_exptime }) => t_exptime > 45 && t_exptime < 95],
    [
      { id: ['ivo://skybucket.test/~?img-0004', 'ivo://skybucket.test/~?img-0006'] },
      ({ obs_id }) => ['img-0004', 'img-0006'].includes(obs_id),
    ],
    [
      { collection: ['skybucket-wide'], instrument: ['MIPS'], band: [{ from: 0.21, to: 0.21 }] },
      ({ obs_collection, instrument_name, em_max }) =>
        obs_collection === 'skybucket-wide' && instrument_name === 'MIPS' && (em_max ?? 0) > 0.1,
    ],
  ])('by %j', async (query, test) => {
    expect(await names(query)).toEqual(matching(test));
  });

  it('of a table of its own finds spectra, too', async () => {
    expect(await names({ productType: ['spectrum'] }, ownSia)).toEqual(
      all
        .filter(({ dataproduct_type }) => dataproduct_type === 'spectrum')
        .map(({ obs_id }) => obs_id),
    );
  });

  it('that finds nothing is an empty table', async () => {
    expect(await names({ collection: ['nothing'] })).toEqual([]);
  });

  it('goes by POST when it is long', async () => {
    const place = all.slice(0, 100).map(({ s_ra, s_dec }) => circle(s_ra, s_dec, 0.01));
    expect(await names({ place })).toEqual(
      matching(({ obs_id }) => all.slice(0, 100).some((row) => row.obs_id === obs_id)),
    );
  });

  it('with more than it may give says so', async () => {
    const { table, partial } = await searchSia(tools, sitewide, { mostRows: 10 });
    expect(table.rows).toBe(10);
    expect(partial).toBe('These are the first 10, as asked for; DaCHS has more.');
    const unlimited = await searchSia(tools, sitewide, {});
    expect(unlimited.table.rows).toBe(1500);
    expect(unlimited.partial).toBe('DaCHS sent 1,500 and has more: it sets a limit.');
  });

  it.each<[SiaQuery, string | RegExp]>([
    [{ other: { POS: ['CIRCLE 1 2'] } }, /^DaCHS refuses the query/],
    [{ other: { BAND: ['abc'] } }, /^DaCHS refuses the query/],
  ])('that makes no sense (%j) is refused in the words of the service', async (query, message) => {
    await expect(searchSia(tools, sitewide, query)).rejects.toMatchObject({
      ...{ code: 'server', message: expect.stringMatching(message) as string, retryable: false },
    });
  });
});
