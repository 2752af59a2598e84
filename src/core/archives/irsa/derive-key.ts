import { percentDecode } from '../../s3/percent';
import type { Dataset } from '../dataset';
import { datasets } from '../registry';
import { ADDRESS_RULES } from './address-rules';
import type { CloudPlace } from './cloud-access';

const HOST = /^https?:\/\/irsa\.ipac\.caltech\.edu(?::443|:80)?(\/[^?#]*)/i;

/**
 * Where a file at IRSA should be in the cloud, by the rule of its dataset: what stands behind the images' folder
 * of the address stands behind the prefix of the images in the bucket. It may not be there: ask the bucket.
 *
 * @param address `access_url` of an image
 * @param collection `obs_collection` of it: where no rule fits the address, the address is split at the last
 *   folder of the collection's own prefix
 * @returns undefined where no rule fits
 */
export function derivedCloudPlace(address: string, collection?: string): CloudPlace | undefined {
  const path = HOST.exec(address.trim())?.[1];
  // A path with dots or a broken escape is nothing that IRSA writes.
  const decoded = path === undefined ? undefined : percentDecode(path);
  if (decoded === undefined || /(?:^|\/)\.{1,2}(?:\/|$)/.test(decoded) || decoded.endsWith('/')) {
    return undefined;
  }
  const known = datasets();
  for (const { dataset, path: start, prefix } of ADDRESS_RULES) {
    const found = known.find(({ id }) => id === dataset);
    if (found !== undefined && decoded.startsWith(start)) {
      return placeIn(found, prefix + decoded.slice(start.length));
    }
  }
  const own = known.find(
    ({ siaCollection, kind }) =>
      siaCollection !== undefined && siaCollection === collection && kind === 'images',
  );
  const folder = own && /([^/]+)\/$/.exec(own.prefix)?.[1];
  const at = folder === undefined ? -1 : decoded.lastIndexOf(`/${folder}/`);
  return own === undefined || folder === undefined || at < 0
    ? undefined
    : placeIn(own, own.prefix + decoded.slice(at + folder.length + 2));
}

function placeIn({ bucket, region }: Dataset, key: string): CloudPlace {
  return { bucket, key, region };
}
