import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { askLinks, type LinksAnswer } from '../../../../src/core/archives/datalink/request';
import { semanticsOf } from '../../../../src/core/archives/datalink/semantics';
import {
  descriptorCall,
  serviceDescriptors,
} from '../../../../src/core/archives/datalink/service-descriptor';
import { remoteAddress } from '../../../../src/core/archives/remote-address';
import { readVoTable } from '../../../../src/core/votable/read-votable';
import { ScriptedClient } from '../../../support/bytes/scripted-client';

const HOME = 'http://dc.zah.uni-heidelberg.de/dl';
const GOLDEN = new URL('../../../../../shared/golden/votable/', import.meta.url);

function ask(
  text: string | Uint8Array,
  ids: readonly string[] = [],
): { answer: Promise<LinksAnswer>; http: ScriptedClient } {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const http = new ScriptedClient(() => ({ status: 200, chunks: [bytes] }));
  return { answer: askLinks({ http }, 'GAVO', 'https://dc.g-vo.org/dl?x=1', ids), http };
}

describe.skipIf(!existsSync(GOLDEN))('the recorded links of GAVO', () => {
  const golden = (): Uint8Array => readFileSync(new URL('datalink.xml', GOLDEN));

  it('are read with what they mean', async () => {
    const { links, services, partial } = await ask(golden()).answer;
    expect(partial).toBeUndefined();
    expect(links.map(({ semantics }) => semantics.term)).toEqual([
      ...['#progenitor', '#proc', '#this', '#preview'],
    ]);
    expect(
      links.every(({ id }) => id === 'ivo://org.gavo.dc/~?flashheros/data/ca90/f0011.mt'),
    ).toBe(true);
    expect(links[2]).toMatchObject({
      semantics: { label: 'The dataset itself', isThis: true },
      description: 'The full dataset.',
      address: 'http://dc.zah.uni-heidelberg.de/getproduct/flashheros/data/ca90/f0011.mt',
      contentType: 'image/fits',
      size: 100_800,
      failure: undefined,
      service: undefined,
    });
    // -1 stands for a size that is not known.
    expect(links[3]).toMatchObject({ size: undefined, contentType: 'image/png' });
    expect(links[1]?.address).toBeUndefined();
    expect(links[1]?.service).toEqual(services[0]);
  });

  it('describe a service with all that it takes', async () => {
    const { services } = await ask(golden()).answer;
    expect(services).toHaveLength(1);
    const [soda] = services;
    expect(soda).toMatchObject({
      id: 'ndndtdihpgea',
      address: 'http://dc.zah.uni-heidelberg.de/flashheros/q/sdl/dlget',
      standard: 'ivo://ivoa.net/std/SODA#sync-1.0',
    });
    expect(soda?.inputs.map(({ name }) => name)).toEqual(['ID', 'FLUXCALIB', 'BAND', 'FORMAT']);
    expect(soda?.inputs[2]).toMatchObject({
      unit: 'm',
      xtype: 'interval',
      arraysize: '2',
      least: '4.01053e-07',
      most: '6.792e-07',
      value: '',
    });
    expect(soda?.inputs[1]?.options.map(({ value }) => value)).toEqual(['RELATIVE', 'NORMALIZED']);
    expect(soda?.inputs[3]?.options[2]).toEqual({
      label: 'FITS binary table',
      value: 'application/fits',
    });
  });

  it('lead to a call with what is chosen', async () => {
    const { services } = await ask(golden()).answer;
    const soda = services[0] as NonNullable<(typeof services)[0]>;
    const { address } = descriptorCall(soda, 'GAVO', HOME, {
      BAND: ['4.5e-07 5e-07'],
      FORMAT: ['application/fits'],
    });
    const url = new URL(address);
    expect(url.origin + url.pathname).toBe(soda.address);
    expect([...url.searchParams]).toEqual([
      ['ID', 'ivo://org.gavo.dc/~?flashheros/data/ca90/f0011.mt'],
      ['BAND', '4.5e-07 5e-07'],
      ['FORMAT', 'application/fits'],
    ]);
    expect(() => descriptorCall(soda, 'GAVO', HOME, { FLUXCALIB: ['x'] })).toThrow('cannot be “x”');
  });
});

const FIELDS = ['ID', 'access_url', 'service_def', 'error_message', 'semantics', 'content_length'];

function links(rows: readonly (readonly string[])[], more = ''): string {
  const fields = FIELDS.map((name) => `<FIELD name="${name}" datatype="char" arraysize="*"/>`);
  const cells = rows.map((row) => `<TR>${row.map((cell) => `<TD>${cell}</TD>`).join('')}</TR>`);
  return `<VOTABLE version="1.4"><RESOURCE type="results"><TABLE>${fields.join('')}<DATA><TABLEDATA>
    ${cells.join('')}</TABLEDATA></DATA></TABLE>${more}</RESOURCE></VOTABLE>`;
}

