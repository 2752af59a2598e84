import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { imagesOf, isDataLink, type SiaImage } from '../../../../src/core/archives/sia/images';
import { siaAddress, siaCall, type SiaService } from '../../../../src/core/archives/sia/request';
import { describeSia, searchSia } from '../../../../src/core/archives/sia/search';
import type { SiaQuery } from '../../../../src/core/archives/sia/query';
import { DEFAULT_RETRY } from '../../../../src/core/bytes/retry';
import { type ScriptedAnswer, ScriptedClient } from '../../../support/bytes/scripted-client';

const GOLDEN = new URL('../../../../../shared/golden/', import.meta.url);
const IRSA: SiaService = {
  who: 'IRSA',
  address: 'https://irsa.ipac.caltech.edu/SIA',
  needsPlaceOrCollection: true,
  brokenCsv: 'The CSV of IRSA is broken.',
};
const REFERENCE: SiaQuery = {
  place: [{ kind: 'circle', centre: { longitude: 150.01, latitude: 2.2 }, radius: 0.01 }],
  collection: ['spitzer_seip'],
};
const NO_RETRY = { ...DEFAULT_RETRY, retries: 0 };

function answers(text: string | Uint8Array, more: Partial<ScriptedAnswer> = {}): ScriptedClient {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += 700) {
    chunks.push(bytes.subarray(at, at + 700));
  }
  return new ScriptedClient(() => ({ status: 200, chunks, ...more }));
}

function golden(path: string): ScriptedClient {
  return answers(readFileSync(new URL(path, GOLDEN)));
}

async function allOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) {
    all.push(item);
  }
  return all;
}

function table(rows: string, info = '<INFO name="QUERY_STATUS" value="OK"/>', after = ''): string {
  return `<VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3"><RESOURCE type="results">${info}
    <TABLE><FIELD name="a" datatype="char" arraysize="*" utype="obscore:Access.Reference"/>
    <FIELD name="b" ID="s_ra" datatype="double"/><FIELD name="OBS_ID" datatype="char" arraysize="*"/>
    <DATA><TABLEDATA>${rows}</TABLEDATA></DATA></TABLE>${after}</RESOURCE></VOTABLE>`;
}

describe.skipIf(!existsSync(GOLDEN))('recorded answers', () => {
  it('IRSA: every column is kept, images are read by name', async () => {
    const http = golden('synthetic/votable/irsa_sia2_cloud_access.xml');
    const answer = await searchSia({ http }, IRSA, REFERENCE);
    expect(answer.partial).toBeUndefined();
    expect(answer.table.fields).toHaveLength(29);
    expect(answer.table.rows).toBe(3);
    const images = await allOf(imagesOf(answer.table));
    expect(images[0]).toMatchObject<Partial<SiaImage>>({
      row: 0,
      productType: 'image',
      productSubtype: 'science',
      calibration: 4,
      collection: 'spitzer_seip',
      observation: '40019821',
      title: undefined,
      format: 'image/fits',
      size: 73_840_000,
      longitude: 150.1,
      latitude: 2.2,
      start: undefined,
      shortest: 3.13e-6,
      longest: 3.96e-6,
      facility: 'Spitzer Space Telescope',
      instrument: 'IRAC',
      band: 'IRAC1',
    });
    expect(images.map(({ cloudAccess }) => cloudAccess !== undefined)).toEqual([true, true, false]);
    expect(http.requests).toHaveLength(1);
    expect(http.requests[0]).toMatchObject({ method: 'GET', hostname: 'irsa.ipac.caltech.edu' });
    expect(http.requests[0]?.path).toBe('/SIA?POS=CIRCLE+150.01+2.2+0.01&COLLECTION=spitzer_seip');
  });

  it('IRSA: nothing found is no failure', async () => {
    const http = golden('synthetic/votable/irsa_sia2_empty.xml');
    const answer = await searchSia({ http }, IRSA, REFERENCE);
    expect([answer.table.rows, answer.partial]).toEqual([0, undefined]);
    expect(await allOf(imagesOf(answer.table))).toEqual([]);
  });

  it('IRSA: what it refuses is told in its words, and not asked again', async () => {
    const http = golden('synthetic/votable/irsa_sia2_error.xml');
    await expect(searchSia({ http }, IRSA, REFERENCE)).rejects.toMatchObject({
      code: 'server',
      retryable: false,
      message: 'IRSA refuses the query: UsageError: POS: cannot parse <CIRCLE abc>.',
    });
    expect(http.requests).toHaveLength(1);
  });

  it('IRSA: an error document without a resource', async () => {
    const http = golden('votable/irsa-nph-error.xml');
    await expect(searchSia({ http }, IRSA, REFERENCE)).rejects.toMatchObject({
      code: 'server',
      message: expect.stringContaining('wrong or missing coordinate') as string,
    });
  });

  it('CADC: columns of ObsCore in another order, links in place of files', async () => {
    const http = golden('votable/sia2_dataset.xml');
    const answer = await searchSia({ http }, { who: 'CADC', address: 'https://example.org/q' }, {});
    const images = await allOf(imagesOf(answer.table));
    expect(images.length).toBe(answer.table.rows);
    const truth = JSON.parse(
      readFileSync(new URL('truth/votable/sia2_dataset.xml.json', GOLDEN), 'utf8'),
    ) as { tables: readonly { nrows: number }[] };
    expect(images.length).toBe(truth.tables[0]?.nrows);
    expect(images[0]?.collection).toBeDefined();
    expect(images[0]?.publisherId).toMatch(/^ivo:/);
    expect(images[0]?.region).toMatch(/polygon/i);
    expect(images.every(isDataLink)).toBe(true);
  });

  it('an answer that breaks off at the limit is partial', async () => {
    const http = golden('votable/query_overflowstatus.xml');
    const service = { who: 'CADC', address: 'https://example.org/q' };
    const limited = await searchSia({ http }, service, { mostRows: 3 });
    expect(limited.partial).toBe('These are the first 3, as asked for; CADC has more.');
    const whole = await searchSia({ http }, service, {});
    expect(whole.partial).toBe('CADC sent 3 and has more: it sets a limit.');
  });

  it('an error that says no more than that', async () => {
    const http = golden('votable/query_errorstatus.xml');
    await expect(searchSia({ http }, IRSA, REFERENCE)).rejects.toMatchObject({
      message: 'IRSA refuses the query without saying why.',
    });
  });
});

