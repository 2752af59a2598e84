import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ADDRESS_RULES } from '../../../../src/core/archives/irsa/address-rules';
import { type CloudPlace, readCloudAccess } from '../../../../src/core/archives/irsa/cloud-access';
import { collectionsQuery, readCollections } from '../../../../src/core/archives/irsa/collections';
import { derivedCloudPlace } from '../../../../src/core/archives/irsa/derive-key';
import { type HeadObject, locateInCloud } from '../../../../src/core/archives/irsa/locate';
import { datasets } from '../../../../src/core/archives/registry';
import { imagesOf } from '../../../../src/core/archives/sia/images';
import { searchSia } from '../../../../src/core/archives/sia/search';
import { cancelled, SkybucketError } from '../../../../src/core/errors';
import { ScriptedClient } from '../../../support/bytes/scripted-client';

const GOLDEN = new URL('../../../../../shared/golden/synthetic/votable/', import.meta.url);
const MOSAIC =
  'spitzer/seip/seip_science/images/4/0019/40019821/9/40019821-14/40019821-14.IRAC.1.mosaic.fits';
const SEIP = { bucket: 'nasa-irsa-spitzer', region: 'us-west-2' };

describe('what cloud_access says', () => {
  it.each<[string, unknown, CloudPlace]>([
    ['IRSA', { bucket_name: 'b-x', key: 'k/x.fits', region: 'eu-west-1' }, place('eu-west-1')],
    ['IRSA without a region', { bucket_name: 'b-x', key: 'k/x.fits' }, place(undefined)],
    [
      'IRSA without a region of a bucket we know',
      { bucket_name: SEIP.bucket, key: MOSAIC },
      { ...SEIP, key: MOSAIC },
    ],
    [
      'the form NASA agreed on',
      { bucket: 'b-x', region: 'us-east-1', access: 'open', path: 'k/x.fits' },
      place('us-east-1'),
    ],
    [
      'a path from the root, for some regions',
      { bucket: 'b-x', region: 'us-east-1', access: 'region', path: '/k/x.fits' },
      place('us-east-1'),
    ],
    ['no region that is one', { bucket_name: 'b-x', key: 'k/x.fits', region: '../x' }, place()],
    [
      'several copies, the first not public',
      [
        { bucket: 'b-y', path: 'k', access: 'restricted' },
        { bucket: 'b-x', path: 'k/x.fits', access: 'open' },
      ],
      place(),
    ],
  ])('in the form of %s', (_, aws, expected) => {
    expect(readCloudAccess(JSON.stringify({ aws }))).toEqual({ place: expected });
  });

  it.each([undefined, '', '  ', '{}', 'null'])('nothing: %j', (text) => {
    expect(readCloudAccess(text)).toBeUndefined();
  });

  it.each([
    ['{"aws": {"bucket_name": "b-x", "key": ', 'cannot be read'],
    ['[1]', 'cannot be read'],
    ['{"gcs": {"bucket": "x"}}', 'no cloud that Skybucket knows'],
    ['{"aws": {"access": "none"}}', 'not in the cloud'],
    ['{"aws": {"access": "restricted", "bucket": "b-x", "path": "k"}}', 'not public'],
    ['{"aws": {"bucket_name": "b-x"}}', 'names no object'],
    ['{"aws": {"bucket_name": "..", "key": "k"}}', 'names no object'],
    ['{"aws": {"bucket_name": 7, "key": "k"}}', 'names no object'],
  ])('why there is none: %s', (text, words) => {
    expect(readCloudAccess(text)).toMatchObject({
      place: undefined,
      reason: expect.stringContaining(words) as string,
    });
  });
});

