/** What the host names of Amazon S3 say. */
export interface AwsHost {
  /** Present in the virtual-host forms, `bucket.s3.region.amazonaws.com`. */
  readonly bucket: string | undefined;
  readonly region: string | undefined;
}

const SUFFIX = /\.amazonaws\.com(?:\.cn)?$/;
const REGION = '[a-z]{2}(?:-[a-z]+)+-\\d+';
const SERVICE = new RegExp(
  `^(?:(?<bucket>.+)\\.)?s3(?:-(?:fips|accelerate|(?<external>external-1)|(?<old>${REGION})))?` +
    `(?:\\.dualstack)?(?:\\.(?<region>${REGION}))?$`,
);

/**
 * Reads `bucket.s3.region.amazonaws.com`, `s3.region.amazonaws.com` and their older, dual-stack, FIPS
 * and accelerated forms. Access points and websites are not buckets: undefined, like any other host.
 */
export function parseAwsHost(hostname: string): AwsHost | undefined {
  const host = hostname.toLowerCase();
  if (!SUFFIX.test(host)) {
    return undefined;
  }
  const groups = SERVICE.exec(host.replace(SUFFIX, ''))?.groups;
  if (groups === undefined) {
    return undefined;
  }
  return {
    bucket: groups['bucket'],
    region: groups['region'] ?? groups['old'] ?? (groups['external'] && 'us-east-1'),
  };
}

/** The host of the service in a region. */
export function awsServiceHost(region: string): string {
  return `s3.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}
