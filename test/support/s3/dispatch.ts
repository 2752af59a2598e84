import type { IncomingMessage } from 'node:http';
import { parseAddress } from './address';
import { TestBucket } from './bucket';
import { accessDenied, noSuchBucket, notImplemented, S3Error } from './errors';
import { checkPayer, checkRegion, checkSignature, checkSignedRegion, credentialsIn } from './guard';
import type { Limits } from './limits';
import type { S3Answer } from './operations/exchange';
import { listBuckets } from './operations/service';
import { receive } from './receive';
import type { RecordedRequest } from './recorded';
import { mayDo } from './rights';
import { routeFor } from './routes';
import { verifySignature, type SignedRequest, type Verified } from './signature';
import { hasRight, type TestUser, type TestUsers } from './users';

/** What the requests to a server are about. */
export interface Site {
  /** Of the main endpoint. */
  readonly region: string;
  readonly endpoints: Readonly<Record<string, string>>;
  readonly buckets: Map<string, TestBucket>;
  readonly users: TestUsers | undefined;
  readonly limits: Limits;
  readonly unsignedOnly: boolean;
  /** Requests that should have been unsigned. */
  readonly violations: string[];
}

/** Finds out what a request is about, who asks, and whether that may be; then lets the operation answer. */
export class Dispatch {
  constructor(private readonly site: Site) {}

  /**
   * @param endpointRegion of the endpoint it came to
   * @param onWanted called before the body is read
   * @throws S3Error
   */
  async answer(
    endpointRegion: string,
    request: IncomingMessage,
    record: RecordedRequest,
    onWanted: () => void,
  ): Promise<S3Answer> {
    const address = parseAddress(request.headers.host, record.url);
    const credentials = credentialsIn(request.headers, address.query);
    if (this.site.unsignedOnly && credentials !== undefined) {
      this.site.violations.push(`${record.method} ${record.url} (${credentials})`);
      throw new S3Error(400, 'TestUnsignedOnly', 'This request must not carry credentials');
    }
    const addressed = address.region ?? endpointRegion;
    const signed =
      credentials === undefined || this.site.users === undefined
        ? undefined
        : verifySignature(request as SignedRequest, this.site.users);
    record.user = signed?.user.accessKeyId;
    const { bucket: name, key, query } = address;
    if (name === '') {
      checkSignedRegion(signed?.region, [addressed]);
      return this.answerService(signed, record, query);
    }
    const bucket = this.site.buckets.get(name);
    if (record.method === 'PUT' && key === '' && query.size === 0 && signed !== undefined) {
      return this.makeBucket(name, signed.user, addressed, record);
    }
    if (bucket === undefined) {
      throw noSuchBucket(name);
    }
    const home = bucket.options.region ?? this.site.region;
    checkSignedRegion(signed?.region, [home, addressed]);
    // One endpoint may serve several regions, and go by the signature alone.
    if (signed?.region !== home || bucket.options.wrongRegion !== 'AuthorizationHeaderMalformed') {
      checkRegion(
        bucket,
        home,
        addressed,
        address.domain === undefined
          ? new URL(this.site.endpoints[home] ?? this.site.endpoints[this.site.region] ?? '').host
          : `${bucket.name}.s3-${home}.${address.domain}`,
      );
    }
    checkSignature(bucket, credentials);
    checkPayer(bucket, request.headers, credentials);
    const route = routeFor(record.method, key, query, request.headers);
    record.operation = route.name;
    if (this.site.limits.without.includes(route.name)) {
      throw notImplemented(route.name);
    }
    const answer = await route.operation({
      request,
      bucket,
      key,
      query,
      region: home,
      limits: this.site.limits,
      now: () => this.now(),
      may: (right, where = bucket, which = key) => mayDo(signed?.user, where, right, which),
      find: (other) => this.site.buckets.get(other),
      forget: () => void this.site.buckets.delete(name),
      receive: (mostBytes = this.site.limits.putBytes, ofObject = false) => {
        onWanted();
        return receive(request, {
          payload: signed?.payload,
          chain: signed?.chain,
          mostBytes,
          known: this.site.limits.checksums,
          ofObject,
          onReceived: (bytes) => {
            record.received += bytes;
          },
        });
      },
    });
    const charged = { 'x-amz-request-charged': 'requester' };
    return bucket.options.requesterPays === true
      ? { ...answer, headers: { ...answer.headers, ...charged } }
      : answer;
  }

  private now(): Date {
    return this.site.users?.now() ?? new Date();
  }

  private answerService(
    signed: Verified | undefined,
    record: RecordedRequest,
    query: ReadonlyMap<string, string>,
  ): S3Answer {
    if (signed === undefined || record.method !== 'GET') {
      throw accessDenied();
    }
    record.operation = 'ListBuckets';
    return listBuckets(signed.user, [...this.site.buckets.values()], this.site.region, query);
  }

  private makeBucket(
    name: string,
    user: TestUser,
    region: string,
    record: RecordedRequest,
  ): S3Answer {
    record.operation = 'CreateBucket';
    if (!hasRight(user, name, 'write')) {
      throw accessDenied();
    }
    if (this.site.buckets.has(name)) {
      throw new S3Error(
        409,
        'BucketAlreadyOwnedByYou',
        'Your previous request to create the named bucket succeeded and you already own it.',
        { BucketName: name },
      );
    }
    this.site.buckets.set(name, new TestBucket(name, { region, requireSignature: true }));
    return { status: 200, headers: { location: `/${name}` } };
  }
}