/** Addresses and keys of IRSA's tutorial and page, see the sources of the rules. */
describe('the key derived from an address', () => {
  it.each<[string, string, CloudPlace]>([
    [
      'SEIP',
      'https://irsa.ipac.caltech.edu/data/SPITZER/Enhanced/SEIP/images/4/0019/40019821/9/40019821-14/40019821-14.IRAC.1.mosaic.fits',
      { ...SEIP, key: MOSAIC },
    ],
    [
      'AllWISE',
      'https://irsa.ipac.caltech.edu/ibe/data/wise/allwise/p3am_cdd/09/0904/0904m213_ac51/0904m213_ac51-w1-int-3.fits',
      {
        bucket: 'nasa-irsa-wise',
        region: 'us-west-2',
        key: 'wise/allwise/images/p3am_cdd/09/0904/0904m213_ac51/0904m213_ac51-w1-int-3.fits',
      },
    ],
    [
      'SPHEREx',
      'https://irsa.ipac.caltech.edu/ibe/data/spherex/qr2/level2/2025W18_2B/l2b-v20-2025-241/1/level2_2025W18_2B_0237_4D1_spx_l2b-v20-2025-241.fits',
      {
        bucket: 'nasa-irsa-spherex',
        region: 'us-east-1',
        key: 'qr2/level2/2025W18_2B/l2b-v20-2025-241/1/level2_2025W18_2B_0237_4D1_spx_l2b-v20-2025-241.fits',
      },
    ],
    [
      'Euclid, with a query',
      'https://irsa.ipac.caltech.edu/ibe/data/euclid/q1/MER/102022477/VIS/EUC_MER%20x.fits?center=1,2',
      {
        bucket: 'nasa-irsa-euclid-q1',
        region: 'us-east-1',
        key: 'q1/MER/102022477/VIS/EUC_MER x.fits',
      },
    ],
  ])('%s', (_, address, expected) => {
    expect(derivedCloudPlace(address)).toEqual(expected);
    const withPort = address.replace('.edu/', '.edu:443/');
    expect(derivedCloudPlace(withPort)).toEqual(expected);
  });

  it('goes by the collection where no rule fits the address (option 2)', () => {
    const address = 'https://irsa.ipac.caltech.edu/moved/images/4/0019/x.mosaic.fits';
    expect(derivedCloudPlace(address)).toBeUndefined();
    expect(derivedCloudPlace(address, 'wise_allwise')).toBeUndefined();
    expect(derivedCloudPlace(address, 'spitzer_seip')).toEqual({
      ...SEIP,
      key: 'spitzer/seip/seip_science/images/4/0019/x.mosaic.fits',
    });
  });

  it.each([
    'https://elsewhere.org/data/SPITZER/Enhanced/SEIP/images/4/x.fits',
    'https://irsa.ipac.caltech.edu.evil.org/ibe/data/spherex/x.fits',
    'https://irsa.ipac.caltech.edu/ibe/data/spherex/../../x.fits',
    'https://irsa.ipac.caltech.edu/ibe/data/spherex/%2e%2e/x.fits',
    'https://irsa.ipac.caltech.edu/ibe/data/spherex/qr2/',
    'https://irsa.ipac.caltech.edu/ibe/data/spherex/%zz.fits',
    'https://irsa.ipac.caltech.edu/ibe/data/ptf/x.fits',
    'not an address',
  ])('is none for %s', (address) => {
    expect(derivedCloudPlace(address)).toBeUndefined();
  });

  it('names datasets that there are', () => {
    const ids = datasets().map(({ id }) => id);
    for (const { dataset, path, prefix, source } of ADDRESS_RULES) {
      expect(ids).toContain(dataset);
      expect(path).toMatch(/^\/.*\/$/);
      expect(prefix).toMatch(/^$|\/$/);
      expect(source).not.toBe('');
    }
  });
});

