import type { ChecksumTools } from '../transfer/checksum/tools';
import { type CallOptions, S3Calls, type S3Tools } from './calls';
import type { Connection } from './connection';
import { typeByName } from './content-type';
import { copyObject } from './copy';
import { partsOf } from './object-parts';
import type {
  BucketFacts,
  CopyOptions,
  NotRemoved,
  ObjectFacts,
  ObjectPart,
  ObjectPlace,
  ObjectStore,
  ObjectTag,
  PartedUpload,
  RemoveManyOptions,
  SentPart,
  WriteOptions,
  Written,
} from './object-store';
import { tagsOf } from './object-tags';
import { bucketsOf, headOf, removeObject } from './objects';
import { removeMany } from './remove';
import { checkWritable, S3_LIMITS, type StoreLimits, type StoreTools } from './store-tools';
import { WriteWays } from './store-ways';
import { putObject } from './upload';
import { completeUpload } from './upload-complete';
import { abortUpload, beginUpload, putPart, sentParts } from './upload-parts';

export interface S3StoreTools extends S3Tools {
  readonly checksums: ChecksumTools;
  /** Left out: those of S3. */
  readonly limits?: StoreLimits | undefined;
}

/** {@link ObjectStore} over the SDK, with our transport. */
export class S3ObjectStore implements ObjectStore {
  private readonly tools: StoreTools;

  constructor({ checksums, limits = S3_LIMITS, ...tools }: S3StoreTools) {
    this.tools = { calls: new S3Calls(tools), checksums, limits, ways: new WriteWays() };
  }

  async listBuckets(connection: Connection, options: CallOptions = {}): Promise<BucketFacts[]> {
    return bucketsOf(this.tools, connection, options);
  }

  async head(
    connection: Connection,
    place: ObjectPlace,
    options: CallOptions = {},
  ): Promise<ObjectFacts | undefined> {
    return (await headOf(this.tools, connection, place, options))?.facts;
  }

  async tags(
    connection: Connection,
    place: ObjectPlace,
    options: CallOptions = {},
  ): Promise<ObjectTag[]> {
    return tagsOf(this.tools, connection, place, options);
  }

  async parts(
    connection: Connection,
    place: ObjectPlace,
    count: number,
    options: CallOptions = {},
  ): Promise<ObjectPart[] | undefined> {
    return partsOf(this.tools, connection, place, count, options);
  }

  async put(
    connection: Connection,
    place: ObjectPlace,
    body: Uint8Array,
    options: WriteOptions = {},
  ): Promise<Written> {
    checkWritable(connection);
    return putObject(this.tools, connection, place, body, typed(place, options));
  }

  async beginUpload(
    connection: Connection,
    place: ObjectPlace,
    options: WriteOptions = {},
  ): Promise<PartedUpload> {
    checkWritable(connection);
    return beginUpload(this.tools, connection, place, typed(place, options));
  }

  async putPart(
    connection: Connection,
    upload: PartedUpload,
    number: number,
    body: Uint8Array,
    options: WriteOptions = {},
  ): Promise<SentPart> {
    checkWritable(connection);
    return putPart(this.tools, connection, upload, number, body, options);
  }

  async sentParts(
    connection: Connection,
    upload: PartedUpload,
    options: CallOptions = {},
  ): Promise<SentPart[] | undefined> {
    return sentParts(this.tools, connection, upload, options);
  }

  async completeUpload(
    connection: Connection,
    upload: PartedUpload,
    parts: readonly SentPart[],
    options: WriteOptions = {},
  ): Promise<Written> {
    checkWritable(connection);
    return completeUpload(this.tools, connection, upload, parts, options);
  }

  async abortUpload(
    connection: Connection,
    upload: PartedUpload,
    options: CallOptions = {},
  ): Promise<void> {
    checkWritable(connection);
    return abortUpload(this.tools, connection, upload, options);
  }

  async copy(
    connection: Connection,
    from: ObjectPlace,
    to: ObjectPlace,
    options: CopyOptions = {},
  ): Promise<Written> {
    checkWritable(connection);
    return copyObject(this.tools, connection, from, to, options);
  }

  async remove(
    connection: Connection,
    place: ObjectPlace,
    options: CallOptions = {},
  ): Promise<void> {
    checkWritable(connection);
    return removeObject(this.tools, connection, place, options);
  }

  async removeMany(
    connection: Connection,
    bucket: string,
    keys: readonly string[],
    options: RemoveManyOptions = {},
  ): Promise<NotRemoved[]> {
    checkWritable(connection);
    return removeMany(this.tools, connection, bucket, keys, options);
  }
}

/** Unless told, an object has the type that its name speaks of. */
function typed({ key }: ObjectPlace, options: WriteOptions): WriteOptions {
  return { ...options, contentType: options.contentType ?? typeByName(key) };
}