describe('links', () => {
  it('are asked for by the ids of datasets, in one address', async () => {
    const { http, answer } = ask(links([]), ['ivo://a?x=1', 'ivo://b&c']);
    expect((await answer).links).toEqual([]);
    expect(http.requests[0]?.path).toBe('/dl?x=1&ID=ivo%3A%2F%2Fa%3Fx%3D1&ID=ivo%3A%2F%2Fb%26c');
  });

  it('that fail say why, and stop no other', async () => {
    const text = links([
      ['a', '', '', 'NotFoundFault: ivo://a', '#this', ''],
      ['b', 'https://x.org/b', '', '', '#this', '12'],
      ['c', '', '', 'AuthorizationFault', '#this', ''],
      ['d', '', '', 'disk is on fire.', '#this', ''],
      ['e', '', 'nowhere', '', '#proc', ''],
    ]);
    const { links: found } = await ask(text).answer;
    expect(found.map(({ failure }) => failure?.message)).toEqual([
      'The service does not know this dataset: ivo://a.',
      undefined,
      'The service does not allow this to be read.',
      'The service gives no link: disk is on fire.',
      'The answer does not say how this service is asked.',
    ]);
    expect(found[0]?.failure?.fault).toBe('NotFoundFault');
    expect(found[1]).toMatchObject({ address: 'https://x.org/b', size: 12 });
  });

  it('beyond a limit are said to be a part', async () => {
    const text = links([], '<INFO name="QUERY_STATUS" value="OVERFLOW"/>');
    expect((await ask(text).answer).partial).toBe(
      'GAVO has more links than it sent: it sets a limit.',
    );
  });

  it('are not in every answer', async () => {
    const text = '<VOTABLE version="1.4"><RESOURCE><TABLE/></RESOURCE></VOTABLE>';
    await expect(ask(text).answer).rejects.toMatchObject({ code: 'format' });
    const refused =
      '<VOTABLE version="1.4"><RESOURCE><INFO name="QUERY_STATUS" value="ERROR">no ID</INFO></RESOURCE></VOTABLE>';
    await expect(ask(refused).answer).rejects.toMatchObject({
      message: 'GAVO refuses the query: no ID.',
    });
  });
});

describe('a service that takes a cell of each row', () => {
  const document = `<VOTABLE version="1.4"><RESOURCE type="results"><TABLE>
    <FIELD name="title" datatype="char" arraysize="*"/>
    <FIELD ID="did" name="obs_publisher_did" datatype="char" arraysize="*"/></TABLE></RESOURCE>
    <RESOURCE type="meta"><RESOURCE type="meta" utype="adhoc:service" name="links">
    <PARAM name="accessURL" datatype="char" arraysize="*" value="https://x.org/links"/>
    <GROUP name="inputParams"><PARAM name="ID" datatype="char" arraysize="*" value="" ref="did"/></GROUP>
    </RESOURCE></RESOURCE></VOTABLE>`;

  it('is found below another resource and gets it', async () => {
    const chunks = async function* (): AsyncGenerator<Uint8Array> {
      yield new TextEncoder().encode(document);
    };
    const [service] = serviceDescriptors(await readVoTable(chunks()));
    expect(service).toMatchObject({ name: 'links', inputs: [{ name: 'ID', column: 1 }] });
    const call = (cell: string): string =>
      descriptorCall(
        service as NonNullable<typeof service>,
        'X',
        'https://x.org/sia',
        {},
        (column) => (column === 1 ? cell : 'other'),
      ).address;
    expect(call('ivo://a?b')).toBe('https://x.org/links?ID=ivo%3A%2F%2Fa%3Fb');
    expect(() => call('')).toThrow('no ID');
  });
});

describe('an address in an answer', () => {
  const from = 'https://x.org/sia';

  it.each([
    ['https://y.org/links?ID=1', 'https://y.org/links?ID=1'],
    [' http://x.org/links ', 'https://x.org/links'],
  ])('%s is followed', (address, place) => {
    expect(remoteAddress(address, from, 'X')).toBe(place);
  });

  it.each([
    'http://y.org/links',
    'http://x.org:8080/l',
    'https://10.0.0.1/l',
    'file:///etc/passwd',
  ])('%s is not', async (address) => {
    expect(() => remoteAddress(address, from, 'X')).toThrow(
      expect.objectContaining({ code: 'bad-address' }),
    );
    const http = new ScriptedClient(() => ({ status: 200 }));
    await expect(async () => askLinks({ http }, 'X', address, [], { from })).rejects.toThrow();
    expect(http.requests).toHaveLength(0);
  });
});

describe('what a link means', () => {
  it.each([
    ['#this', 'The dataset itself', true],
    ['http://www.ivoa.net/rdf/datalink/core#preview', 'Preview', false],
    ['https://www.ivoa.net/rdf/datalink/core#this', 'The dataset itself', true],
    ['#detached-header', 'Header in a file of its own', false],
    ['http://example.org/terms#my-own_term', 'my own term', false],
    ['', 'Link', false],
  ])('%j', (term, label, isThis) => {
    expect(semanticsOf(term)).toEqual({ term, label, isThis });
  });
});
