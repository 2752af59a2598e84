import { createHash } from 'node:crypto';
import { Meter } from '../../../src/core/bytes/meter';
import { MemorySource } from '../../../src/core/bytes/memory-source';
import type { ByteSource } from '../../../src/core/bytes/source';
import { SkybucketError, throwIfAborted } from '../../../src/core/errors';
import type { CallOptions } from '../../../src/core/s3/calls';
import type { ListQuery } from '../../../src/core/s3/client';
import type { Connection } from '../../../src/core/s3/connection';
import { typeByName } from '../../../src/core/s3/content-type';
import type { ListEntry, ListPage } from '../../../src/core/s3/listing';
import { compareKeys } from '../../../src/core/s3/names';
import type {
  BucketFacts,
  CopyOptions,
  NotRemoved,
  ObjectFacts,
  ObjectPlace,
  ObjectAttributes,
  ObjectStore,
  ObjectTag,
  PartedUpload,
  RemoveManyOptions,
  SentPart,
  WriteCondition,
  WriteOptions,
  Written,
} from '../../../src/core/s3/object-store';
import type { Place } from '../../../src/extension/writes/place';
import type { WriteTools } from '../../../src/extension/writes/tools';

export interface MemoryObject {
  readonly bytes: Uint8Array;
  readonly etag: string;
  readonly modified: Date;
  readonly contentType: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  /** What was said of it when it was written. */
  readonly attributes: ObjectAttributes;
}

interface Upload {
  readonly options: WriteOptions;
  readonly parts: Map<number, Uint8Array>;
}

/** Buckets in memory behind the contract of the store and the listing: what is written is what is read. */
export class MemoryStore implements ObjectStore, WriteTools {
  readonly connections = new Map<string, Connection>();
  readonly session = new Meter();
  readonly store = this;
  readonly s3 = this;
  readonly uploads = new Map<string, Upload>();
  /** Called before each operation, with its name and key; what it throws is the answer. */
  before: (operation: string, key: string) => void | Promise<void> = () => undefined;
  /** Keys that the server refuses to delete. */
  readonly locked = new Set<string>();
  readonly operations: string[] = [];
  pageSize = 1000;
  private readonly buckets = new Map<string, Map<string, MemoryObject>>();
  private time = Date.parse('2026-01-01T00:00:00Z');
  private uploadCount = 0;

  constructor(...ids: readonly string[]) {
    for (const id of ids.length === 0 ? ['own'] : ids) {
      this.connect(id);
    }
  }

  connect(id: string, more: Partial<Connection> = {}): void {
    this.connections.set(id, {
      ...{ id, label: id, kind: 's3', endpoint: `https://${id}.example`, pathStyle: true },
      ...{ auth: { kind: 'keys' }, requesterPays: false, readOnly: false },
      ...more,
    });
  }

  connection(id: string): Connection {
    const found = this.connections.get(id);
    if (found === undefined) {
      throw new SkybucketError('bad-address', `There is no connection “${id}”.`);
    }
    return found;
  }

  /** Puts an object there as somebody else would. */
  fill(place: Place, content: string | Uint8Array, more: Partial<MemoryObject> = {}): MemoryObject {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    return this.keep(place.connection, place, bytes, more);
  }

  text(place: Place): string | undefined {
    const found = this.bucket(place.connection, place.bucket).get(place.key);
    return found && new TextDecoder().decode(found.bytes);
  }

  object(place: Place): MemoryObject | undefined {
    return this.bucket(place.connection, place.bucket).get(place.key);
  }

  keys(connection: string, bucket: string): string[] {
    return [...this.bucket(connection, bucket).keys()].sort(compareKeys);
  }

  async open(place: Place): Promise<ByteSource> {
    const found = this.object(place);
    if (found === undefined) {
      throw new SkybucketError('not-found', `${place.key} does not exist.`);
    }
    return new MemorySource(place.key, found.bytes);
  }

