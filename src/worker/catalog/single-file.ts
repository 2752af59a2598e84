import type { ByteReader } from '../../core/bytes/reader';
import type {
  FolderListing,
  FolderOptions,
  StoredFile,
} from '../../core/catalogs/layout/dataset-folder';
import type { ClosableFolder } from '../../core/catalogs/dataset/parquet-dataset';
import { datasetLabel } from './dataset-label';
import { RemoteFile, type FolderHost } from './remote-file';

/** One file as a folder that holds nothing else, under the name that people know it by. */
export class SingleFile implements ClosableFolder {
  readonly label: string;
  readonly name: string;
  /** The file itself; open until this is closed. */
  readonly file: RemoteFile;

  constructor(
    private readonly host: FolderHost,
    private readonly uri: string,
  ) {
    this.label = datasetLabel(uri);
    this.name = this.label.split('/').at(-1) || 'file';
    this.file = new RemoteFile(host, { uri, path: '' }, undefined, this.label, isLocal(uri));
  }

  again(): SingleFile {
    return new SingleFile(this.host, this.uri);
  }

  async list(_folder: string, options: FolderOptions = {}): Promise<FolderListing> {
    return { folders: [], files: [{ name: this.name, size: await this.file.size(options) }] };
  }

  async *files(_folder: string, options: FolderOptions = {}): AsyncGenerator<StoredFile> {
    yield { path: this.name, size: await this.file.size(options) };
  }

  async read(path: string, options: FolderOptions = {}): Promise<Uint8Array | undefined> {
    return path === this.name
      ? this.file.read(0, await this.file.size(options), options)
      : undefined;
  }

  open(): ByteReader {
    return this.file;
  }

  close(): Promise<void> {
    return this.file.close();
  }
}

function isLocal(uri: string): boolean {
  return uri.startsWith('file:');
}
