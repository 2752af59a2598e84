import * as vscode from 'vscode';
import type {
  FolderListing,
  FolderOptions,
  StoredFile,
} from '../../core/catalogs/layout/dataset-folder';
import type { KnownObject } from '../../core/bytes/version';
import { SkybucketError } from '../../core/errors';
import { formatAddress, type S3Address } from '../../core/s3/address';
import { readFolder } from '../../platform/node/read-folder';
import type { Host } from '../host';
import type { OpenedObject } from '../services';
import { addressUri, documentName, isOurs, readUri } from '../uris';
import { checkPath, type Folder, type FolderPlaces } from './folder-places';
import { S3Folder } from './s3-folder';
import { TreeFolder, type TreeEntry } from './tree-folder';

/** Objects whose version is remembered from listings; of more, those listed first are asked for again. */
const MOST_KNOWN = 100_000;

/** Data sets at URIs of VS Code: on S3, on this computer, behind a link, or of another extension. */
export class DatasetPlaces implements FolderPlaces {
  private readonly known = new Map<string, KnownObject>();

  constructor(private readonly host: Pick<Host, 'open' | 's3' | 'connection'>) {}

  async list(uri: string, folder: string, options: FolderOptions): Promise<FolderListing> {
    return this.folder(uri, folder).list(folder, options);
  }

  files(uri: string, folder: string, options: FolderOptions): AsyncIterable<readonly StoredFile[]> {
    return this.folder(uri, folder).files(folder, options);
  }

  async open(uri: string, path: string, size: number | undefined): Promise<OpenedObject> {
    const file = fileUri(vscode.Uri.parse(uri, true), path);
    if (!isOurs(file)) {
      return this.host.open(file);
    }
    const listed = this.known.get(documentName(file));
    const known = listed?.size === size ? listed : size === undefined ? undefined : { size };
    const opened = await this.host.open(file, { known });
    return {
      ...opened,
      reopen: async () => {
        this.known.delete(documentName(file));
        return opened.reopen();
      },
    };
  }

  private folder(text: string, folder: string): Folder {
    checkPath(folder);
    const uri = vscode.Uri.parse(text, true);
    if (isOurs(uri)) {
      const address = readUri(uri);
      if (address.kind === 'link') {
        throw new SkybucketError('unsupported', 'A folder behind a link cannot be listed.', {
          hint: 'Open a single file by its link, or the folder by its s3:// address.',
        });
      }
      return this.s3Folder(address);
    }
    const label = uri.scheme === 'file' ? uri.fsPath : uri.toString(true);
    return new TreeFolder(label, (below) => {
      const place = vscode.Uri.joinPath(uri, below);
      return uri.scheme === 'file' ? readFolder(place.fsPath) : readOther(place);
    });
  }

  private s3Folder({ connection, bucket, key }: S3Address): S3Folder {
    const place = { connection: this.host.connection(connection), bucket, prefix: key };
    return new S3Folder(this.host.s3, place, ({ key: listed, size, etag, modified }) => {
      if (this.known.size >= MOST_KNOWN) {
        this.known.clear();
      }
      const uri = addressUri(formatAddress({ connection, bucket, key: listed }));
      this.known.set(documentName(uri), { size, etag, modified: modified?.toUTCString() });
    });
  }
}

/** The file at a path in a data set. @throws SkybucketError `bad-address` */
function fileUri(dataset: vscode.Uri, path: string): vscode.Uri {
  if (path === '') {
    return dataset;
  }
  checkPath(path);
  if (!isOurs(dataset)) {
    return vscode.Uri.joinPath(dataset, path);
  }
  const address = readUri(dataset);
  if (address.kind === 'link') {
    throw new SkybucketError('unsupported', 'Behind a link there is one file alone.');
  }
  const { connection, bucket, key } = address;
  return addressUri(formatAddress({ connection, bucket, key: key + path }));
}

/** A folder of a file system of VS Code. */
async function readOther(uri: vscode.Uri): Promise<TreeEntry[] | undefined> {
  const { fs } = vscode.workspace;
  let found: [string, vscode.FileType][];
  try {
    found = await fs.readDirectory(uri);
  } catch (cause) {
    if (cause instanceof vscode.FileSystemError && cause.code === 'FileNotFound') {
      return undefined;
    }
    const hint = cause instanceof Error ? cause.message : String(cause);
    const label = uri.toString(true);
    throw new SkybucketError('local-file', `${label} cannot be listed.`, { hint, cause });
  }
  const entries: TreeEntry[] = [];
  for (const [name, type] of found) {
    if ((type & vscode.FileType.Directory) !== 0) {
      entries.push({ name, kind: 'folder', size: 0 });
    } else if ((type & vscode.FileType.File) !== 0) {
      const { size } = await fs.stat(vscode.Uri.joinPath(uri, name));
      entries.push({ name, kind: 'file', size });
    }
  }
  return entries;
}
