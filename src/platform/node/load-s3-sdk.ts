import type { Sdk } from '../../core/s3/sdk';

/** Loads the AWS SDK at its first use. The build keeps `./s3-sdk` outside the main bundle. */
export function loadS3Sdk(): Promise<Sdk> {
  return import('./s3-sdk');
}
