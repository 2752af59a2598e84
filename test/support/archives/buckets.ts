import type { ObjectBody } from '../s3/objects';
import type { S3TestServer } from '../s3/server';
import { mosaicBody } from './mosaic';
import { makeObservations } from './observations';
import { productsOf } from './products';
import { SEIP_BUCKET, SEIP_CENTRE, SEIP_KEYS } from './sia';

export const MAST_BUCKET = 'stpubdata';

/**
 * Puts the public files of the made-up archives into the buckets where the real ones have them.
 *
 * @param rate content of all images of JWST; left out, an image that is made
 */
export function fillArchiveBuckets(server: S3TestServer, rate?: ObjectBody): void {
  const image = rate ?? mosaicBody(SEIP_CENTRE, 99);
  const mast = server.createBucket(MAST_BUCKET);
  for (const observation of makeObservations(0)) {
    for (const { key, stored } of productsOf(observation)) {
      if (key !== undefined && stored) {
        mast.put(key, key.endsWith('.fits') ? image : `A made-up ${key.split('/').at(-1)}.\n`);
      }
    }
  }
  const irsa = server.createBucket(SEIP_BUCKET);
  SEIP_KEYS.forEach((key, index) => irsa.put(key, mosaicBody(SEIP_CENTRE, index)));
}
