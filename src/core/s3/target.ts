import type { HttpRequest, HttpResponse } from '../bytes/http';
import type { HttpTarget } from '../bytes/target';
import type { SkybucketError } from '../errors';
import type { Connection } from './connection';
import { bucketEndpoint, keyPath } from './endpoint';
import { readErrorBody } from './error-body';
import { s3Error } from './errors';
import { percentEncode } from './percent';
import { regionOfRefusal, type RegionMemory } from './regions';
import { formatS3Uri } from './uri';

export interface S3ObjectRef {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string;
}

/** An object on S3 as an http byte source reads it, unsigned. */
export class S3Target implements HttpTarget {
  readonly label: string;

  constructor(
    private readonly connection: Connection,
    private readonly object: S3ObjectRef,
    private readonly regions: RegionMemory,
  ) {
    this.label = formatS3Uri(object.bucket, object.key, object.versionId);
  }

  request(): Pick<HttpRequest, 'protocol' | 'hostname' | 'port' | 'path' | 'headers'> {
    const { bucket, key, versionId } = this.object;
    const region = this.regions.get(this.connection, bucket);
    const { protocol, hostname, port, basePath } = bucketEndpoint(this.connection, region, bucket);
    const query = versionId === undefined ? '' : `?versionId=${percentEncode(versionId)}`;
    return {
      protocol,
      hostname,
      ...(port === undefined ? {} : { port }),
      path: `${basePath}${keyPath(key)}${query}`,
      headers: this.connection.requesterPays ? { 'x-amz-request-payer': 'requester' } : {},
    };
  }

  refused(response: HttpResponse, body: Uint8Array): 'again' | SkybucketError {
    const { bucket, key } = this.object;
    const error = readErrorBody(body);
    const region = regionOfRefusal(response, error);
    // On a connection with one endpoint another region would lead to the same place again.
    if (
      region !== undefined &&
      this.connection.endpoint === undefined &&
      this.regions.learn(this.connection, bucket, region)
    ) {
      return 'again';
    }
    return s3Error(response.status, error, { what: 'object', bucket, path: key });
  }
}
