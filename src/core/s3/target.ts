import type { HttpRequest, HttpResponse } from '../bytes/http';
import type { HttpTarget } from '../bytes/target';
import type { SkybucketError } from '../errors';
import type { S3Access } from './access';
import type { Connection } from './connection';
import type { Credentials } from './credentials';
import { bucketEndpoint, keyPath } from './endpoint';
import { readErrorBody } from './error-body';
import { isStaleCredentials, s3Error } from './errors';
import { percentEncode } from './percent';
import { regionOfRefusal, type RegionMemory } from './regions';
import { payer } from './requester';
import { formatS3Uri } from './uri';

export interface S3ObjectRef {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string | undefined;
}

/** With what a request was signed. */
interface Signed {
  readonly credentials: Credentials;
  readonly region: string;
}

/** Later than that they have expired as well: keys that another program writes into a profile do not say when. */
const JUST_RENEWED_MS = 60_000;

/**
 * An object on S3 as an http byte source reads it: signed as its connection says, for the host of the connection
 * alone. A redirect is never followed; only the region that it names is taken.
 *
 * @param access left out, every request goes unsigned
 * @param now milliseconds on any steady clock
 */
export class S3Target implements HttpTarget {
  readonly label: string;
  private readonly signed = new WeakMap<object, Signed>();
  /** Credentials the server said are of no use any more. */
  private readonly stale = new WeakSet<Credentials>();
  /** When those were given that were looked up instead: where they are refused at once as well, that is believed. */
  private readonly renewed = new WeakMap<Credentials, number>();
  private renewing = false;

  constructor(
    private readonly connection: Connection,
    private readonly object: S3ObjectRef,
    private readonly regions: RegionMemory,
    private readonly access?: S3Access,
    private readonly now: () => number = () => performance.now(),
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
      headers:
        payer(this.connection, bucket) === undefined ? {} : { 'x-amz-request-payer': 'requester' },
    };
  }

  async authorize(
    request: Pick<HttpRequest, 'method' | 'protocol' | 'hostname' | 'port' | 'path' | 'headers'>,
    signal: AbortSignal | undefined,
  ): Promise<Readonly<Record<string, string>>> {
    const { connection, access } = this;
    const { bucket } = this.object;
    // Before anything is waited for: it is the region that the request goes to.
    const region = this.regions.get(connection, bucket);
    const credentials = await access?.credentials.get(connection, bucket, { signal });
    if (access === undefined || credentials === undefined) {
      return request.headers;
    }
    if (this.renewing) {
      this.renewing = false;
      this.renewed.set(credentials, this.now());
    }
    const headers = await access.signer.sign(request, credentials, region);
    this.signed.set(headers, { credentials, region });
    return headers;
  }

  refused(
    response: HttpResponse,
    body: Uint8Array,
    sent: Readonly<Record<string, string>> = {},
  ): 'again' | SkybucketError {
    const { bucket, key } = this.object;
    const error = readErrorBody(body);
    const region = regionOfRefusal(response, error);
    const signed = this.signed.get(sent);
    if (region !== undefined && this.leadsElsewhere(region, signed)) {
      return 'again';
    }
    if (signed !== undefined && this.mayBeRenewed(signed, error?.code)) {
      return 'again';
    }
    return s3Error(response.status, error, {
      what: 'object',
      bucket,
      path: key,
      ...(signed === undefined ? {} : { signedAs: this.connection.label }),
    });
  }

  private leadsElsewhere(region: string, signed: Signed | undefined): boolean {
    const { connection, regions } = this;
    // On a connection with one endpoint another region leads to the same place again, and matters to signatures alone.
    if (connection.endpoint !== undefined && signed === undefined) {
      return false;
    }
    const learned = regions.learn(connection, this.object.bucket, region);
    return learned || (signed !== undefined && signed.region !== region);
  }

  private mayBeRenewed({ credentials }: Signed, code: string | undefined): boolean {
    // An answer without a body (to a HEAD) says nothing of credentials, and nobody is asked for a code on a guess.
    const stale = code !== undefined && isStaleCredentials(code);
    const since = this.renewed.get(credentials);
    if (!stale || (since !== undefined && this.now() - since < JUST_RENEWED_MS)) {
      return false;
    }
    // Reads run side by side: the first one refused renews, the others only ask again.
    if (!this.stale.has(credentials)) {
      this.stale.add(credentials);
      this.renewing = true;
      this.access?.credentials.forget(this.connection, credentials);
    }
    return true;
  }
}
