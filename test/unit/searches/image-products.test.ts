import { describe, expect, it } from 'vitest';
import { imagesOf, type SiaImage } from '../../../src/core/archives/sia/images';
import { DEFAULT_RETRY } from '../../../src/core/bytes/retry';
import { SkybucketError } from '../../../src/core/errors';
import { readVoTable } from '../../../src/core/votable/read-votable';
import { imageProducts, type ImageTools } from '../../../src/extension/searches/image-products';
import type { VoTable } from '../../../src/core/votable/document';
import { ScriptedClient } from '../../support/bytes/scripted-client';

const SERVICE = { id: 'cadc', label: 'CADC', address: 'https://ws.cadc.example.org/sia' };
const DATALINK = 'application/x-votable+xml;content=datalink';

const chunksOf = (text: string): AsyncIterable<Uint8Array> =>
  (async function* () {
    yield await Promise.resolve(new TextEncoder().encode(text));
  })();

function document(names: readonly string[], rows: readonly (readonly string[])[]): string {
  const fields = names.map((name) => `<FIELD name="${name}" datatype="char" arraysize="*"/>`);
  const cells = rows.map((row) => `<TR>${row.map((cell) => `<TD>${cell}</TD>`).join('')}</TR>`);
  return `<VOTABLE version="1.4"><RESOURCE type="results"><INFO name="QUERY_STATUS" value="OK"/>
    <TABLE>${fields.join('')}<DATA><TABLEDATA>${cells.join('')}</TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>`;
}

async function image(cells: Readonly<Record<string, string>>): Promise<SiaImage> {
  const text = document(Object.keys(cells), [Object.values(cells)]);
  const { tables } = await readVoTable(chunksOf(text));
  for await (const found of imagesOf(tables[0] as VoTable)) {
    return found;
  }
  throw new Error('no row');
}

function tools(
  answer: string,
  head: ImageTools['head'] = () => Promise.resolve(undefined),
): ImageTools {
  const http = new ScriptedClient(() => ({
    status: 200,
    chunks: [new TextEncoder().encode(answer)],
  }));
  return { tools: { http, retry: { ...DEFAULT_RETRY, retries: 0 } }, head };
}

describe('the files of an image', () => {
  it('are those its links name, itself first, with the reason where one cannot be had', async () => {
    const links = document(
      [
        'ID',
        'access_url',
        'service_def',
        'error_message',
        'semantics',
        'description',
        'content_type',
        'content_length',
      ],
      [
        [
          'x',
          'https://data.example.org/x_prev.jpg',
          '',
          '',
          '#preview',
          'A preview',
          'image/jpeg',
          '100',
        ],
        [
          'x',
          'https://data.example.org/x%20y.fits',
          '',
          '',
          '#this',
          'The image',
          'image/fits',
          '2880',
        ],
        ['x', '', 'soda', '', '#cutout', '', '', ''],
        ['x', '', '', 'AuthorizationFault: sign in', '#auxiliary', '', '', ''],
        ['x', 'http://127.0.0.1/secret', '', '', '#auxiliary', 'Near', '', ''],
      ],
    );
    const found = await imageProducts(
      tools(links),
      SERVICE,
      await image({
        access_url: 'https://ws.cadc.example.org/links?ID=x',
        access_format: DATALINK,
      }),
      undefined,
    );
    expect(found.products.map(({ name, science, size }) => [name, science, size])).toEqual([
      ['x y.fits', true, 2880],
      ['x_prev.jpg', false, 100],
      ['Cutout service', false, undefined],
      ['Auxiliary data', false, undefined],
      ['Near', false, undefined],
    ]);
    const places = await found.locate(new Set(found.products.map(({ id }) => id)), undefined);
    expect([...places.values()]).toMatchObject([
      { kind: 'web', reason: expect.stringContaining('not in the cloud') as string },
      { kind: 'web' },
      { kind: 'none', reason: expect.stringContaining('how this service is asked') as string },
      { kind: 'none', reason: expect.stringContaining('sign in') as string },
      { kind: 'none', reason: expect.stringContaining('local network') as string },
    ]);
    expect(found.products[4]?.web).toBeUndefined();
  });

  it('are the image itself, where there is no list', async () => {
    const found = await imageProducts(
      tools(''),
      SERVICE,
      await image({ access_url: 'https://data.example.org/a.fits', obs_title: 'A field' }),
      undefined,
    );
    expect(found.products).toMatchObject([
      {
        name: 'a.fits',
        science: true,
        web: 'https://data.example.org/a.fits',
        description: 'A field',
      },
    ]);
  });

  it('may be looked for again where the bucket could not be asked', async () => {
    const path = '/data/SPITZER/Enhanced/SEIP/images/4/x.fits';
    let failing = true;
    const head: ImageTools['head'] = () =>
      failing
        ? Promise.reject(new SkybucketError('network', 'The line is down.', { retryable: true }))
        : Promise.resolve({ size: 1 });
    const found = await imageProducts(
      tools('', head),
      { ...SERVICE, label: 'IRSA' },
      await image({
        access_url: `https://irsa.ipac.caltech.edu${path}`,
        obs_collection: 'spitzer_seip',
      }),
      undefined,
    );
    const ids = new Set(found.products.map(({ id }) => id));
    expect([...(await found.locate(ids, undefined)).values()]).toMatchObject([
      {
        kind: 'failed',
        reason: 'look-up failed: retry',
        problem: expect.stringContaining('line') as string,
      },
    ]);
    failing = false;
    expect([...(await found.locate(ids, undefined)).values()]).toMatchObject([
      { kind: 'cloud', bucket: 'nasa-irsa-spitzer', derived: true },
    ]);
  });
});
