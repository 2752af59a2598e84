import type { DataLink } from '../../core/archives/datalink/links';
import { askLinks } from '../../core/archives/datalink/request';
import {
  type CloudLocation,
  type HeadObject,
  locateInCloud,
} from '../../core/archives/irsa/locate';
import { remoteAddress } from '../../core/archives/remote-address';
import type { ServiceTools } from '../../core/archives/service-call';
import { isDataLink, type SiaImage } from '../../core/archives/sia/images';
import { SkybucketError } from '../../core/errors';
import { fileName } from '../../core/searches/row-label';
import type { SearchService } from '../../core/searches/saved-search';
import type { FoundProducts } from './found-products';
import type { ProductPlace, SearchProduct } from './product';

export interface ImageTools {
  readonly tools: ServiceTools;
  /** Whether a bucket has an object, and of which size. */
  readonly head: HeadObject;
}

type Signal = AbortSignal | undefined;

/** A file with what finding it in the cloud takes. */
interface LocatedLater {
  readonly product: SearchProduct;
  readonly cloudAccess: string | undefined;
  /** Why it is nowhere; undefined where it may be somewhere. */
  readonly nowhere: string | undefined;
}

/**
 * The files of a row of images: the image, or what its list of links names.
 *
 * @throws SkybucketError what asking for the links throws
 */
export async function imageProducts(
  { tools, head }: ImageTools,
  service: SearchService,
  image: SiaImage,
  signal: Signal,
): Promise<FoundProducts> {
  const { address, collection } = image;
  let partial: string | undefined;
  let files: readonly LocatedLater[];
  if (address !== undefined && isDataLink(image)) {
    const answer = await askLinks(tools, service.label, address, [], {
      from: service.address,
      signal,
    });
    partial = answer.partial;
    files = answer.links.flatMap((link, index) => linkFile(link, index, service, image));
  } else {
    files = [imageFile(service, image)];
  }
  const sorted = [
    ...files.filter(({ product }) => product.science),
    ...files.filter(({ product }) => !product.science),
  ];
  return {
    partial,
    products: sorted.map(({ product }) => product),
    async locate(ids, own) {
      const wanted = sorted.filter(({ product }) => ids.has(product.id));
      const places = await Promise.all(
        wanted.map(async ({ product, cloudAccess, nowhere }): Promise<[string, ProductPlace]> => {
          const hints = { cloudAccess, address: product.web, collection };
          const place =
            nowhere === undefined
              ? placeOf(await locateInCloud(hints, head, { signal: own }), product.web)
              : ({ kind: 'none', reason: nowhere } as const);
          return [product.id, place];
        }),
      );
      return new Map(places);
    },
  };
}

function imageFile(service: SearchService, image: SiaImage): LocatedLater {
  const { address, cloudAccess, title, observation } = image;
  const web = followed(address, service);
  const product: SearchProduct = {
    id: address ?? image.publisherId ?? 'image',
    name: fileName(address) ?? title ?? observation ?? service.label,
    size: image.size,
    type: image.productSubtype ?? image.productType ?? '',
    subgroup: image.band ?? '',
    description: title ?? '',
    science: true,
    recommended: false,
    calibration: image.calibration,
    rights: '',
    place: undefined,
    web: web.address,
    lasting: true,
    dataUri: image.publisherId,
  };
  const nothing = web.address === undefined && cloudAccess === undefined;
  return { product, cloudAccess, nowhere: nothing ? web.problem : undefined };
}

/** A file that a link leads to, or why there is none; services that want parameters are no files. */
function linkFile(
  { semantics, address, description, failure, contentType, size, service: asked }: DataLink,
  index: number,
  service: SearchService,
  image: SiaImage,
): LocatedLater[] {
  if (asked !== undefined || (address === undefined && failure === undefined)) {
    return [];
  }
  const web = followed(address, service);
  const product: SearchProduct = {
    id: address ?? `link ${index + 1}`,
    name: fileName(address) ?? description ?? semantics.label,
    ...{ size, type: semantics.label, subgroup: '' },
    description: description ?? contentType ?? '',
    science: semantics.isThis,
    recommended: false,
    calibration: semantics.isThis ? image.calibration : undefined,
    ...{ rights: '', place: undefined, web: web.address, lasting: false, dataUri: undefined },
  };
  // What the row says of the cloud is said of the image itself.
  const cloudAccess = semantics.isThis ? image.cloudAccess : undefined;
  const nothing = web.address === undefined && cloudAccess === undefined;
  return [
    { product, cloudAccess, nowhere: failure?.message ?? (nothing ? web.problem : undefined) },
  ];
}

/** The address as it may be followed, or why not. */
function followed(
  address: string | undefined,
  { address: from, label }: SearchService,
): { readonly address: string | undefined; readonly problem: string } {
  if (address === undefined) {
    return { address: undefined, problem: `${label} does not say where it is.` };
  }
  try {
    return { address: remoteAddress(address, from, label), problem: '' };
  } catch (error) {
    if (error instanceof SkybucketError) {
      return { address: undefined, problem: error.message };
    }
    throw error;
  }
}

function placeOf(location: CloudLocation, web: string | undefined): ProductPlace {
  if (location.kind === 'cloud') {
    const { bucket, key, region } = location.place;
    return { kind: 'cloud', bucket, key, region, derived: location.origin === 'derived' };
  }
  const { reason, retryable } = location;
  if (retryable) {
    return { kind: 'failed', reason: 'look-up failed: retry', problem: reason };
  }
  return { kind: web === undefined ? 'none' : 'web', reason };
}
