import { BlockCache } from '../../../src/core/bytes/block-cache';
import type { HttpClient } from '../../../src/core/bytes/http';
import { HttpSource } from '../../../src/core/bytes/http-source';
import { LinkEstimate } from '../../../src/core/bytes/link';
import type { Meter } from '../../../src/core/bytes/meter';
import type { ByteReader } from '../../../src/core/bytes/reader';
import { SpanReader } from '../../../src/core/bytes/span-reader';
import type { KnownObject } from '../../../src/core/bytes/version';
import type {
  DatasetFolder,
  FolderListing,
  FolderOptions,
  StoredFile,
} from '../../../src/core/catalogs/layout/dataset-folder';
import { SkybucketError } from '../../../src/core/errors';
import { S3Service } from '../../../src/core/s3/client';
import type { S3Object } from '../../../src/core/s3/listing';
import { RegionMemory } from '../../../src/core/s3/regions';
import { S3Target } from '../../../src/core/s3/target';
import { loadS3Sdk } from '../../../src/platform/node/load-s3-sdk';
import { connectionTo } from '../../unit/cost/support/open';

export interface S3FolderOptions {
  readonly http: HttpClient;
  readonly endpoint: string;
  readonly bucket: string;
  /** Ends with `/`. */
  readonly prefix: string;
  readonly meter: Meter;
}

/** A folder of the server on the product's own path: its listings, its sources, readers with a cache. */
export class S3Folder implements DatasetFolder {
  readonly label: string;
  private readonly service: S3Service;
  private readonly link = new LinkEstimate();
  private readonly cache = new BlockCache(256 * 2 ** 20);
  private readonly known = new Map<string, KnownObject>();

  constructor(private readonly options: S3FolderOptions) {
    this.label = `s3://${options.bucket}/${options.prefix}`;
    this.service = new S3Service(options.http, new RegionMemory(), loadS3Sdk);
  }

  async list(folder: string, options?: FolderOptions): Promise<FolderListing> {
    const folders: string[] = [];
    const files: { name: string; size: number }[] = [];
    for await (const entry of this.entries(folder, '/', options)) {
      if (entry.kind === 'folder') {
        folders.push(entry.name);
      } else {
        files.push({ name: entry.name, size: entry.size });
      }
    }
    return { folders, files };
  }

  async *files(folder: string, options?: FolderOptions): AsyncGenerator<StoredFile> {
    for await (const entry of this.entries(folder, undefined, options)) {
      if (entry.kind === 'object') {
        yield { path: `${folder}${entry.name}`, size: entry.size };
      }
    }
  }

  async read(path: string, options?: FolderOptions): Promise<Uint8Array | undefined> {
    const reader = this.open(path);
    try {
      return await reader.read(0, await reader.size(options), options);
    } catch (error) {
      if (error instanceof SkybucketError && error.code === 'not-found') {
        return undefined;
      }
      throw error;
    }
  }

  open(path: string): ByteReader {
    const { http, endpoint, bucket, prefix, meter } = this.options;
    const key = `${prefix}${path}`;
    const target = new S3Target(connectionTo(endpoint), { bucket, key }, new RegionMemory());
    const source = new HttpSource(http, target, { link: this.link, known: this.known.get(key) });
    return new SpanReader(source, { cache: this.cache, cacheKey: key, link: this.link, meter });
  }

  private async *entries(
    folder: string,
    delimiter: string | undefined,
    { signal }: FolderOptions = {},
  ): AsyncGenerator<{ kind: 'folder'; name: string } | S3Object> {
    const { endpoint, bucket, meter } = this.options;
    const query = {
      bucket,
      prefix: `${this.options.prefix}${folder}`,
      ...(delimiter && { delimiter }),
    };
    let continuationToken: string | undefined;
    do {
      const page = await this.service.listPage(
        connectionTo(endpoint),
        { ...query, ...(continuationToken !== undefined && { continuationToken }) },
        { meter, signal },
      );
      for (const entry of page.entries) {
        if (entry.kind === 'object') {
          const { key, size, etag, modified } = entry;
          this.known.set(key, { size, etag, modified: modified?.toISOString() });
        }
        yield entry;
      }
      continuationToken = page.next;
    } while (continuationToken !== undefined);
  }
}