  async listPage(
    connection: Connection,
    query: ListQuery,
    options: CallOptions = {},
  ): Promise<ListPage> {
    await this.begin('list', query.prefix, options);
    const { prefix, delimiter, continuationToken } = query;
    const entries: ListEntry[] = [];
    const most = Math.min(query.maxKeys ?? this.pageSize, this.pageSize);
    let last: string | undefined;
    let folder: string | undefined;
    for (const key of this.keys(connection.id, query.bucket)) {
      const before = continuationToken;
      const done =
        before !== undefined &&
        (compareKeys(key, before) <= 0 ||
          (before.endsWith('/*') && key.startsWith(before.slice(0, -1))));
      if (!key.startsWith(prefix) || done || (folder !== undefined && key.startsWith(folder))) {
        continue;
      }
      if (entries.length === most) {
        return { entries, next: folder === undefined ? last : `${folder}*` };
      }
      const end = delimiter === undefined ? -1 : key.indexOf(delimiter, prefix.length);
      folder = end === -1 ? undefined : key.slice(0, end + 1);
      last = key;
      const found = this.bucket(connection.id, query.bucket).get(key);
      if (folder !== undefined) {
        entries.push({ kind: 'folder', name: folder.slice(prefix.length, -1), prefix: folder });
      } else if (found !== undefined && !(key === prefix && prefix.endsWith('/'))) {
        const { etag, modified, bytes } = found;
        entries.push({
          ...{ kind: 'object', key, name: key.slice(prefix.length), size: bytes.length, etag },
          ...{ modified, storageClass: undefined },
        });
      }
    }
    return { entries, next: undefined };
  }

  async listBuckets(connection: Connection): Promise<readonly BucketFacts[]> {
    const names = [...this.buckets.keys()].flatMap((id) =>
      id.startsWith(`${connection.id}/`) ? [id.slice(connection.id.length + 1)] : [],
    );
    return names.map((name) => ({ name, created: undefined, region: undefined }));
  }

  async head(
    connection: Connection,
    place: ObjectPlace,
    options: CallOptions = {},
  ): Promise<ObjectFacts | undefined> {
    await this.begin('head', place.key, options);
    const found = this.bucket(connection.id, place.bucket).get(place.key);
    return (
      found && {
        ...withoutTags(found.attributes),
        ...{ size: found.bytes.length, etag: found.etag, modified: found.modified },
        ...{ contentType: found.contentType, metadata: found.metadata, checksums: [] },
        ...{ storageClass: found.attributes.storageClass, versionId: undefined, encrypted: false },
        tagCount: found.attributes.tags?.length,
      }
    );
  }

  async tags(
    connection: Connection,
    place: ObjectPlace,
    options: CallOptions = {},
  ): Promise<readonly ObjectTag[]> {
    await this.begin('tags', place.key, options);
    return this.bucket(connection.id, place.bucket).get(place.key)?.attributes.tags ?? [];
  }

  async parts(): Promise<undefined> {
    return undefined;
  }

  async put(
    connection: Connection,
    place: ObjectPlace,
    body: Uint8Array,
    options: WriteOptions = {},
  ): Promise<Written> {
    await this.beginWrite('put', connection, place, options);
    this.checkCondition(connection, place, options.condition);
    options.onSent?.(body.length);
    const contentType = options.contentType ?? typeByName(place.key);
    return this.written(this.keep(connection.id, place, body, { ...options, contentType }));
  }

  async beginUpload(
    connection: Connection,
    place: ObjectPlace,
    options: WriteOptions = {},
  ): Promise<PartedUpload> {
    await this.beginWrite('begin', connection, place, options);
    const uploadId = `upload-${++this.uploadCount}`;
    this.uploads.set(uploadId, { options, parts: new Map() });
    return { place, uploadId, algorithm: undefined };
  }

  async putPart(
    connection: Connection,
    upload: PartedUpload,
    number: number,
    body: Uint8Array,
    options: WriteOptions = {},
  ): Promise<SentPart> {
    await this.beginWrite('part', connection, upload.place, options);
    this.uploads.get(upload.uploadId)?.parts.set(number, body.slice());
    options.onSent?.(body.length);
    return { number, size: body.length, etag: etagOf(body) };
  }

  async sentParts(): Promise<undefined> {
    return undefined;
  }

  async completeUpload(
    connection: Connection,
    upload: PartedUpload,
    parts: readonly SentPart[],
    options: WriteOptions = {},
  ): Promise<Written> {
    await this.beginWrite('complete', connection, upload.place, options);
    this.checkCondition(connection, upload.place, options.condition);
    const kept = this.uploads.get(upload.uploadId);
    const bytes = Buffer.concat(parts.map(({ number }) => kept?.parts.get(number) ?? Buffer.of()));
    this.uploads.delete(upload.uploadId);
    const body = new Uint8Array(bytes);
    return this.written(this.keep(connection.id, upload.place, body, kept?.options ?? {}));
  }

  async abortUpload(_: Connection, { uploadId, place }: PartedUpload): Promise<void> {
    await this.begin('abort', place.key, {});
    this.uploads.delete(uploadId);
  }

