import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { awsServiceHost } from './aws-host';
import type { Connection } from './connection';
import { bucketEndpoint } from './endpoint';
import type { SdkTransport } from './sdk-transport';

/**
 * Every setting that the SDK would otherwise look for in `AWS_*` variables, in `~/.aws`, or at the
 * metadata service of a cloud machine is given here, so that none of them has a say.
 *
 * @param bucket left out for what is asked of the service itself
 */
export function clientConfig(
  connection: Connection,
  region: string,
  bucket: string | undefined,
  transport: SdkTransport,
): S3ClientConfig {
  const { service, pathStyle } =
    bucket === undefined
      ? {
          service: connection.endpoint ?? `https://${awsServiceHost(region)}`,
          pathStyle: connection.pathStyle,
        }
      : bucketEndpoint(connection, region, bucket);
  return {
    region,
    endpoint: service,
    forcePathStyle: pathStyle,
    requestHandler: transport,
    // The transport signs, once a request is as it goes out; with no signer at all the SDK would look for credentials.
    credentials: { accessKeyId: '', secretAccessKey: '' },
    signer: { sign: (request) => Promise.resolve(request) },
    disableS3ExpressSessionAuth: true,
    authSchemePreference: [],
    sigv4aSigningRegionSet: [],
    disableClockSkewCorrection: true,
    // Retries and redirects are ours.
    maxAttempts: 1,
    retryMode: 'standard',
    followRegionRedirects: false,
    defaultsMode: 'standard',
    useArnRegion: false,
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
    // Checksums are given with the requests: the SDK's own would run over the bytes once more, and slower.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    userAgentAppId: () => Promise.resolve(undefined),
    defaultUserAgentProvider: () => Promise.resolve([['skybucket', '0']]),
  };
}
