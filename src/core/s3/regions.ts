import type { HttpResponse } from '../bytes/http';
import { parseAwsHost } from './aws-host';
import type { Connection } from './connection';
import type { S3ErrorBody } from './error-body';
import { isRegionName } from './names';

/** Where Amazon S3 answers for every bucket, if only by saying where it is. */
const FIRST_GUESS = 'us-east-1';

/** Remembers in which region each bucket was found. */
export class RegionMemory {
  private readonly known = new Map<string, string>();

  /** @param onLearn Called for each new region, so that the host can keep it beyond the session. */
  constructor(
    private readonly onLearn: (connection: string, bucket: string, region: string) => void = () =>
      undefined,
  ) {}

  /** The region to ask in. */
  get(connection: Connection, bucket: string): string {
    return this.known.get(`${connection.id}/${bucket}`) ?? connection.region ?? FIRST_GUESS;
  }

  /** What a list of datasets says beforehand; never overrides what a server said. */
  expect(connection: string, bucket: string, region: string): void {
    const name = `${connection}/${bucket}`;
    if (!this.known.has(name) && isRegionName(region)) {
      this.known.set(name, region);
    }
  }

  /** What a server said. True where the bucket is now asked for in another region than before. */
  learn(connection: Connection, bucket: string, region: string): boolean {
    const changed = this.get(connection, bucket) !== region;
    this.known.set(`${connection.id}/${bucket}`, region);
    if (changed) {
      this.onLearn(connection.id, bucket, region);
    }
    return changed;
  }
}

/** Statuses with which Amazon S3 says that a bucket is elsewhere. */
const ELSEWHERE = new Set([301, 307, 400, 403]);

/**
 * The region a refusal names: the header `x-amz-bucket-region`, the `<Region>` or `<Endpoint>` of its
 * body, or its `location`. Only the *region* is taken from an answer, never a host to go to.
 */
export function regionOfRefusal(
  response: Pick<HttpResponse, 'status' | 'headers'>,
  error: S3ErrorBody | undefined,
): string | undefined {
  if (!ELSEWHERE.has(response.status)) {
    return undefined;
  }
  const location = response.headers['location'];
  const candidates = [
    response.headers['x-amz-bucket-region'],
    error?.region,
    error?.endpoint && parseAwsHost(error.endpoint)?.region,
    location && URL.canParse(location)
      ? parseAwsHost(new URL(location).hostname)?.region
      : undefined,
  ];
  return candidates.find((region) => region !== undefined && isRegionName(region));
}
