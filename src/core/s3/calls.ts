import type { S3Client } from '@aws-sdk/client-s3';
import type { HttpClient } from '../bytes/http';
import type { Ask, Meter } from '../bytes/meter';
import { DEFAULT_RETRY, pause, type RetryPolicy, TryLater, withRetries } from '../bytes/retry';
import { isCancelled, SkybucketError } from '../errors';
import type { S3Access } from './access';
import { clientConfig } from './client-config';
import type { Connection } from './connection';
import type { Credentials } from './credentials';
import { readErrorBody } from './error-body';
import { isStaleCredentials, s3Error } from './errors';
import type { Asked } from './errors-asked';
import { regionOfRefusal, type RegionMemory } from './regions';
import type { Sdk } from './sdk';
import { Refusal, type SendOptions, SdkTransport } from './sdk-transport';
import { formatS3Uri } from './uri';

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly meter?: Meter | undefined;
}

export interface S3Tools {
  readonly http: HttpClient;
  readonly regions: RegionMemory;
  /** Gives the SDK when it is first needed; it is too large to load before. */
  readonly loadSdk: () => Promise<Sdk>;
  /** Left out: nothing is signed. */
  readonly access?: S3Access | undefined;
  readonly retry?: RetryPolicy | undefined;
}

/** One thing asked of S3. */
export interface S3Call<T> {
  readonly asked: Asked;
  /** Sends one command. Called again for every attempt. */
  readonly run: (sdk: Sdk, client: S3Client) => Promise<T>;
  /**
   * Called where an attempt is refused after another one whose answer was lost, or may have been: what was asked for
   * may have been done by that one. Gives its outcome, undefined where it was not done.
   */
  readonly recover?: (() => Promise<T | undefined>) | undefined;
  readonly send?: Pick<SendOptions, 'onSent' | 'quietMs' | 'headers'> | undefined;
}

/** From the first guess to the region, and once more for a bucket that was made anew elsewhere. */
const MOST_REDIRECTS = 2;

/** What one call has met so far. */
interface Course {
  /** Attempts that failed for now. */
  failures: number;
  forgotten: boolean;
}

/**
 * Asks S3. The SDK writes the requests and reads the answers; where they go, how often, by which socket and with
 * whose credentials is decided here, so that each one is counted and can be cancelled.
 */
export class S3Calls {
  /** Buckets that have answered: what is sent to them is taken, or refused for good reasons. */
  private readonly proven = new Set<string>();
  private readonly retry: RetryPolicy;

  constructor(private readonly tools: S3Tools) {
    this.retry = tools.retry ?? DEFAULT_RETRY;
  }

  /**
   * One call, in one request (a first look at a bucket whose region is not known may cost another). Tried again where
   * the failure may pass.
   *
   * @throws SkybucketError as `s3Error` has it, `cancelled`, or what the transport or the credentials say
   */
  async send<T>(connection: Connection, call: S3Call<T>, options: CallOptions): Promise<T> {
    const ask = options.meter?.ask();
    const sdk = await this.tools.loadSdk();
    const course: Course = { failures: 0, forgotten: false };
    return withRetries(this.retry, options.signal, async () => {
      try {
        return await this.attempt(sdk, connection, call, options, ask, course);
      } catch (thrown) {
        const error = thrown instanceof TryLater ? thrown.error : thrown;
        if (error instanceof SkybucketError && error.retryable) {
          course.failures += 1;
        } else if (course.failures > 0 && error instanceof SkybucketError) {
          const done = await recovered(call, error);
          if (done !== undefined) {
            return done.value;
          }
        }
        throw thrown;
      }
    });
  }

  /** Waits before a part of what was asked for is asked for again, longer each time. @throws SkybucketError `cancelled` */
  async pause(round: number, signal: AbortSignal | undefined): Promise<void> {
    const { longestPauseMs, firstPauseMs, random } = this.retry;
    // Never less than half: that of a single request may be short by chance, this one is of many.
    const bound = Math.min(longestPauseMs, firstPauseMs * 2 ** round);
    await pause((bound * (1 + random())) / 2, signal);
  }

