import { countOf, formatBytes, formatCount } from '../../../src/protocol/figures';
import type { ProductAddress, ProductLine } from '../../../src/protocol/search';

/** What addresses are called. */
export const ADDRESSES: Readonly<Record<ProductAddress, string>> = {
  s3: 'S3 URI',
  url: 'URL',
  dataUri: 'data URI',
};

/** `6 science products, +180 auxiliary`. */
export function summaryWords(products: readonly ProductLine[]): string {
  const science = products.filter((product) => product.science).length;
  const others = products.length - science;
  if (products.length === 0) {
    return 'No products';
  }
  const more = others === 0 ? '' : `, ${auxiliaryWords(others)}`;
  return `${countOf(science, 'science product')}${more}`;
}

export function auxiliaryWords(count: number): string {
  return `+${formatCount(count)} auxiliary`;
}

/** Letters at the end of a name that stay in sight: they tell files of one observation apart. */
const TAIL = 24;

/** A name in two parts, of which the first gives way where there is little room. */
export function nameParts(name: string): readonly [head: string, tail: string] {
  const at = Math.max(0, name.length - TAIL);
  return [name.slice(0, at), name.slice(at)];
}

/** What kind of file it is: `RATE · level 2 · 84 MB · recommended`. */
export function kindWords(product: ProductLine): string {
  const { science, type, group, calibration, size, recommended, rights } = product;
  return [
    group,
    // Of science products that is said by where they stand.
    science ? '' : type.toLowerCase(),
    calibration === undefined ? '' : `level ${calibration}`,
    size === undefined ? '' : formatBytes(size),
    recommended ? 'recommended' : '',
    rights === '' || rights === 'PUBLIC' ? '' : rights.toLowerCase().replaceAll('_', ' '),
  ]
    .filter((word) => word !== '')
    .join(' · ');
}

/** Where it is, or why it is not in the cloud. */
export function placeWords({ place }: Pick<ProductLine, 'place'>): string {
  switch (place.kind) {
    case 'asking':
      return 'looking it up…';
    case 'cloud':
      return place.derived ? 'S3 (derived)' : 'S3';
    case 'none':
      return place.reason;
  }
}

/** More of that, to be shown where the pointer rests. */
export function placeTitle({ place, url }: Pick<ProductLine, 'place' | 'url'>): string {
  switch (place.kind) {
    case 'asking':
      return 'Whether it is in the cloud is being asked';
    case 'cloud':
      return place.derived
        ? `${place.uri}\nDerived from its address by the rule of its dataset; the bucket has it.`
        : place.uri;
    case 'none': {
      const instead = url === '' ? '' : 'It is read from the archive’s own server instead.';
      return [place.detail, instead].filter((word) => word !== '').join('\n') || place.reason;
    }
  }
}

/** Whether asking again may help. */
export function canRetry(products: readonly ProductLine[]): boolean {
  return products.some(({ place }) => place.kind === 'none' && place.retryable);
}
