import type { HttpRequest } from '../bytes/http';
import { awsServiceHost } from './aws-host';
import type { Connection } from './connection';
import { isHostLabel } from './names';
import { percentEncode } from './percent';

/** Where requests about a bucket go. */
export interface BucketEndpoint extends Pick<HttpRequest, 'protocol' | 'hostname' | 'port'> {
  /** Scheme, host and port of the service, without the bucket. */
  readonly service: string;
  readonly pathStyle: boolean;
  /** `/bucket` in path style, else empty. */
  readonly basePath: string;
}

/**
 * The bucket stands in the host name on Amazon S3 and wherever the connection says so; in the path
 * where its name cannot be one label of a host name (a dot would leave the certificate's wildcard).
 */
export function bucketEndpoint(
  connection: Connection,
  region: string,
  bucket: string,
): BucketEndpoint {
  const service = connection.endpoint ?? `https://${awsServiceHost(region)}`;
  const { protocol, hostname, port } = new URL(service);
  const pathStyle = connection.pathStyle || !isHostLabel(bucket) || isIpAddress(hostname);
  return {
    service,
    protocol: protocol === 'http:' ? 'http:' : 'https:',
    // Node's sockets take an IPv6 address without the brackets it has in a URL.
    hostname: pathStyle ? hostname.replace(/^\[|\]$/g, '') : `${bucket}.${hostname}`,
    ...(port === '' ? {} : { port: Number(port) }),
    pathStyle,
    basePath: pathStyle ? `/${percentEncode(bucket)}` : '',
  };
}

/**
 * A key as the path of a request: every byte encoded but the unreserved ones and `/`. Empty segments,
 * `.` and `..` stay as they are, because to S3 they are text like any other.
 */
export function keyPath(key: string): string {
  return `/${key.split('/').map(percentEncode).join('/')}`;
}

function isIpAddress(hostname: string): boolean {
  return hostname.startsWith('[') || /^\d+\.\d+\.\d+\.\d+$/.test(hostname);
}
