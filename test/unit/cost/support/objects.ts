import { FULL_SIZE_L2_NAME, fullSizeL2 } from '../../../support/roman/full-size-l2';
import { largeTableBody } from '../../../support/s3/large-table';
import { remembered } from '../../../support/s3/remembered';
import { manyBucket, surveyTiles } from '../../../support/s3/sample';
import { startS3Server, type S3TestServer } from '../../../support/s3/server';
import { JWST_LIKE_SIZE, jwstLikeContent } from '../../fits/support/jwst-like';
import { rampImage } from './ramp-image';

/** What the cost tests and the benchmark read. No object exists as a whole. */
export const COST_BUCKET = 'cost';

/** 84 MB: the HDU list of a JWST `_rate` file. Its pixels are zeros. */
export const JWST_KEY = 'jwst/rate.fits';

/** 419 MB, 10240 × 10240 float32. */
export const MOSAIC_KEY = 'mosaic/i2d.fits';
export const MOSAIC = rampImage(10240, 10240);

/** 16 MB, 2048 × 2048 float32: rows so short that reading the gaps between them can pay. */
export const DETECTOR_KEY = 'detector/cal.fits';
export const DETECTOR = rampImage(2048, 2048);

/** A table of ten million rows of 500 columns: 20 GB, made when they are read. */
export const TABLE_KEY = 'catalog/survey.fits';
export const TABLE_ROWS = 10_000_000;

/** A Roman image of 343 MB. */
export const ROMAN_KEY = `roman/${FULL_SIZE_L2_NAME}`;

/** A server with these objects and a folder of two million keys, {@link FOLDER}. */
export async function startCostServer(): Promise<S3TestServer> {
  const server = await startS3Server({ unsignedOnly: true });
  const bucket = server.createBucket(COST_BUCKET);
  bucket.put(JWST_KEY, { size: JWST_LIKE_SIZE, read: jwstLikeContent });
  bucket.put(MOSAIC_KEY, MOSAIC);
  bucket.put(DETECTOR_KEY, DETECTOR);
  bucket.put(ROMAN_KEY, remembered(fullSizeL2({ checksums: false })));
  bucket.put(TABLE_KEY, largeTableBody(TABLE_ROWS));
  server.createBucket(manyBucket).add(surveyTiles());
  return server;
}

export const FOLDER = { bucket: manyBucket, prefix: 'survey/', delimiter: '/' };
