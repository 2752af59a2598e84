import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SpanReader } from '../../../src/core/bytes/span-reader';
import type { FolderPlaces } from '../../../src/extension/catalogs/folder-places';
import { TreeFolder } from '../../../src/extension/catalogs/tree-folder';
import type { OpenedObject } from '../../../src/extension/services';
import { FileSource } from '../../../src/platform/node/file-source';
import { readFolder } from '../../../src/platform/node/read-folder';

/** Data sets in folders of this computer, and what was asked of them. */
export class DiskPlaces implements FolderPlaces {
  readonly opened: string[] = [];
  readonly closed: string[] = [];
  /** Called before something is read. */
  before: (what: string) => Promise<void> = async () => undefined;

  async list(
    ...[uri, folder, options]: Parameters<FolderPlaces['list']>
  ): ReturnType<FolderPlaces['list']> {
    await this.before(`list ${folder}`);
    return folderAt(uri).list(folder, options);
  }

  files(
    ...[uri, folder, options]: Parameters<FolderPlaces['files']>
  ): ReturnType<FolderPlaces['files']> {
    return folderAt(uri).files(folder, options);
  }

  async open(uri: string, path: string): Promise<OpenedObject> {
    await this.before(`open ${path}`);
    const file = join(fileURLToPath(uri), path);
    this.opened.push(file);
    const source = new FileSource(file);
    return {
      label: file,
      reader: new SpanReader(source, { local: true }),
      reopen: () => this.open(uri, path),
      close: async () => {
        this.closed.push(file);
        await source.close();
      },
    };
  }
}

function folderAt(uri: string): TreeFolder {
  const path = fileURLToPath(uri);
  return new TreeFolder(path, (below) => readFolder(join(path, below)));
}