describe('a file of IRSA in the cloud', () => {
  const address = `https://irsa.ipac.caltech.edu/data/SPITZER/Enhanced/SEIP/images/4/x.fits`;
  const hints = { cloudAccess: undefined, address, collection: 'spitzer_seip' };
  const key = 'spitzer/seip/seip_science/images/4/x.fits';
  const never: HeadObject = () => {
    throw new Error('Nobody asks.');
  };

  it('is where IRSA says, without asking the bucket', async () => {
    const cloudAccess = JSON.stringify({ aws: { bucket_name: SEIP.bucket, key: MOSAIC } });
    expect(await locateInCloud({ ...hints, cloudAccess }, never)).toEqual({
      kind: 'cloud',
      place: { ...SEIP, key: MOSAIC },
      uri: `s3://nasa-irsa-spitzer/${MOSAIC}`,
      origin: 'stated',
      size: undefined,
    });
  });

  it('is where the rule says once the bucket confirms it', async () => {
    const asked: CloudPlace[] = [];
    const head: HeadObject = async (at) => {
      asked.push(at);
      return { size: 75_612_480 };
    };
    expect(await locateInCloud(hints, head)).toEqual({
      kind: 'cloud',
      place: { ...SEIP, key },
      uri: `s3://nasa-irsa-spitzer/${key}`,
      origin: 'derived',
      size: 75_612_480,
    });
    expect(asked).toEqual([{ ...SEIP, key }]);
  });

  it.each<[string, () => Promise<undefined>]>([
    ['says nothing', async () => undefined],
    [
      'says no',
      async () => {
        throw new SkybucketError('not-found', 'No such key.');
      },
    ],
  ])('is not there where the bucket %s', async (_, head) => {
    expect(await locateInCloud(hints, head)).toEqual({
      kind: 'none',
      reason: 'It is not in the cloud.',
      retryable: false,
    });
  });

  it('is not known where the bucket does not answer', async () => {
    const head: HeadObject = async () => {
      throw new SkybucketError('network', 'No connection.', { retryable: true });
    };
    expect(await locateInCloud(hints, head)).toEqual({
      kind: 'none',
      reason: 'Whether it is in the cloud is not known: No connection.',
      retryable: true,
    });
  });

  it('is not looked for where no rule fits', async () => {
    const elsewhere = { ...hints, address: 'https://irsa.ipac.caltech.edu/x/y.fits' };
    expect(await locateInCloud(elsewhere, never)).toMatchObject({ kind: 'none' });
    const restricted = JSON.stringify({ aws: { access: 'none' } });
    expect(await locateInCloud({ ...elsewhere, cloudAccess: restricted }, never)).toMatchObject({
      reason: 'It is not in the cloud.',
    });
  });

  it('is not looked for any more once the user cancels', async () => {
    const head: HeadObject = async () => {
      throw cancelled();
    };
    await expect(locateInCloud(hints, head)).rejects.toMatchObject({ code: 'cancelled' });
    const signal = AbortSignal.abort();
    await expect(locateInCloud(hints, never, { signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });

  it.skipIf(!existsSync(GOLDEN))('in the reference search: options 1 and 2', async () => {
    const bytes = readFileSync(new URL('irsa_sia2_cloud_access.xml', GOLDEN));
    const http = new ScriptedClient(() => ({ status: 200, chunks: [bytes] }));
    const service = { who: 'IRSA', address: 'https://irsa.ipac.caltech.edu/SIA' };
    const { table } = await searchSia({ http }, service, { collection: ['spitzer_seip'] });
    const found = [];
    for await (const image of imagesOf(table)) {
      found.push({
        image,
        location: await locateInCloud(image, async () => ({ size: 1 })),
      });
    }
    expect(found.map(({ location }) => location.kind === 'cloud' && location.origin)).toEqual([
      'stated',
      'stated',
      'derived',
    ]);
    expect(found[0]?.location).toMatchObject({ uri: `s3://nasa-irsa-spitzer/${MOSAIC}` });
    // The rule gives what IRSA states, for the rows where it does.
    for (const { image, location } of found) {
      const derived = derivedCloudPlace(image.address ?? '', image.collection);
      expect(location.kind === 'cloud' && location.place).toEqual(derived);
    }
  });
});

describe('the collections of IRSA', () => {
  it('are asked for as astroquery does, in the words of ADQL', () => {
    expect(collectionsQuery('all')).toBe(
      'SELECT DISTINCT collection FROM caom.observation ORDER BY collection',
    );
    expect(collectionsQuery()).toBe(
      'SELECT DISTINCT o.collection FROM caom.observation o JOIN caom.plane p ON o.obsid = p.obsid ' +
        "WHERE (p.dataproducttype = 'image' OR p.dataproducttype = 'cube') ORDER BY collection",
    );
    expect(collectionsQuery('spectra')).toContain("p.dataproducttype = 'spectrum'");
  });

  it('are each read once, whatever the column is called', async () => {
    const rows = ['spitzer_seip', ' wise_allwise ', '', 'spitzer_seip'];
    const named = rows.map((name) => ({ COLLECTION: name }));
    expect(await readCollections(named)).toEqual(['spitzer_seip', 'wise_allwise']);
    expect(await readCollections([{ o_1: 'x' }, { o_1: null }])).toEqual(['x']);
  });
});

function place(region?: string): CloudPlace {
  return { bucket: 'b-x', key: 'k/x.fits', region };
}