  /** Asks in the region remembered, and again where the answer names another one. */
  private async attempt<T>(
    sdk: Sdk,
    connection: Connection,
    call: S3Call<T>,
    options: CallOptions,
    ask: Ask | undefined,
    course: Course,
  ): Promise<T> {
    const { asked, send } = call;
    const { http, regions, access } = this.tools;
    const bucket = asked.bucket === '' ? undefined : asked.bucket;
    const place = `${connection.id}/${asked.bucket}`;
    for (let redirects = MOST_REDIRECTS; ; redirects--) {
      const region = regions.get(connection, asked.bucket);
      const credentials = await access?.credentials.get(connection, bucket, {
        signal: options.signal,
      });
      const transport = new SdkTransport(
        http,
        {
          ...send,
          signal: options.signal,
          meter: options.meter,
          askFirst: !this.proven.has(place),
          sign: this.signing(credentials, region),
        },
        ask,
      );
      const client = new sdk.S3Client(clientConfig(connection, region, bucket, transport));
      try {
        const output = await call.run(sdk, client);
        this.proven.add(place);
        return output;
      } catch (thrown) {
        if (!(thrown instanceof Refusal)) {
          throw understand(thrown, asked);
        }
        const signed = credentials !== undefined;
        const again =
          redirects > 0 &&
          (this.moved(connection, asked.bucket, region, signed, thrown) ||
            this.unexpected(place, thrown));
        if (again) {
          continue;
        }
        const refusal = signed ? await explained(thrown, sdk, client, asked) : thrown;
        if (!(redirects > 0 && this.renew(connection, credentials, refusal, course))) {
          throw refused(refusal, signed ? { ...asked, signedAs: connection.label } : asked);
        }
      } finally {
        client.destroy();
      }
    }
  }

  private signing(credentials: Credentials | undefined, region: string): SendOptions['sign'] {
    const signer = this.tools.access?.signer;
    return credentials === undefined || signer === undefined
      ? undefined
      : (request) => signer.sign(request, credentials, region);
  }

  /**
   * True where the bucket is to be asked for in another region from now on. On a connection with one endpoint that
   * leads to the same place again, and matters to signatures alone.
   */
  private moved(
    connection: Connection,
    bucket: string,
    region: string,
    signed: boolean,
    refusal: Refusal,
  ): boolean {
    const { regions } = this.tools;
    if (connection.endpoint !== undefined && !signed) {
      return false;
    }
    const actual = regionOfRefusal(refusal, readErrorBody(refusal.body));
    if (actual === undefined || actual === region) {
      return false;
    }
    regions.learn(connection, bucket, actual);
    return true;
  }

  /** True where the credentials may have been stale, once. */
  private renew(
    connection: Connection,
    credentials: Credentials | undefined,
    refusal: Refusal,
    course: Course,
  ): boolean {
    if (credentials === undefined || !isStale(refusal) || course.forgotten) {
      return false;
    }
    course.forgotten = true;
    this.tools.access?.credentials.forget(connection, credentials);
    return true;
  }

  /** True where the server, or a proxy, cannot be asked before the body is sent. */
  private unexpected(place: string, { status }: Refusal): boolean {
    if (status !== 417 || this.proven.has(place)) {
      return false;
    }
    this.proven.add(place);
    return true;
  }
}

function isStale({ body }: Refusal): boolean {
  const code = readErrorBody(body)?.code;
  return code !== undefined && isStaleCredentials(code);
}

/**
 * The answer to a HEAD has no body, so that 400 may mean credentials that have expired, or something else. A listing of
 * one key says which: credentials are not given up, and no code of a device is asked for, on a guess.
 */
async function explained(
  refusal: Refusal,
  sdk: Sdk,
  client: S3Client,
  { what, bucket, path }: Asked,
): Promise<Refusal> {
  if (refusal.status !== 400 || refusal.body.length > 0 || what !== 'object' || bucket === '') {
    return refusal;
  }
  const input = { Bucket: bucket, Prefix: path, MaxKeys: 1 };
  try {
    await client.send(new sdk.ListObjectsV2Command(input));
  } catch (thrown) {
    if (isCancelled(thrown)) {
      throw thrown;
    }
    return thrown instanceof Refusal && isStale(thrown) ? thrown : refusal;
  }
  return refusal;
}

/** Only a refusal can come of what was done already; after other failures nobody knows. */
async function recovered<T>(
  { recover }: S3Call<T>,
  { code }: SkybucketError,
): Promise<{ readonly value: T } | undefined> {
  if (recover === undefined || !['changed', 'conflict', 'not-found', 'server'].includes(code)) {
    return undefined;
  }
  const value = await recover();
  return value === undefined ? undefined : { value };
}

function refused(refusal: Refusal, asked: Asked): TryLater {
  const error = s3Error(refusal.status, readErrorBody(refusal.body), asked);
  return new TryLater(error, refusal.headers['retry-after']);
}

/** What the transport throws is understood already; the rest is the SDK failing on the answer. */
function understand(thrown: unknown, { what, bucket, path }: Asked): SkybucketError {
  if (thrown instanceof SkybucketError) {
    return thrown;
  }
  const place = bucket === '' ? 'the buckets' : formatS3Uri(bucket, path);
  return new SkybucketError(
    'server',
    `The answer to the ${what === 'listing' || what === 'buckets' ? 'listing of' : 'request for'} ${place} cannot be understood.`,
    { hint: 'Check that the connection leads to an S3 server.', cause: thrown },
  );
}
