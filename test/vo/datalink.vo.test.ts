import { describe, expect, it } from 'vitest';
import { readText, callService } from '../../src/core/archives/service-call';
import { askLinks } from '../../src/core/archives/datalink/request';
import {
  descriptorCall,
  type ServiceDescriptor,
  serviceDescriptors,
} from '../../src/core/archives/datalink/service-descriptor';
import { imagesOf, isDataLink } from '../../src/core/archives/sia/images';
import { searchSia } from '../../src/core/archives/sia/search';
import { serverAddress } from './server-address';
import { allRows, linksAddress, ownSia, sitewide, tools, WHO } from './services';

const did = (name: string): string => `ivo://skybucket.test/~?${name}`;

const found = <T>(value: T | undefined): T => {
  if (value === undefined) {
    throw new Error('It is not there.');
  }
  return value;
};

describe('the links of an image', () => {
  it('are asked for as its row says', async () => {
    const { table } = await searchSia(tools, sitewide, { id: [did('img-0004')] });
    const images = [];
    for await (const image of imagesOf(table)) {
      images.push(image);
    }
    const [image] = images;
    expect([images.length, image && isDataLink(image)]).toEqual([1, true]);
    const answer = await askLinks(tools, WHO, image?.address ?? '', [], { from: sitewide.address });
    expect(answer.partial).toBeUndefined();
    expect(
      answer.links.map(({ id, semantics, address, contentType, size, description }) => [
        ...[id, semantics.term, address, contentType, size, description],
      ]),
    ).toEqual([
      [
        ...[did('img-0004'), '#this', 'https://example.org/images/img-0004.fits', 'image/fits'],
        ...[2880, 'The image'],
      ],
      [
        ...[did('img-0004'), '#preview', 'https://example.org/previews/img-0004.png', 'image/png'],
        ...[undefined, 'A small picture < 1 MB'],
      ],
      [
        ...[did('img-0004'), '#proc', undefined, undefined, undefined],
        'An interactive service on this dataset.',
      ],
      [did('img-0004'), '#weight', undefined, undefined, undefined, 'Weights'],
    ]);
    const [self, , service, refused] = answer.links;
    expect([self?.semantics.isThis, service?.service?.standard]).toEqual([
      true,
      'ivo://ivoa.net/std/SODA#sync-1.0',
    ]);
    expect(refused?.failure).toEqual({
      fault: 'AuthorizationFault',
      message: 'The service does not allow this to be read: Ask the observatory.',
    });
  });

  it('are asked for several at once, one of which nobody knows', async () => {
    const ids = [did('img-0001'), did('nothing'), did('img-0002')];
    const { links } = await askLinks(tools, WHO, linksAddress, ids);
    const files = links.filter(({ semantics }) => semantics.isThis);
    expect(files.map(({ id, failure }) => [id, failure?.fault]).sort()).toEqual([
      [did('img-0001'), undefined],
      [did('img-0002'), undefined],
      [did('nothing'), 'NotFoundFault'],
    ]);
    expect(files.find(({ failure }) => failure)?.failure?.message).toMatch(
      /^The service does not know this dataset: .*nothing/,
    );
  });

  it('cannot come from a service of another kind', async () => {
    await expect(askLinks(tools, WHO, sitewide.address, [])).rejects.toMatchObject({
      ...{ code: 'format', message: 'DaCHS answered without links.' },
    });
  });
});

describe('a described service', () => {
  const call = (service: ServiceDescriptor, given: Record<string, readonly string[]>) =>
    descriptorCall(service, WHO, linksAddress, given);

  it('is called with what was chosen', async () => {
    const { services } = await askLinks(tools, WHO, linksAddress, [did('img-0001')]);
    const service = found(services[0]);
    const inputs = service.inputs.map(({ name, datatype, value, least, most, options }) => [
      ...[name, datatype, value, least, most, options.map((option) => option.value).join('|')],
    ]);
    expect(inputs).toEqual([
      ['ID', 'char', did('img-0001'), undefined, undefined, ''],
      ['SCALE', 'int', '', '1', '8', ''],
      ['KIND', 'char', '', undefined, undefined, 'science|error map'],
    ]);
    const text = await callService(
      tools,
      call(service, { SCALE: ['4'], KIND: ['error map'] }),
      (answer) => readText(answer, 1000),
    );
    expect(text).toBe(`error map scale 4 of ${did('img-0001')}`);
    expect(() => call(service, { KIND: ['noise'] })).toThrow('KIND cannot be “noise”.');
  });

  it('of an image search leads from a row to its links', async () => {
    const { table, document } = await searchSia(tools, ownSia, {
      ...{ instrument: ['IRAC'], mostRows: 3 },
    });
    const service = found(
      serviceDescriptors(document).find(({ standard }) => /DataLink#links/.test(standard ?? '')),
    );
    const column = found(service.inputs.find(({ name }) => name === 'ID')?.column);
    expect(table.fields[column]?.name).toBe('obs_publisher_did');
    const rows = await allRows(table);
    const row = found(rows[1]);
    const { address } = descriptorCall(service, WHO, serverAddress, {}, (at) =>
      at === column ? (row['obs_publisher_did'] ?? null) : null,
    );
    const { links } = await askLinks(tools, WHO, address);
    expect(links[0]?.address).toBe(`https://example.org/images/${String(row['obs_id'])}.fits`);
  });
});
