import { SkybucketError } from '../errors';

/** The longest key S3 stores, in bytes of UTF-8. */
const LONGEST_KEY = 1024;

/**
 * Today's bucket names can be host names. Old buckets of us-east-1 and other servers also have upper
 * case and `_`; those are only addressable by path.
 */
const HOST_NAME = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;
const ANY_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9_-]$/;
const IPV4 = /^\d+\.\d+\.\d+\.\d+$/;

export function isBucketName(name: string): boolean {
  return ANY_NAME.test(name) && !name.includes('..') && !IPV4.test(name);
}

/** True where the name can stand in front of a host name whose certificate covers one label. */
export function isHostLabel(bucket: string): boolean {
  return HOST_NAME.test(bucket);
}

/** @throws SkybucketError `bad-address` */
export function checkBucket(name: string): void {
  if (!isBucketName(name)) {
    throw new SkybucketError('bad-address', `“${name}” is not the name of a bucket.`, {
      hint: 'Bucket names have 3 to 63 letters, digits, hyphens and dots.',
    });
  }
}

/** Checks a key or prefix. @throws SkybucketError `bad-address` */
export function checkKey(key: string): void {
  if (/\p{Surrogate}/u.test(key)) {
    throw new SkybucketError('bad-address', 'The path contains half a character.');
  }
  if (new TextEncoder().encode(key).length > LONGEST_KEY) {
    throw new SkybucketError('bad-address', 'The path is longer than the 1,024 bytes S3 allows.');
  }
}

export function isRegionName(text: string): boolean {
  return /^[a-z0-9][a-z0-9-]{1,39}$/.test(text);
}

/**
 * S3's key order: by bytes of UTF-8, which is the order of code points (and not of the UTF-16 units
 * that JavaScript compares).
 */
export function compareKeys(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) {
      return rank(x) - rank(y);
    }
  }
  return a.length - b.length;
}

/** Surrogates stand for code points above all other units. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
