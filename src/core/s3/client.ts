import type { ListObjectsV2CommandInput } from '@aws-sdk/client-s3';
import type { HttpClient } from '../bytes/http';
import type { RetryPolicy } from '../bytes/retry';
import type { S3Access } from './access';
import { S3Calls, type CallOptions } from './calls';
import type { Connection } from './connection';
import { readListPage, type ListPage } from './listing';
import { checkBucket, checkKey } from './names';
import type { RegionMemory } from './regions';
import { payer } from './requester';
import type { Sdk } from './sdk';

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

/** Asks S3 what there is in buckets. */
export class S3Service {
  private readonly calls: S3Calls;

  /**
   * @param loadSdk Gives the SDK when it is first needed; it is too large to load before.
   * @param access left out: nothing is signed
   */
  constructor(
    http: HttpClient,
    regions: RegionMemory,
    loadSdk: () => Promise<Sdk>,
    retry?: RetryPolicy,
    access?: S3Access,
  ) {
    this.calls = new S3Calls({ http, regions, loadSdk, retry, access });
  }

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
    const { bucket, prefix } = query;
    checkBucket(bucket);
    checkKey(prefix);
    const input = listInput(connection, query);
    return this.calls.send(
      connection,
      {
        asked: { what: 'listing', bucket, path: prefix },
        run: async (sdk, client) =>
          readListPage(await client.send(new sdk.ListObjectsV2Command(input)), prefix),
      },
      options,
    );
  }
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
    RequestPayer: payer(connection, query.bucket),
  };
}