  async copy(
    connection: Connection,
    from: ObjectPlace,
    to: ObjectPlace,
    options: CopyOptions = {},
  ): Promise<Written> {
    await this.beginWrite('copy', connection, from, options);
    const found = this.bucket(connection.id, from.bucket).get(from.key);
    if (found === undefined) {
      throw new SkybucketError('not-found', `${from.key} does not exist.`);
    }
    if (options.etag !== undefined && options.etag !== found.etag) {
      throw new SkybucketError('changed', `${from.key} was changed.`);
    }
    this.checkCondition(connection, to, options.condition);
    options.onCopied?.(found.bytes.length, found.bytes.length);
    return this.written(this.keep(connection.id, to, found.bytes, found));
  }

  async remove(
    connection: Connection,
    place: ObjectPlace,
    options: CallOptions = {},
  ): Promise<void> {
    await this.beginWrite('remove', connection, place, options);
    this.bucket(connection.id, place.bucket).delete(place.key);
  }

  async removeMany(
    connection: Connection,
    bucket: string,
    keys: readonly string[],
    options: RemoveManyOptions = {},
  ): Promise<readonly NotRemoved[]> {
    await this.beginWrite('removeMany', connection, { bucket, key: keys[0] ?? '' }, options);
    const left = keys.flatMap((key): NotRemoved[] => {
      const wanted = options.etags?.get(key);
      const etag = this.bucket(connection.id, bucket).get(key)?.etag;
      if (this.locked.has(key)) return [{ key, reason: 'The object is locked.' }];
      if (wanted !== undefined && etag !== undefined && etag !== wanted) {
        return [{ key, reason: 'The object was changed.' }];
      }
      this.bucket(connection.id, bucket).delete(key);
      return [];
    });
    options.onRemoved?.(keys.length - left.length);
    return left;
  }

  private bucket(connection: string, name: string): Map<string, MemoryObject> {
    const id = `${connection}/${name}`;
    const bucket = this.buckets.get(id) ?? new Map<string, MemoryObject>();
    this.buckets.set(id, bucket);
    return bucket;
  }

  private keep(
    connection: string,
    { bucket, key }: ObjectPlace,
    bytes: Uint8Array,
    more: Partial<MemoryObject> | WriteOptions,
  ): MemoryObject {
    const { contentType, metadata = {} } = more;
    const attributes = 'attributes' in more ? (more.attributes ?? {}) : attributesIn(more);
    const modified = new Date((this.time += 1000));
    const object = { bytes: bytes.slice(), etag: etagOf(bytes), modified };
    const kept = { ...object, contentType, metadata, attributes };
    this.bucket(connection, bucket).set(key, kept);
    return kept;
  }

  private written({ etag }: MemoryObject): Written {
    return { etag, versionId: undefined, checksum: undefined };
  }

  private checkCondition(
    connection: Connection,
    { bucket, key }: ObjectPlace,
    condition: WriteCondition | undefined,
  ): void {
    const there = this.bucket(connection.id, bucket).get(key);
    if (condition === undefined) {
      return;
    }
    const holds = 'ifMatch' in condition ? there?.etag === condition.ifMatch : there === undefined;
    if (!holds) {
      throw new SkybucketError('changed', `${key} is not what it was.`);
    }
  }

  private async beginWrite(
    operation: string,
    connection: Connection,
    { key }: ObjectPlace,
    options: CallOptions,
  ): Promise<void> {
    if (connection.readOnly) {
      throw new SkybucketError('unsupported', 'The connection is read-only.');
    }
    await this.begin(operation, key, options);
  }

  private async begin(operation: string, key: string, { signal }: CallOptions): Promise<void> {
    throwIfAborted(signal);
    this.operations.push(`${operation} ${key}`);
    await this.before(operation, key);
    throwIfAborted(signal);
  }
}

function withoutTags({ tags: _, ...rest }: ObjectAttributes): Omit<ObjectAttributes, 'tags'> {
  return rest;
}

/** What a write says of the object, without how it is to be written. */
function attributesIn(options: ObjectAttributes): ObjectAttributes {
  const { contentType, contentEncoding, contentDisposition, contentLanguage, cacheControl } =
    options;
  const { expires, redirect, metadata, storageClass, encryption, tags } = options;
  return {
    ...{ contentType, contentEncoding, contentDisposition, contentLanguage, cacheControl },
    ...{ expires, redirect, metadata, storageClass, encryption, tags },
  };
}

function etagOf(bytes: Uint8Array): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`;
}