describe('columns', () => {
  it('are found by name, by ID and by utype', async () => {
    const http = answers(table('<TR><TD> https://x.org/1 </TD><TD>12.5</TD><TD>o1</TD></TR>'));
    const { table: found } = await searchSia({ http }, IRSA, REFERENCE);
    const [image] = await allOf(imagesOf(found));
    expect(image).toMatchObject({
      address: 'https://x.org/1',
      longitude: 12.5,
      latitude: undefined,
      observation: 'o1',
    });
  });

  it('come without rows where only they are asked for, which is not partial', async () => {
    const http = answers(table('', '', '<INFO name="QUERY_STATUS" value="OVERFLOW"/>'));
    const fields = await describeSia({ http }, IRSA);
    expect(fields.map(({ name }) => name)).toEqual(['a', 'b', 'OBS_ID']);
    expect(http.requests[0]?.path).toBe('/SIA?MAXREC=0');
  });
});

describe('a service in trouble', () => {
  it.each([
    [
      'a web page with status 200',
      200,
      '<!DOCTYPE html><html><head><title>502 Proxy Error</title>',
    ],
    ['a web page', 502, '<html><head><title>502 Proxy Error</title></head></html>'],
  ])('%s is told as one', async (_, status, text) => {
    const http = answers(text, { status });
    await expect(searchSia({ http, retry: NO_RETRY }, IRSA, REFERENCE)).rejects.toMatchObject({
      code: 'server',
      message: 'IRSA answered with a web page instead of data (502 Proxy Error).',
      retryable: true,
    });
  });

  it('refuses with a VOTable and status 400', async () => {
    const text = table('', '<INFO name="QUERY_STATUS" value="ERROR">UsageError: bad BAND</INFO>');
    const http = answers(text, { status: 400 });
    await expect(searchSia({ http }, IRSA, REFERENCE)).rejects.toMatchObject({
      message: 'IRSA refuses the query (400): UsageError: bad BAND.',
    });
    expect(http.requests).toHaveLength(1);
  });

  it('breaks off: the rows that came are kept, and said to be a part', async () => {
    const rows = '<TR><TD>a</TD><TD>1</TD><TD>x</TD></TR>'.repeat(50);
    const http = answers(table(rows).slice(0, 1500));
    const answer = await searchSia({ http }, IRSA, REFERENCE);
    expect(answer.table.rows).toBe(29);
    expect(answer.partial).toMatch(/a part of it is missing/);
  });

  it('answers without a table', async () => {
    const http = answers('<VOTABLE version="1.4"><RESOURCE type="results"/></VOTABLE>');
    await expect(searchSia({ http }, IRSA, REFERENCE)).rejects.toMatchObject({ code: 'format' });
  });

  it('is left alone once the user cancels', async () => {
    const controller = new AbortController();
    const http = new ScriptedClient(() => {
      controller.abort();
      return { status: 200, chunks: [new TextEncoder().encode(table(''))] };
    });
    const { signal } = controller;
    await expect(searchSia({ http }, IRSA, REFERENCE, { signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});

describe('before anything is sent', () => {
  const place = REFERENCE.place;

  it.each<[string, SiaQuery]>([
    ['nothing at all', {}],
    ['a band alone', { band: [{ from: 1e-6, to: 2e-6 }] }],
    ['an instrument alone', { instrument: ['IRAC'], mostRows: 10 }],
  ])('the user is asked whether IRSA shall be searched by %s', async (_, query) => {
    const http = answers(table(''));
    await expect(async () => searchSia({ http }, IRSA, query)).rejects.toMatchObject({
      code: 'costly',
    });
    expect(http.requests).toHaveLength(0);
    await searchSia({ http }, IRSA, query, { evenIfCostly: true });
    expect(http.requests).toHaveLength(1);
  });

  it('a collection may stand in the address of the service, too', () => {
    const address = `${IRSA.address}?COLLECTION=spitzer_seip&`;
    expect(siaCall({ ...IRSA, address }, {}).address).toBe(address.replace(/&$/, '&'));
    expect(siaCall({ ...IRSA, address }, { mostRows: 5 }).address).toBe(`${address}MAXREC=5`);
  });

  it.each<[string, SiaQuery]>([
    ['a radius of nothing', { place: [{ ...circle(1, 2), radius: 0 }] }],
    ['a radius too large', { place: [{ ...circle(1, 2), radius: 91 }] }],
    ['a right ascension beyond the circle', { place: [circle(361, 2)] }],
    ['a declination beyond the pole', { place: [circle(1, -91)] }],
    ['no number', { place: [circle(NaN, 2)] }],
    ['two corners', { place: [{ kind: 'polygon', corners: [at(1, 2), at(2, 3)] }] }],
    [
      'a range turned around',
      { place: [{ kind: 'range', longitude: { from: 20, to: 10 }, latitude: { from: 1, to: 2 } }] },
    ],
    ['a band turned around', { place, band: [{ from: 2, to: 1 }] }],
    ['a negative exposure', { place, exposure: [{ from: -10, to: -1 }] }],
    ['NaN', { place, time: [{ from: NaN, to: 1 }] }],
    ['no state of polarization', { place, polarization: ['left'] }],
    ['no level', { place, calibration: [7] }],
    ['half a row', { place, mostRows: 1.5 }],
  ])('%s is refused', (_, query) => {
    expect(() => siaCall(IRSA, query)).toThrow(expect.objectContaining({ code: 'unsupported' }));
  });

  it('the broken CSV of IRSA is not asked for, that of others is', () => {
    const query = { ...REFERENCE, responseFormat: 'text/csv' };
    expect(() => siaAddress(IRSA, query)).toThrow('The CSV of IRSA is broken.');
    expect(siaAddress({ who: 'X', address: 'https://x.org/q' }, query)).toContain(
      'RESPONSEFORMAT=text%2Fcsv',
    );
  });

  it('a long query goes by POST', () => {
    const corners = Array.from({ length: 200 }, (_, k) => at(k / 10 + 0.123456789, (k % 50) / 7));
    const query: SiaQuery = { place: [{ kind: 'polygon', corners }] };
    const call = siaCall(IRSA, query);
    expect(call).toMatchObject({ method: 'POST', address: IRSA.address });
    expect(call.headers?.['content-type']).toBe('application/x-www-form-urlencoded');
    expect(new URLSearchParams(call.body).get('POS')?.split(' ')).toHaveLength(401);
  });
});

function at(longitude: number, latitude: number): { longitude: number; latitude: number } {
  return { longitude, latitude };
}

function circle(
  longitude: number,
  latitude: number,
): { kind: 'circle'; centre: { longitude: number; latitude: number }; radius: number } {
  return { kind: 'circle', centre: at(longitude, latitude), radius: 1 };
}
