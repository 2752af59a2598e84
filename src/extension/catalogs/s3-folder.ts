import type {
  FolderListing,
  FolderOptions,
  StoredFile,
} from '../../core/catalogs/layout/dataset-folder';
import { SkybucketError } from '../../core/errors';
import type { S3Service } from '../../core/s3/client';
import type { Connection } from '../../core/s3/connection';
import type { ListEntry, S3Object } from '../../core/s3/listing';
import type { Folder } from './folder-places';

export interface S3FolderPlace {
  readonly connection: Connection;
  readonly bucket: string;
  /** Empty, or with `/` at its end. */
  readonly prefix: string;
}

/** A folder of a data set on S3. Listings have as many pages as they take. */
export class S3Folder implements Folder {
  /** @param onObject told of each object that was listed: its version spares a request when it is opened */
  constructor(
    private readonly s3: Pick<S3Service, 'listPage'>,
    private readonly place: S3FolderPlace,
    private readonly onObject: (object: S3Object) => void = () => undefined,
  ) {}

  async list(folder: string, options: FolderOptions): Promise<FolderListing> {
    const folders: string[] = [];
    const files: { name: string; size: number }[] = [];
    for await (const entries of this.pages(folder, '/', options)) {
      for (const entry of entries) {
        if (entry.kind === 'folder') {
          folders.push(entry.name);
        } else {
          files.push({ name: entry.name, size: entry.size });
        }
      }
    }
    return { folders, files };
  }

  async *files(folder: string, options: FolderOptions): AsyncGenerator<readonly StoredFile[]> {
    const { length } = this.place.prefix;
    for await (const entries of this.pages(folder, undefined, options)) {
      yield entries.flatMap((entry) =>
        // The marker of a folder is an object, too.
        entry.kind === 'folder' || entry.key.endsWith('/')
          ? []
          : [{ path: entry.key.slice(length), size: entry.size }],
      );
    }
  }

  private async *pages(
    folder: string,
    delimiter: '/' | undefined,
    { signal, meter }: FolderOptions,
  ): AsyncGenerator<readonly ListEntry[]> {
    const { connection, bucket, prefix } = this.place;
    const query = { bucket, prefix: prefix + folder, ...(delimiter && { delimiter }) };
    let next: string | undefined;
    do {
      const page = await this.s3.listPage(
        connection,
        { ...query, ...(next !== undefined && { continuationToken: next }) },
        { signal, meter },
      );
      for (const entry of page.entries) {
        if (entry.kind === 'object') {
          this.onObject(entry);
        }
      }
      yield page.entries;
      if (page.next !== undefined && page.next === next) {
        throw new SkybucketError('server', `The listing of ${bucket} goes round in a circle.`, {
          hint: 'The server gives the same page again and again; ask those who run it.',
        });
      }
      next = page.next;
    } while (next !== undefined);
  }
}
