import { join } from 'node:path';
import { fillArchiveBuckets } from '../archives/buckets';
import { ArchiveReplay } from '../archives/replay';
import { folderObjects } from './folder';
import { FULL_SIZE_L2_NAME, fullSizeL2 } from '../roman/full-size-l2';
import { largeTableBody } from './large-table';
import { type ObjectBody, storedObject } from './objects';
import type { ObjectSequence } from './sequence';
import { startS3Server, type S3TestServer } from './server';
import { tileBody } from './tile';

/** Buckets of the sample server. */
export const sampleBucket = 'skybucket-sample';
export const manyBucket = 'skybucket-many';
export const manyCount = 2_000_000;
export const largeBucket = 'skybucket-large';
export const catalogBucket = 'skybucket-catalogs';
/** A hive of HEALPix folders, and a HATS collection; both have the stars of the star field. */
export const sampleHive = 'wise/wise-sample.parquet/';
export const sampleHats = 'hats/star_field_collection/';
export const largeRomanKey = `roman/${FULL_SIZE_L2_NAME}`;
export const sampleRateKey =
  'jwst/public/jw99999/jw99999001001/jw99999001001_02101_00001_nrcalong_rate.fits';
export const largeTableKey = 'catalogs/survey-10M.fits';

/** `survey/tile-0000001.fits` … `survey/tile-2000000.fits`, each a small image made when it is read. */
export function surveyTiles(count = manyCount): ObjectSequence {
  const keyAt = (index: number): string => `survey/tile-${String(index + 1).padStart(7, '0')}.fits`;
  return {
    count,
    keyAt,
    objectAt: (index) =>
      storedObject(keyAt(index), tileBody(index + 1), { contentType: 'application/fits' }),
  };
}

export interface SampleServerOptions {
  readonly port?: number;
  /** Files of the sample bucket; left out, the project's own, with the project as working folder. */
  readonly folder?: string;
  /** Those of the bucket of catalogues. */
  readonly catalogs?: string;
}

/**
 * The server of `npm start` and of the UI tests: the project's sample files and catalogues, two million keys,
 * a table of ten million rows, a Roman image of full size, and the public files of the archives that are played there.
 */
export async function startSampleServer({
  port = 0,
  folder = join(process.cwd(), 'test', 'fixtures', 'golden', 'sample'),
  catalogs = join(process.cwd(), 'test', 'fixtures', 'catalogs'),
}: SampleServerOptions = {}): Promise<S3TestServer> {
  const server = await startS3Server({ port, unsignedOnly: true });
  server.createBucket(sampleBucket).add(folderObjects(folder));
  server.createBucket(catalogBucket).add(folderObjects(catalogs));
  server.createBucket(manyBucket).add(surveyTiles());
  const large = server.createBucket(largeBucket);
  large.put(largeTableKey, largeTableBody(), { contentType: 'application/fits' });
  // Its checksums would take seconds to make.
  large.put(largeRomanKey, fullSizeL2({ checksums: false }));
  fillArchiveBuckets(server, rateFile(server));
  return server;
}

/** The archives whose public files the sample server has; see `ArchiveReplay`. */
export function startSampleArchives(server: S3TestServer, port = 0): Promise<ArchiveReplay> {
  const file = rateFile(server);
  return ArchiveReplay.start({ port, ...(file === undefined ? {} : { file }) });
}

/** What stands for all rate files of JWST. */
function rateFile(server: S3TestServer): ObjectBody | undefined {
  return server.bucket(sampleBucket).get(sampleRateKey)?.body;
}
