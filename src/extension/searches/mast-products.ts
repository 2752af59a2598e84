import { type CloudPlace } from '../../core/archives/mast/cloud';
import { downloadOf, missionDownloadOf } from '../../core/archives/mast/download';
import { MISSION_DATASETS } from '../../core/archives/mast/mission-columns';
import { isFullFrames, observationOf } from '../../core/archives/mast/observations';
import {
  isScience,
  type MastProduct,
  type MastProducts,
  scienceFirst,
} from '../../core/archives/mast/products';
import { SkybucketError } from '../../core/errors';
import { type TableRecord, textIn } from '../../core/votable/records';
import type { FoundProducts } from './found-products';
import type { MastAccess } from './mast-access';
import type { ProductPlace, SearchProduct } from './product';

type Signal = AbortSignal | undefined;

/** The products of an observation of MAST. */
export async function observationProducts(
  mast: MastAccess,
  record: TableRecord,
  signal: Signal,
): Promise<FoundProducts> {
  const observation = observationOf(record);
  if (isFullFrames(observation)) {
    throw new SkybucketError(
      'unsupported',
      'An observation of whole frames of TESS has too many products to be listed.',
      { hint: 'Browse s3://stpubdata/tess/public/ffi/ in the view “Archives”.' },
    );
  }
  if (observation.obsid === '') {
    throw noName('obsid');
  }
  const client = await mast.client();
  const found = await client.products([observation.obsid], { signal });
  const tools = await mast.tools();
  return foundProducts(mast, found, (uri) => downloadOf(tools, uri).address);
}

/** The products of a data set that the search of a mission has found. */
export async function datasetProducts(
  mast: MastAccess,
  mission: string,
  record: TableRecord,
  signal: Signal,
): Promise<FoundProducts> {
  const column = MISSION_DATASETS[mission];
  if (column === undefined) {
    throw new SkybucketError(
      'unsupported',
      `MAST does not list the products of “${mission.toUpperCase()}”.`,
      { hint: 'Search all missions instead.' },
    );
  }
  const dataset = textIn(record, column);
  if (dataset === undefined) {
    throw noName(column);
  }
  const client = await mast.client();
  const found = await client.missionProducts(mission, [dataset], { signal });
  const tools = await mast.tools();
  return foundProducts(mast, found, (uri) => missionDownloadOf(tools, mission, uri).address);
}

function foundProducts(
  mast: MastAccess,
  { products, partial }: MastProducts,
  webOf: (uri: string) => string,
): FoundProducts {
  const { science, auxiliary } = scienceFirst(products);
  const sorted = [...science, ...auxiliary];
  return {
    partial,
    products: sorted.map((product) => shown(product, webOf)),
    locate: (ids, signal) => locate(mast, sorted, ids, signal),
  };
}

async function locate(
  mast: MastAccess,
  products: readonly MastProduct[],
  ids: ReadonlySet<string>,
  signal: Signal,
): Promise<ReadonlyMap<string, ProductPlace>> {
  const wanted = products.filter(({ uri }) => ids.has(uri));
  // Only what has a name of MAST's own can be looked up.
  const named = wanted.filter(({ uri }) => uri.startsWith('mast:'));
  const client = await mast.client();
  const places = await client.cloud.find(named, { signal });
  return new Map(wanted.map(({ uri }): [string, ProductPlace] => [uri, placeOf(places.get(uri))]));
}

function placeOf(place: CloudPlace | undefined): ProductPlace {
  switch (place?.kind) {
    case 'cloud': {
      const { bucket, key } = place;
      return { kind: 'cloud', bucket, key, region: 'us-east-1', derived: false };
    }
    case 'failed':
      return { kind: 'failed', reason: place.reason, problem: place.problem };
    case 'none':
    case undefined:
      return { kind: 'web', reason: place?.reason ?? 'not in the cloud' };
  }
}

function shown(product: MastProduct, webOf: (uri: string) => string): SearchProduct {
  const { uri, filename, size, type, subgroup, description, recommended, calibration, rights } =
    product;
  const { collection, id } = product;
  return {
    id: uri,
    name: filename || uri,
    ...{ size, type, subgroup, description, recommended, calibration, rights },
    science: isScience(product),
    place: undefined,
    web: uri === '' ? undefined : webOf(uri),
    lasting: true,
    dataUri: uri || undefined,
    ...(collection !== '' && id !== '' && { observation: { collection, id } }),
  };
}

function noName(what: string): SkybucketError {
  return new SkybucketError('unsupported', `This row has no ${what}.`, {
    hint: 'Its products cannot be listed without.',
  });
}
