import type {
  ListObjectsV2Command,
  ListObjectsV2CommandInput,
  S3Client,
  S3ClientConfig,
} from '@aws-sdk/client-s3';
import type { HttpClient } from '../bytes/http';
import type { Meter } from '../bytes/meter';
import { DEFAULT_RETRY, type RetryPolicy, TryLater, withRetries } from '../bytes/retry';
import { SkybucketError } from '../errors';
import type { Connection } from './connection';
import { bucketEndpoint } from './endpoint';
import { readErrorBody } from './error-body';
import { s3Error } from './errors';
import { readListPage, type ListPage } from './listing';
import { checkBucket, checkKey } from './names';
import { regionOfRefusal, type RegionMemory } from './regions';
import { Refusal, SdkTransport } from './sdk-transport';
import { formatS3Uri } from './uri';

/** What is used of `@aws-sdk/client-s3`. */
export interface Sdk {
  readonly S3Client: typeof S3Client;
  readonly ListObjectsV2Command: typeof ListObjectsV2Command;
}

export interface ListQuery {
  readonly bucket: string;
  /** Empty for the whole bucket. */
  readonly prefix: string;
  /** `/` lists one folder; left out, everything below the prefix is listed. */
  readonly delimiter?: string;
  readonly startAfter?: string;
  /** {@link ListPage.next} of the page before. */
  readonly continuationToken?: string;
  /** At most 1,000, which S3 also takes when it is left out. */
  readonly maxKeys?: number;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly meter?: Meter | undefined;
}

/** From the first guess to the region, and once more for a bucket that was made anew elsewhere. */
const MOST_REDIRECTS = 2;

/**
 * Asks S3 about buckets. The SDK writes the requests and reads the answers; where they go, how often,
 * and by which socket is decided here, so that each one is counted and can be cancelled.
 */
export class S3Service {
  /** @param loadSdk Gives the SDK when it is first needed; it is too large to load before. */
  constructor(
    private readonly http: HttpClient,
    private readonly regions: RegionMemory,
    private readonly loadSdk: () => Promise<Sdk>,
    private readonly retry: RetryPolicy = DEFAULT_RETRY,
  ) {}

  /**
   * One page of a listing, in one request (a first look at a bucket whose region is not known may cost
   * another).
   *
   * @throws SkybucketError `access-denied`, `no-such-bucket`, `bad-address`, `server`, `cancelled`, or
   *   what the transport says.
   */
  async listPage(
    connection: Connection,
    query: ListQuery,
    options: CallOptions = {},
  ): Promise<ListPage> {
    checkBucket(query.bucket);
    checkKey(query.prefix);
    const transport = new SdkTransport(this.http, options, options.meter?.ask());
    const sdk = await this.loadSdk();
    return withRetries(this.retry, options.signal, () =>
      this.listInRegion(sdk, connection, query, transport, MOST_REDIRECTS),
    );
  }

  /** Asks in the region remembered, and again where the answer names another one. */
  private async listInRegion(
    sdk: Sdk,
    connection: Connection,
    query: ListQuery,
    transport: SdkTransport,
    redirects: number,
  ): Promise<ListPage> {
    const { bucket, prefix } = query;
    const region = this.regions.get(connection, bucket);
    const client = new sdk.S3Client(clientConfig(connection, region, bucket, transport));
    try {
      const command = new sdk.ListObjectsV2Command(listInput(connection, query));
      return readListPage(await client.send(command), prefix);
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) {
        throw understand(thrown, bucket, prefix);
      }
      const body = readErrorBody(thrown.body);
      const actual = connection.endpoint === undefined ? regionOfRefusal(thrown, body) : undefined;
      if (actual === undefined || actual === region || redirects === 0) {
        const error = s3Error(thrown.status, body, { what: 'listing', bucket, path: prefix });
        throw new TryLater(error, thrown.headers['retry-after']);
      }
      this.regions.learn(connection, bucket, actual);
      return this.listInRegion(sdk, connection, query, transport, redirects - 1);
    } finally {
      client.destroy();
    }
  }
}

/** What the transport throws is understood already; the rest is the SDK failing on the answer. */
function understand(thrown: unknown, bucket: string, prefix: string): SkybucketError {
  if (thrown instanceof SkybucketError) {
    return thrown;
  }
  const place = formatS3Uri(bucket, prefix);
  return new SkybucketError(
    'server',
    `The answer to the listing of ${place} cannot be understood.`,
    {
      hint: 'Check that the connection leads to an S3 server.',
      cause: thrown,
    },
  );
}

function listInput(connection: Connection, query: ListQuery): ListObjectsV2CommandInput {
  return {
    Bucket: query.bucket,
    Prefix: query.prefix,
    Delimiter: query.delimiter,
    StartAfter: query.startAfter,
    ContinuationToken: query.continuationToken,
    MaxKeys: query.maxKeys,
    // Without it, control characters in keys would make the answer something else than XML.
    EncodingType: 'url',
    RequestPayer: connection.requesterPays ? 'requester' : undefined,
  };
}

/**
 * Every setting that the SDK would otherwise look for in `AWS_*` variables, in `~/.aws`, or at the
 * metadata service of a cloud machine is given here, so that none of them has a say.
 */
function clientConfig(
  connection: Connection,
  region: string,
  bucket: string,
  transport: SdkTransport,
): S3ClientConfig {
  const { service, pathStyle } = bucketEndpoint(connection, region, bucket);
  return {
    region,
    endpoint: service,
    forcePathStyle: pathStyle,
    requestHandler: transport,
    // Unsigned: with the signer alone the SDK would still look for credentials.
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
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    userAgentAppId: () => Promise.resolve(undefined),
    defaultUserAgentProvider: () => Promise.resolve([['skybucket', '0']]),
  };
}
